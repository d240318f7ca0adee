"""The policy is the one named, else the one in the folder, else the shipped one; what is wrong with it is told too."""

from datetime import date
from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from policy.registry import read_policy
from tests.optimizer.tables.sound_district import edited, put, sound_tables, write_folder, write_workbook


def dated(folder: Path, name: str, year: int) -> Path:
    path = folder / name
    path.write_text(f"[cycle]\nreference_date = {year}-09-01\n", encoding="utf-8")
    return path


def test_folder_without_a_policy_takes_the_shipped_one(tmp_path: Path) -> None:
    assert read(write_folder(sound_tables(), tmp_path)).problem.policy == read_policy("").policy


def test_policy_in_the_folder_is_taken(tmp_path: Path) -> None:
    source = write_folder(sound_tables(), tmp_path)
    dated(source, "policy.toml", 2027)
    assert read(source).problem.policy.reference_date == date(2027, 9, 1)


def test_named_policy_replaces_the_one_in_the_folder(tmp_path: Path) -> None:
    source = write_folder(sound_tables(), tmp_path)
    dated(source, "policy.toml", 2027)
    assert read(source, dated(tmp_path, "other.toml", 2028)).problem.policy.reference_date == date(2028, 9, 1)


def test_workbook_takes_the_named_policy_and_none_from_beside(tmp_path: Path) -> None:
    source = write_workbook(sound_tables(), tmp_path / "d.xlsx")
    dated(tmp_path, "policy.toml", 2027)
    assert read(source).problem.policy == read_policy("").policy
    assert read(source, dated(tmp_path, "other.toml", 2028)).problem.policy.reference_date == date(2028, 9, 1)


def test_faults_of_policy_and_tables_come_together(tmp_path: Path) -> None:
    source = write_folder(edited(put("teachers", 2, "sex", "")), tmp_path)
    policy = tmp_path / "strict.toml"
    policy.write_text("[travel]\nmax_minutes = -1\n[burden]\nper_move = 'x'\n", encoding="utf-8")
    with pytest.raises(InputFaults) as refusal:
        read(source, policy)
    assert [(fault.file, fault.row, fault.column) for fault in refusal.value.faults] == [
        ("teachers.csv", 2, "sex"),
        ("strict.toml", 0, "travel.max_minutes"),
        ("strict.toml", 0, "burden.per_move"),
    ]


@pytest.mark.parametrize("content", [b"[travel\n", b"\xff\xfe", "[cycle]\n# 说明".encode("gb18030")])
def test_policy_that_cannot_be_read_is_a_fault(content: bytes, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_bytes(content)
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(sound_tables(), tmp_path / "district"), policy)
    (fault,) = refusal.value.faults
    assert fault.file == "policy.toml"


def test_policy_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(sound_tables(), tmp_path / "district"), tmp_path / "nowhere.toml")
    (fault,) = refusal.value.faults
    assert (fault.file, str(fault.message)) == (
        "nowhere.toml",
        "The file cannot be opened: No such file or directory.",
    )


def test_policy_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    source = write_folder(sound_tables(), tmp_path)
    (source / "policy.toml").write_text("[cycle]\nreference_date = 2027-09-01\n", encoding="utf-8-sig")
    assert read(source).problem.policy.reference_date == date(2027, 9, 1)

"""Nothing hides behind the first fault: all faults of all tables and of the policy come in one refusal, in order."""

from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from tests.optimizer.tables.faulty_cells import FAULTY_CELLS
from tests.optimizer.tables.sound_district import add, add_column, cut_row, edited, put, write_folder


def test_every_fault_of_every_table_and_the_policy_is_told_at_once(tmp_path: Path) -> None:
    source = write_folder(
        edited(
            put("schools", 2, "area", "rural"),
            put("schools", 4, "latitude", ""),
            put("units", 2, "students", "-1"),
            put("demand", 3, "required", "1.234"),
            put("demand", 4, "school", "S8"),
            put("teachers", 2, "fte", "2"),
            put("teachers", 2, "birth_month", "85-01"),
            put("teachers", 3, "sex", ""),
            put("teachers", 5, "stage", "senior"),
            cut_row("teachers", 6, 4),
            put("preferences", 2, "rank", "9"),
            put("preferences", 3, "school", "S1"),
            put("travel", 3, "from", "nowhere"),
            add("locks", "T1", "stay", ""),
            add("locks", "T9", "leap", "S2"),
            add_column("units", "remark", "x"),
        ),
        tmp_path,
    )
    (tmp_path / "policy.toml").write_text("[rotation]\nmin_rate_percent = -3\n[travle]\nx = 1\n", encoding="utf-8")
    with pytest.raises(InputFaults) as refusal:
        read(source)
    assert [(fault.file, fault.row, fault.column) for fault in refusal.value.faults] == [
        ("schools.csv", 2, "area"),
        ("schools.csv", 4, "latitude"),
        ("units.csv", 2, "students"),
        ("demand.csv", 3, "required"),
        ("demand.csv", 4, "school"),
        ("teachers.csv", 2, "birth_month"),
        ("teachers.csv", 2, "fte"),
        ("teachers.csv", 3, "sex"),
        ("teachers.csv", 5, "stage"),
        ("teachers.csv", 6, ""),
        ("preferences.csv", 2, "rank"),
        ("preferences.csv", 3, "school"),
        ("travel.csv", 3, "from"),
        ("locks.csv", 5, "action"),
        ("locks.csv", 6, "action"),
        ("locks.csv", 6, "staff_no"),
        ("policy.toml", 0, "rotation.min_rate_percent"),
    ]
    assert {(warning.file, warning.column) for warning in refusal.value.warnings} == {
        ("units.csv", "remark"),
        ("policy.toml", "travle"),
    }


def test_faults_of_single_cells_do_not_hide_one_another(tmp_path: Path) -> None:
    columns_of_one_row = {
        "sex": "M",
        "birth_month": "1985",
        "post_type": "cook",
        "retirement_month": "soon",
        "stage": "infant",
        "joined_school": "2015.09",
        "title": "特级",
        "degree": "高中",
        "backbone": "province",
        "fte": "0",
        "mountain_years": "two",
        "longitude": "east",
        "latitude": "north",
        "eligible": "maybe",
    }
    edits = [put("teachers", 2, column, value) for column, value in columns_of_one_row.items()]
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(edited(*edits), tmp_path))
    assert {fault.column: fault.value for fault in refusal.value.faults} == columns_of_one_row


def test_each_row_of_many_gets_its_own_fault(tmp_path: Path) -> None:
    edits = [add("teachers", f"X{number}", *[""] * 20) for number in range(30)]
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(edited(*edits), tmp_path))
    missing = [fault.row for fault in refusal.value.faults if fault.column == "school"]
    assert missing == list(range(7, 37))


def test_warnings_come_with_the_refusal(tmp_path: Path) -> None:
    case = FAULTY_CELLS["sex unknown"]
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(edited(*case.edits, add_column("teachers", "hobby", "chess")), tmp_path))
    assert [warning.column for warning in refusal.value.warnings] == ["hobby"]

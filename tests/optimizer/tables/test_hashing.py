"""The hashes change when the bytes read change, and only then."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.tables import ReadResult, read
from optimizer.tables.hashing import sha256_of_files
from tests.optimizer.tables.sound_district import sound_tables, write_folder

FILES = st.dictionaries(st.text(max_size=4), st.binary(max_size=8), max_size=4)


def hashes(result: ReadResult) -> tuple[str, str]:
    return result.input_sha256, result.policy_sha256


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(sound_tables(), tmp_path / "district")


def test_reading_again_and_elsewhere_gives_the_same_hashes(folder: Path, tmp_path: Path) -> None:
    assert hashes(read(folder)) == hashes(read(write_folder(sound_tables(), tmp_path / "elsewhere")))


@pytest.mark.parametrize("name", sorted(sound_tables()))
def test_one_more_byte_in_any_table_changes_the_input_hash_alone(folder: Path, name: str) -> None:
    input_before, policy_before = hashes(read(folder))
    path = folder / f"{name}.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    input_after, policy_after = hashes(read(folder))
    assert input_after != input_before
    assert policy_after == policy_before


def test_renamed_file_changes_the_input_hash(folder: Path) -> None:
    before = read(folder).input_sha256
    (folder / "units.csv").rename(folder / "学段.csv")
    assert read(folder).input_sha256 != before


def test_file_that_is_not_read_changes_nothing(folder: Path) -> None:
    before = hashes(read(folder))
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "notes.csv").write_text("x", encoding="utf-8")
    assert hashes(read(folder)) == before


def test_policy_changes_the_policy_hash_alone(folder: Path) -> None:
    input_before, policy_before = hashes(read(folder))
    (folder / "policy.toml").write_text("# nothing\n", encoding="utf-8")
    input_after, policy_after = hashes(read(folder))
    assert input_after == input_before
    assert policy_after != policy_before


def test_policy_of_the_same_name_and_bytes_hashes_the_same_beside_or_apart(folder: Path, tmp_path: Path) -> None:
    (folder / "policy.toml").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "policy.toml").write_text("# nothing\n", encoding="utf-8")
    assert read(folder).policy_sha256 == read(folder, tmp_path / "policy.toml").policy_sha256


@given(FILES, FILES)
def test_different_files_hash_differently_and_order_does_not_count(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (sha256_of_files(one) == sha256_of_files(other)) == (one == other)
    assert sha256_of_files(dict(reversed(one.items()))) == sha256_of_files(one)

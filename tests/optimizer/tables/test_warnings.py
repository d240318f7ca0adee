"""What is allowed but may not be meant is told as a warning, and the district is read all the same."""

from pathlib import Path

import pytest

from optimizer.tables import read
from tests.optimizer.tables.sound_district import Edit, add, add_column, edited, put, write_folder

WARNINGS: dict[str, tuple[tuple[Edit, ...], str, int, str, str, str]] = {
    "unknown column": (
        (add_column("teachers", "hobby", "chess"),),
        "teachers.csv",
        1,
        "hobby",
        "hobby",
        "The column “hobby” (number 22) is not known and is ignored.",
    ),
    "values without a header": (
        (put("schools", 1, "group", ""),),
        "schools.csv",
        1,
        "",
        "",
        "The column “” (number 5) is not known and is ignored.",
    ),
    "school without coordinates": (
        (put("schools", 3, "longitude", ""), put("schools", 3, "latitude", ""), add("travel", "S2", "S3", "10")),
        "schools.csv",
        3,
        "longitude",
        "",
        "The school S2 has no coordinates; commutes to it can only come from the table travel.",
    ),
    "subject nobody requires": (
        (put("teachers", 5, "subject", "语文 "), put("teachers", 3, "subject", "语 文")),
        "teachers.csv",
        3,
        "subject",
        "语 文",
        "No school requires the subject 语 文.",
    ),
    "team with a member who is not eligible": (
        (put("teachers", 4, "eligible", "no"),),
        "teachers.csv",
        4,
        "team",
        "A",
        "The team A stays: not every member is eligible (T3).",
    ),
    "preference that is not an allowed move": (
        (put("travel", 2, "minutes", "600"), put("locks", 2, "action", "forbid"), put("locks", 2, "school", "S1")),
        "preferences.csv",
        2,
        "school",
        "S2",
        "The preference is not an allowed move (travel): ",
    ),
    "demand at a stage without a unit": (
        (add("demand", "S2", "junior", "语文", "1"), add("demand", "S2", "junior", "数学", "1")),
        "demand.csv",
        7,
        "stage",
        "junior",
        "There is demand at S2 for the stage junior, but no such unit.",
    ),
    "stay lock with another school": (
        (put("locks", 4, "school", "S1"),),
        "locks.csv",
        4,
        "school",
        "S1",
        "A stay lock needs no school; S1 is ignored.",
    ),
    "lock repeated": (
        (add("locks", "T2", "不去", "S3"),),
        "locks.csv",
        5,
        "action",
        "不去",
        "The lock repeats row 3.",
    ),
}


@pytest.mark.parametrize("case", WARNINGS.values(), ids=WARNINGS.keys())
def test_doubtful_input_is_read_with_a_warning(
    case: tuple[tuple[Edit, ...], str, int, str, str, str], tmp_path: Path
) -> None:
    edits, *expected = case
    (warning,) = read(write_folder(edited(*edits), tmp_path)).warnings
    assert [warning.file, warning.row, warning.column, warning.value] == expected[:-1]
    # The reason at the end of a refused preference is worded by the rule itself, not here.
    assert str(warning.message).startswith(str(expected[-1]))
    assert str(warning.cure)


def test_one_subject_is_warned_of_once(tmp_path: Path) -> None:
    edits = [put("teachers", row, "subject", "书法") for row in (3, 5)]
    warnings = read(write_folder(edited(*edits), tmp_path)).warnings
    assert [(warning.row, warning.value) for warning in warnings] == [(3, "书法")]


def test_stay_lock_at_the_own_school_is_fine_and_a_repeated_lock_counts_once(tmp_path: Path) -> None:
    source = write_folder(edited(put("locks", 4, "school", "S3"), add("locks", "T4", "stay", "")), tmp_path)
    result = read(source)
    assert [str(warning.message) for warning in result.warnings] == ["The lock repeats row 4."]
    assert [lock.school for lock in result.problem.locks if lock.staff_no == "T4"] == [""]


def test_unknown_csv_file_is_warned_of(tmp_path: Path) -> None:
    source = write_folder({**edited(), "preference": [["staff_no"]]}, tmp_path)
    (warning,) = read(source).warnings
    assert (warning.file, str(warning.message)) == (
        "preference.csv",
        "“preference.csv” is not the name of a table and is ignored.",
    )


def test_unknown_policy_key_is_warned_of_with_its_dotted_key(tmp_path: Path) -> None:
    source = write_folder(edited(), tmp_path)
    (source / "policy.toml").write_text("[travel]\nmax_minuets = 1\n", encoding="utf-8")
    (warning,) = read(source).warnings
    assert (warning.file, warning.row, warning.column) == ("policy.toml", 0, "travel.max_minuets")


def test_subject_required_nowhere_more_than_zero_is_warned_of(tmp_path: Path) -> None:
    source = write_folder(
        edited(add("demand", "S1", "primary", "书法", "0"), put("teachers", 5, "subject", "书法")), tmp_path
    )
    assert [warning.value for warning in read(source).warnings] == ["书法"]

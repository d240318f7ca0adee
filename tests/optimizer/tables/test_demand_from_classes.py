"""Where only classes are given, the lesson plan of the policy says what is required; a demand table always wins."""

from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from optimizer.tables.csv_folder import read_folder
from optimizer.tables.demand import required_by_cell
from optimizer.tables.district_tables import parse_tables
from optimizer.tables.findings import Findings
from policy.rotation import CurriculumTerms
from policy.vocabulary import Stage
from tests.optimizer.tables.sound_district import Tables, drop, edited, write_folder

POLICY = """
[curriculum]
"语文" = { 1 = 8, 7 = 5 }
"数学" = { 1 = 4 }
[load.primary]
"语文" = 14
"数学" = 14
[load.junior]
"语文" = 12
"""


def with_classes(*rows: list[str], keep_demand: bool = False) -> Tables:
    """The sound district without locks and wishes, with classes in place of its demand."""
    tables = edited(drop("locks", "preferences"))
    if not keep_demand:
        del tables["demand"]
    tables["classes"] = [["school", "grade", "classes", "students"], *rows]
    return tables


def written(tables: Tables, folder: Path) -> Path:
    (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
    return write_folder(tables, folder)


def test_demand_is_classes_times_lessons_over_load_rounded_half_up(tmp_path: Path) -> None:
    source = written(with_classes(["S1", "1", "3", "120"], ["S3", "7", "1", ""]), tmp_path)
    required = read(source).problem.required
    assert required[("S1", Stage.PRIMARY, "语文")] == 171  # 3 × 8 / 14 = 1.714…
    assert required[("S1", Stage.PRIMARY, "数学")] == 86  # 3 × 4 / 14 = 0.857…
    assert required[("S3", Stage.JUNIOR, "语文")] == 42  # 5 / 12 = 0.416…


def test_demand_table_wins_over_classes_with_a_warning(tmp_path: Path) -> None:
    source = written(with_classes(["nobody", "13", "-1", "x"], keep_demand=True), tmp_path)
    result = read(source)
    assert len(result.problem.required) == 5
    assert [(warning.file, str(warning.message)) for warning in result.warnings] == [
        ("classes.csv", "The tables demand and classes are both there; classes is ignored.")
    ]


def test_grade_the_policy_has_no_lessons_for_is_a_fault_at_each_of_its_rows(tmp_path: Path) -> None:
    source = written(with_classes(["S1", "12", "3", ""], ["S2", "1", "1", ""], ["S2", "12", "1", ""]), tmp_path)
    with pytest.raises(InputFaults) as refusal:
        read(source)
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in refusal.value.faults] == [
        ("classes.csv", 2, "grade", "12"),
        ("classes.csv", 4, "grade", "12"),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["S9", "1", "3", ""], "school"),
        (["S1", "13", "3", ""], "grade"),
        (["S1", "0", "3", ""], "grade"),
        (["S1", "1", "-3", ""], "classes"),
        (["S1", "1", "", ""], "classes"),
        (["S1", "1", "3", "many"], "students"),
    ],
)
def test_faulty_class_row_is_refused(row: list[str], column: str, tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as refusal:
        read(written(with_classes(row), tmp_path))
    (fault,) = refusal.value.faults
    assert (fault.file, fault.row, fault.column) == ("classes.csv", 2, column)


def test_grade_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as refusal:
        read(written(with_classes(["S1", "1", "3", ""], ["S1", "1", "2", ""]), tmp_path))
    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [(3, "grade")]


def test_subject_without_a_full_load_is_a_fault_of_the_table(tmp_path: Path) -> None:
    findings = Findings()
    source = read_folder(write_folder(with_classes(["S3", "7", "1", ""]), tmp_path), findings)
    terms = CurriculumTerms(lessons={"天文": {7: 1}})
    assert required_by_cell(parse_tables(source, findings), terms) == {}
    assert [(fault.file, fault.row, fault.value) for fault in findings.faults] == [("classes.csv", 0, "junior.天文")]


def test_taught_subject_the_lesson_plan_lacks_is_warned_of(tmp_path: Path) -> None:
    tables = with_classes(["S1", "1", "3", ""])
    tables["teachers"][4][tables["teachers"][0].index("subject")] = "书法课"
    warnings = read(written(tables, tmp_path)).warnings
    assert ("teachers.csv", 5, "书法课") in [(warning.file, warning.row, warning.value) for warning in warnings]

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizer.check import verify
from optimizer.problem import Problem
from policy.vocabulary import BackboneLevel, Degree, Stage
from tests.optimizer.brute_force import brute_force
from tests.optimizer.check.handed_back import change_field, hand_back, read_json, write_report, write_table
from tests.optimizer.check.makers import a_district, a_policy, a_teacher, go
from tests.optimizer.random_districts import random_district

TABLES = ["moves.csv", "cells.csv", "units.csv", "coefficients.csv", "unfilled.csv"]


def district() -> Problem:
    """Two teachers of A and a gap at B and C that they cannot close."""
    teachers = [
        a_teacher("T1", "A", degree=Degree.MASTER, backbone=BackboneLevel.CITY),
        a_teacher("T2", "A", degree=Degree.BACHELOR),
        a_teacher("T3", "A", "体育", degree=Degree.BACHELOR, eligible=False),
    ]
    required = {("B", Stage.PRIMARY, "数学"): 150, ("C", Stage.PRIMARY, "数学"): 300, ("A", Stage.PRIMARY, "体育"): 40}
    problem = a_district("A B C", teachers, required=required, preferences={("T1", "C"): 1})
    units = tuple(replace(unit, students=120) for unit in problem.units)
    return replace(problem, units=units)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hand_back(district(), tmp_path)
    return tmp_path


def said(folder: Path) -> list[str]:
    return [f"{d.file} {d.where}: {d.message}" for d in verify(district(), folder)]


def test_true_report_is_agreed_to(folder: Path) -> None:
    assert said(folder) == []


@pytest.mark.parametrize("seed", range(40))
def test_best_plans_of_random_districts_are_agreed_to(seed: int, tmp_path: Path) -> None:
    problem = random_district(seed, max_plans=300)
    if brute_force(problem).feasible:
        hand_back(problem, tmp_path)
        assert verify(problem, tmp_path) == ()


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [
        ("moves.csv", "name", "somebody"),
        ("moves.csv", "from_school", "B"),
        ("moves.csv", "stage", "junior"),
        ("moves.csv", "minutes", "5"),
        ("moves.csv", "preference_rank", "2"),
        ("cells.csv", "required", "0.41"),
        ("cells.csv", "before", "x"),
        ("cells.csv", "after", "NaN"),
        ("units.csv", "students", "121"),
        ("units.csv", "target", "1.21"),
        ("units.csv", "before", "7"),
        ("units.csv", "after", ""),
        ("coefficients.csv", "before", "0.0001"),
        ("coefficients.csv", "after", "-"),
        ("coefficients.csv", "after", "1e9999999"),
        ("coefficients.csv", "limit", "0.51"),
        ("unfilled.csv", "shortage", "0.01"),
        ("unfilled.csv", "qualified", "9"),
        ("unfilled.csv", "eligible", "9"),
        ("unfilled.csv", "within_travel", "9"),
        ("unfilled.csv", "spare", "9"),
        ("unfilled.csv", "cause", "none-eligible"),
    ],
)
def test_changed_field_is_found(folder: Path, file: str, column: str, value: str) -> None:
    change_field(folder / file, column, value)
    found = said(folder)
    assert len(found) == 1
    assert found[0].startswith(file)
    assert f"{column} is {value or '-'}, the tables give" in found[0]


def test_reason_is_free_text(folder: Path) -> None:
    change_field(folder / "moves.csv", "reason", "anything, even 理由")
    assert said(folder) == []


@pytest.mark.parametrize("file", TABLES[1:])
def test_missing_row_is_found(folder: Path, file: str) -> None:
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / file).write_text("".join(lines[:-1]), encoding="utf-8")
    assert [text for text in said(folder) if "The row is missing" in text and text.startswith(file)]


@pytest.mark.parametrize("file", TABLES[1:])
def test_doubled_row_is_found(folder: Path, file: str) -> None:
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / file).write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    assert [text for text in said(folder) if "The row is there twice" in text]


def test_coefficients_of_a_stage_without_counted_units_may_be_left_out(folder: Path) -> None:
    lines = (folder / "coefficients.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("junior")]
    assert len(kept) == len(lines) - 3
    (folder / "coefficients.csv").write_text("".join(kept), encoding="utf-8")
    assert said(folder) == []


def test_invented_row_is_found(folder: Path) -> None:
    with (folder / "cells.csv").open("a", encoding="utf-8") as file:
        file.write("Z,primary,数学,0.00,0.00,0.00\n")
    assert said(folder) == ["cells.csv Z primary 数学: The row should not be there."]


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("moves", lambda r: r.update(moves=7)),
        ("eligible", lambda r: r.update(eligible=True)),
        ("backbone_moves", lambda r: r.pop("backbone_moves")),
        ("before shortage", lambda r: r["before"].update(shortage=1)),
        ("before burden", lambda r: r["before"].pop("burden")),
        ("before", lambda r: r.update(before=[])),
        ("rules team", lambda r: r["rules"][10].update(holds=False)),
        ("rules min-moves", lambda r: r["rules"].pop(2)),
        ("rules luck", lambda r: r["rules"].append({"name": "luck", "holds": True})),
        ("rules", lambda r: r.update(rules=None)),
        ("tiers", lambda r: r.update(tiers={})),
        ("tiers", lambda r: r["tiers"].reverse()),
        ("tiers", lambda r: r["tiers"].pop()),
        ("tiers balance", lambda r: r["tiers"][1].update(best=None)),
        ("tiers balance", lambda r: r["tiers"][1].update(value="12")),
        ("tiers moves status", lambda r: r["tiers"][3].update(bound=None)),
        ("tiers moves", lambda r: r["tiers"][3].update(bound=0.5)),
        ("tiers moves", lambda r: r["tiers"][3].update(bound=3)),
        ("tiers moves status", lambda r: r["tiers"][3].update(bound=1)),
        ("tiers moves value", lambda r: r["tiers"][3].update(value=1)),
        ("tiers moves cap", lambda r: r["tiers"][3].update(cap=5)),
        ("tiers moves", lambda r: r["tiers"][3].update(cap=1)),
        ("status", lambda r: r.update(status="feasible")),
    ],
)
def test_changed_report_is_found(folder: Path, where: str, change: Callable[[dict[str, Any]], object]) -> None:
    report = read_json(folder)
    change(report)
    write_report(folder, report)
    assert where in {d.where for d in verify(district(), folder)}


def test_bound_below_the_best_is_honest_when_called_feasible(folder: Path) -> None:
    report = read_json(folder)
    report["tiers"][3].update(bound=1, status="feasible")
    report["status"] = "feasible"
    write_report(folder, report)
    assert said(folder) == []


def test_value_above_its_cap_is_found(folder: Path) -> None:
    report = read_json(folder)
    assert report["tiers"][3]["value"] == 2
    report["tiers"][3].update(best=1, cap=1, bound=1)
    write_report(folder, report)
    assert said(folder) == ["report.json tiers moves: The value 2 exceeds the cap 1."]


def test_best_above_its_cap_is_found_where_nothing_else_tells(folder: Path) -> None:
    report = read_json(folder)
    line = {"name": "changes", "value": 2, "best": 3, "cap": 2, "bound": None, "status": "feasible"}
    report["tiers"].insert(1, line)
    report["status"] = "feasible"
    report["before"]["changes"] = 0
    write_report(folder, report)
    write_table(folder / "earlier.csv", "staff_no,to_school,subject", [])
    assert "report.json tiers changes: The best 3 exceeds the cap 2." in said(folder)


def test_line_of_changes_without_the_earlier_moves_is_found(folder: Path) -> None:
    report = read_json(folder)
    line = {"name": "changes", "value": 0, "best": 0, "cap": 0, "bound": 0, "status": "optimal"}
    report["tiers"].insert(1, line)
    write_report(folder, report)
    assert [text for text in said(folder) if text.startswith("report.json tiers: The lines are shortage, changes")]


def test_changes_are_recomputed_from_the_earlier_moves_the_folder_keeps(folder: Path) -> None:
    write_table(folder / "earlier.csv", "staff_no,to_school,subject", [("T3", "A", "数学")])
    report = read_json(folder)
    line = {"name": "changes", "value": 0, "best": 0, "cap": 0, "bound": 0, "status": "optimal"}
    report["tiers"].insert(1, line)
    report["before"]["changes"] = 1
    write_report(folder, report)
    assert [text for text in said(folder) if text.startswith("report.json tiers changes value")]


@pytest.mark.parametrize(
    ("key", "value"),
    [("stopped_by", "banana"), ("conflict", ["inflow"]), ("faults", [{}]), ("relaxations", [{}])],
)
def test_plan_that_ends_in_a_way_plans_do_not_end_is_found(folder: Path, key: str, value: object) -> None:
    report = read_json(folder)
    report[key] = value
    write_report(folder, report)
    assert [text for text in said(folder) if text.startswith(f"report.json {key}")]


def test_invented_do_nothing_value_is_found(folder: Path) -> None:
    report = read_json(folder)
    report["before"]["beauty"] = 1
    write_report(folder, report)
    assert [text for text in said(folder) if text.startswith("report.json before beauty")]


def test_broken_rule_is_found_in_the_moves(folder: Path) -> None:
    with (folder / "moves.csv").open("a", encoding="utf-8") as file:
        file.write("T3,Teacher T3,A,B,primary,数学,4,,because\n")
    found = [text for text in said(folder) if text.startswith("moves.csv allowed-moves")]
    assert found == ["moves.csv allowed-moves: Teacher T3 is not eligible. (eligible)"]


@pytest.mark.parametrize("move", ["T9,x,A,B,primary,数学,4,,", "T1,x,A,Z,primary,数学,4,,", "T1,,,,,,,,"])
def test_moves_of_nobody_or_to_nowhere_are_found(folder: Path, move: str) -> None:
    with (folder / "moves.csv").open("a", encoding="utf-8") as file:
        file.write(move + "\n")
    assert any("allowed-moves" in text for text in said(folder))


@pytest.mark.parametrize("status", ["infeasible", "unknown", "invalid", "splendid", None, ["optimal"]])
def test_report_without_a_plan_confirms_nothing(folder: Path, status: object) -> None:
    write_report(folder, read_json(folder) | {"status": status})
    assert [d.where for d in verify(district(), folder)] == ["status"]


@pytest.mark.parametrize("file", ["report.json", *TABLES])
def test_missing_file_is_told(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert [d.file for d in verify(district(), folder)] == [file]


@pytest.mark.parametrize("file", ["report.json", *TABLES])
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b'"', b"[" * 100_000, b"a,b\n1\n", b"[1]", b"\x00", b'"a"b,c\n', b"\r\n,\r"]
)
def test_spoilt_file_is_told(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    assert [d.file for d in verify(district(), folder)] == [file]


def test_row_with_too_few_fields_is_told(folder: Path) -> None:
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("A,primary\n")
    assert [d.file for d in verify(district(), folder)] == ["units.csv"]


def test_report_with_rules_and_lines_that_are_no_objects_is_told(folder: Path) -> None:
    write_report(folder, read_json(folder) | {"rules": [1], "tiers": ["shortage"]})
    assert {d.where for d in verify(district(), folder)} == {"rules", "tiers"}


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [d.file for d in verify(district(), tmp_path / "nowhere")] == ["report.json"]


def test_changes_are_recomputed_where_the_earlier_moves_are_given(folder: Path) -> None:
    report = read_json(folder)
    line = {"name": "changes", "value": 1, "best": 1, "cap": 1, "bound": 1, "status": "optimal", "seconds": 0}
    report["tiers"].insert(1, line)
    report["before"]["changes"] = 1
    write_report(folder, report)
    assert verify(district(), folder, go("T3>B")) == ()
    assert {d.where for d in verify(district(), folder, [])} == {"tiers changes value", "before changes"}


def test_tolerance_enters_the_cap(tmp_path: Path) -> None:
    policy = a_policy(priorities={"tolerance_percent": {"shortage": 50, "balance": 50, "burden": 50}})
    problem = replace(district(), policy=policy)
    hand_back(problem, tmp_path)
    assert verify(problem, tmp_path) == ()
    assert read_json(tmp_path)["tiers"][0]["cap"] > read_json(tmp_path)["tiers"][0]["best"]

import csv
import json
from pathlib import Path

import pytest

from app.cli.exits import Exit
from tests.integration.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("searched")


@pytest.fixture
def plan(run: Run, tables: Path, tmp_path: Path) -> Path:
    assert run("plan", "solve", tables, "--out", tmp_path / "plan").code == Exit.OK
    return tmp_path / "plan"


def test_eligibility_lists_every_teacher_with_the_reason(run: Run, tables: Path) -> None:
    outcome = run("plan", "eligibility", tables)
    assert outcome.code == Exit.OK
    lines = outcome.out.splitlines()
    assert lines[2] == "T3  罗一鸣  望岳小学  不符合  人工指定为不符合，不按条件判定。"
    assert lines[-1] == "教师3人，其中2人符合交流条件。"


def test_eligibility_as_csv_has_a_row_per_teacher(run: Run, tables: Path) -> None:
    rows = list(csv.DictReader(run("plan", "eligibility", tables, "--csv").out.splitlines()))
    assert [(row["staff_no"], row["eligible"]) for row in rows] == [("T1", "yes"), ("T2", "yes"), ("T3", "no")]


def test_eligibility_as_json_has_a_verdict_per_condition(run: Run, tables: Path) -> None:
    teachers = json.loads(run("plan", "eligibility", tables, "--json").out)["teachers"]
    assert [teacher["eligible"] for teacher in teachers] == [True, True, False]
    assert all(teacher["overridden"] for teacher in teachers)
    assert {verdict["rule"] for verdict in teachers[0]["verdicts"]} >= {"years-at-school", "override"}


def test_a_plan_that_was_changed_by_hand_does_not_pass_the_check(run: Run, tables: Path, plan: Path) -> None:
    text = (plan / "moves.csv").read_text(encoding="utf-8")
    (plan / "moves.csv").write_text(text.replace("S2", "S1"), encoding="utf-8")
    outcome = run("plan", "check", tables, plan)
    assert outcome.code == Exit.DISAGREES
    assert "moves.csv" in outcome.out


def mover_of(plan: Path) -> str:
    return (plan / "moves.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]


def test_a_move_is_explained_by_its_part_in_every_line(run: Run, tables: Path, plan: Path) -> None:
    answer = json.loads(run("plan", "explain", tables, plan, "--teacher", mover_of(plan), "--json").out)
    assert answer["refused_by"] is None
    changes = {line["name"]: line["change"] for line in answer["lines"]}
    assert changes["shortage"] > 0, "without the move more is short"
    assert changes["moves"] == -1
    text = run("plan", "explain", tables, plan, "--teacher", mover_of(plan)).out
    assert "由青崖小学去望岳小学教语文" in text


def test_who_is_not_eligible_is_told_so(run: Run, tables: Path, plan: Path) -> None:
    outcome = run("plan", "explain", tables, plan, "--teacher", "T3")
    assert outcome.out == "罗一鸣不符合交流条件。人工指定为不符合，不按条件判定。\n"


def test_the_first_rule_that_refuses_a_pair_is_named(run: Run, tables: Path, plan: Path) -> None:
    answer = json.loads(run("plan", "explain", tables, plan, "--teacher", "T1", "--school", "S1", "--json").out)
    assert answer["refused_by"] == "other-school"


def test_the_price_of_forcing_a_pair_is_the_change_of_each_line(run: Run, tables: Path, plan: Path) -> None:
    other = next(name for name in ("T1", "T2") if name != mover_of(plan))
    outcome = run("plan", "explain", tables, plan, "--teacher", other, "--school", "S2", "--json")
    answer = json.loads(outcome.out)
    assert outcome.code == Exit.OK
    assert answer["refused_by"] is None
    assert [line["name"] for line in answer["lines"]] == ["shortage", "balance", "burden", "moves"]


@pytest.mark.parametrize("question", [("--teacher", "T9"), ("--teacher", "T1", "--school", "S9")])
def test_people_and_schools_that_are_not_there_are_wrong_usage(
    run: Run, tables: Path, plan: Path, question: tuple[str, ...]
) -> None:
    assert run("plan", "explain", tables, plan, *question).code == Exit.USAGE

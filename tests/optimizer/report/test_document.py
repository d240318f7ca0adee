import json
from dataclasses import replace
from pathlib import Path

from optimizer.check import evaluate
from optimizer.faults import Fault
from optimizer.problem import Move
from optimizer.report import as_json, invalid_document, plan_document
from optimizer.solution import Relaxation, Status, StoppedBy
from policy.messages import say, untranslated
from tests.optimizer.check.makers import go
from tests.optimizer.report.sample import MOVES, RECORD, district, solution_of, write_sample

KEYS = [
    "status",
    "tiers",
    "moves",
    "eligible",
    "backbone_moves",
    "before",
    "rules",
    "faults",
    "warnings",
    "conflict",
    "relaxations",
    "stopped_by",
    "input_sha256",
    "policy_sha256",
    "seed",
    "workers",
    "versions",
    "seconds",
]
RULES = [
    "one-destination",
    "min-moves",
    "max-moves",
    "backbone-share",
    "outflow",
    "inflow",
    "headcount",
    "senior-posts",
    "no-new-shortage",
    "team",
    "locks",
]
FAULT = Fault("teachers.csv", 3, "sex", "x", say("not a sex"), say("Write male or female."))


def test_the_report_has_exactly_the_keys_that_are_promised(tmp_path: Path) -> None:
    document = write_sample(tmp_path / "plan")
    assert list(document) == KEYS
    assert list(invalid_document([FAULT], RECORD, untranslated, seed=0, workers=1)) == KEYS


def test_the_file_holds_the_report(tmp_path: Path) -> None:
    document = write_sample(tmp_path / "plan")
    text = (tmp_path / "plan" / "report.json").read_text(encoding="utf-8")
    assert text == as_json(document)
    assert json.loads(text) == document
    assert text.endswith("}\n")


def test_lines_and_rules_are_reported_in_their_order(tmp_path: Path) -> None:
    document = json.loads(as_json(write_sample(tmp_path / "plan")))
    assert [line["name"] for line in document["tiers"]] == ["shortage", "balance", "burden", "moves"]
    assert set(document["tiers"][0]) == {"name", "value", "best", "cap", "bound", "status", "seconds"}
    assert [rule["name"] for rule in document["rules"]] == RULES
    assert all(rule["holds"] and rule["detail"] for rule in document["rules"])
    assert (document["moves"], document["backbone_moves"], document["eligible"]) == (2, 1, 4)


def test_faults_and_warnings_are_reported_with_place_and_cure() -> None:
    record = replace(RECORD, warnings=(FAULT,))
    document = invalid_document([FAULT, FAULT], record, untranslated, seed=7, workers=3)
    entry = {
        "file": "teachers.csv",
        "row": 3,
        "column": "sex",
        "value": "x",
        "message": "not a sex",
        "cure": "Write male or female.",
    }
    assert document["faults"] == [entry, entry]
    assert document["warnings"] == [entry]
    assert (document["status"], document["seed"], document["workers"]) == ("invalid", 7, 3)


def test_what_cannot_hold_together_is_named_with_a_way_out() -> None:
    problem = district()
    way_out = Relaxation("min-moves", "min_rate_percent", "", 50, 25)
    solution = solution_of(
        problem, [], status=Status.INFEASIBLE, lines=(), conflict=("min-moves", "locks"), relaxations=(way_out,)
    )
    document = plan_document(solution, evaluate(problem, ()), RECORD, untranslated)
    assert document["conflict"] == ["min-moves", "locks"]
    assert document["relaxations"] == [
        {"rule": "min-moves", "parameter": "min_rate_percent", "where": "", "from": 50, "to": 25}
    ]
    assert document["rules"] == []


def test_a_search_that_was_stopped_proves_no_conflict() -> None:
    problem = district()
    solution = solution_of(problem, [], status=Status.UNKNOWN, lines=(), stopped_by=StoppedBy.TIME)
    document = plan_document(solution, evaluate(problem, ()), RECORD, untranslated)
    assert (document["status"], document["conflict"], document["stopped_by"]) == ("unknown", None, "time")


def test_a_re_solve_says_how_much_of_the_earlier_plan_there_was_to_lose() -> None:
    problem, moves = district(), go(*MOVES)
    record = replace(RECORD, earlier=(*moves, Move("T9", "C", "数学")))
    document = plan_document(solution_of(problem, moves), evaluate(problem, moves), record, untranslated)
    assert document["before"] == {**evaluate(problem, moves).before, "changes": 3}

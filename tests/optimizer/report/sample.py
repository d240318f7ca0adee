"""A small district with a plan, as the planner would hand it over, and the folder that is written for it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimizer.check import evaluate
from optimizer.problem import Move, Problem, School, Unit
from optimizer.report import RunRecord, write
from optimizer.report.document import Document
from optimizer.solution import LineResult, Solution, Status, StoppedBy
from policy.messages import Message, Translate, say, untranslated
from policy.vocabulary import Area, BackboneLevel, Degree, Stage, Title
from tests.optimizer.check.makers import OPEN_POLICY, a_district, a_school, a_teacher, go

PRIMARY = Stage.PRIMARY
NASTY_NAME = "=1+1"
MOVES = ("T1>B", "T2>C:体育")

RECORD = RunRecord(
    input_sha256="a" * 64,
    policy_sha256="b" * 64,
    made_at=datetime(2026, 6, 18, 17, 5, tzinfo=UTC),
    versions={"junheng": "0.1.0", "python": "3.11"},
    district="云岭区",
)


def district() -> Problem:
    """Three schools; two teachers of the first are wanted elsewhere, one post of music nobody can fill."""
    return a_district(
        _schools(),
        [
            a_teacher("T1", "A", backbone=BackboneLevel.CITY, degree=Degree.BACHELOR, title=Title.SENIOR),
            a_teacher("T2", "A", second_subject="体育", name=NASTY_NAME),
            a_teacher("T3", "A"),
            a_teacher("T4", "B", fte=50),
        ],
        required={
            ("A", PRIMARY, "数学"): 100,
            ("B", PRIMARY, "数学"): 150,
            ("C", PRIMARY, "体育"): 180,
            ("C", PRIMARY, "音乐"): 25,
        },
        units=[Unit("A", PRIMARY, 300), Unit("B", PRIMARY, 120), Unit("C", PRIMARY, 49)],
        preferences={("T1", "B"): 1},
        travel={("T1", "B"): 25, ("T2", "C"): 50},
        policy=OPEN_POLICY,
    )


def solution_of(problem: Problem, moves: list[Move], **facts: Any) -> Solution:
    """Return the moves as a plan proven best in every line but the second."""
    values = evaluate(problem, moves).values
    lines = tuple(
        LineResult(name, values[name], values[name], values[name], values[name], Status.OPTIMAL, 0.25)
        for name in problem.policy.priorities.order
    )
    defaults: dict[str, Any] = {
        "status": Status.OPTIMAL,
        "moves": tuple(sorted(moves)),
        "lines": lines,
        "stopped_by": StoppedBy.PROOF,
        "seconds": 1.5,
        "seed": 0,
        "workers": 2,
    }
    return Solution(**{**defaults, **facts})


def reasons_of(moves: list[Move]) -> Mapping[str, Message]:
    """Return a reason for every move."""
    return {move.staff_no: say("to teach {subject}", subject=move.subject) for move in moves}


def write_sample(
    directory: Path, translate: Translate = untranslated, plan: Sequence[str] = MOVES, **facts: Any
) -> Document:
    """Write a plan for the sample's district into a folder."""
    problem, moves = district(), go(*plan)
    solution = solution_of(problem, moves, **facts)
    return write(directory, problem, solution, evaluate(problem, solution.moves), reasons_of(moves), RECORD, translate)


def _schools() -> list[School]:
    return [
        a_school("A", name="青崖小学", authorised_headcount=4, senior_posts=1),
        a_school("B", name="望岳小学", area=Area.TOWNSHIP),
        a_school("C", name="松坪小学", area=Area.MOUNTAIN),
    ]

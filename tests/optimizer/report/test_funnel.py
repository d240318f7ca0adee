from typing import Any

import pytest

from optimizer.facts import District
from optimizer.problem import Problem
from optimizer.report.cells import cell_lines
from optimizer.report.funnel import Unfilled, unfilled_cells
from optimizer.report.staff import staff_frame
from optimizer.report.words import cause_words, cure_words
from policy.vocabulary import BackboneLevel, Stage, Title
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher, go

CELL = ("B", Stage.PRIMARY, "数学")
TWO_SPARE = {("A", Stage.PRIMARY, "数学"): 0, CELL: 300}


def funnel(problem: Problem, *moves: str) -> Unfilled:
    staff = staff_frame(problem, go(*moves))
    found = unfilled_cells(District(problem), go(*moves), cell_lines(problem, staff))
    return next(entry for entry in found if entry.cell == CELL)


def two_schools(*teachers: Any, policy: Any = None, **school: Any) -> Problem:
    settings = {} if policy is None else {"policy": policy}
    return a_district([a_school("A"), a_school("B", **school)], list(teachers), required=TWO_SPARE, **settings)


def counts(entry: Unfilled) -> tuple[int, int, int, int]:
    return entry.qualified, entry.eligible, entry.within_travel, entry.spare


def test_nobody_can_teach_it() -> None:
    entry = funnel(two_schools(a_teacher("T1", "A", "语文"), a_teacher("T2", "B")))
    assert (entry.cause, counts(entry)) == ("no-qualified", (0, 0, 0, 0))


def test_nobody_who_can_teach_it_is_eligible() -> None:
    entry = funnel(two_schools(a_teacher("T1", "A", eligible=False)))
    assert (entry.cause, counts(entry)) == ("none-eligible", (1, 0, 0, 0))


def test_nobody_lives_near_enough() -> None:
    entry = funnel(two_schools(a_teacher("T1", "A"), longitude=118.0))
    assert (entry.cause, counts(entry)) == ("none-within-travel", (1, 1, 0, 0))


def test_everybody_is_needed_at_home() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required={("A", Stage.PRIMARY, "数学"): 100, CELL: 100})
    entry = funnel(problem)
    assert (entry.cause, counts(entry)) == ("none-spare", (1, 1, 1, 0))


def test_who_arrives_is_not_spare_and_who_moves_elsewhere_is() -> None:
    people = [a_teacher("T1", "A"), a_teacher("T2", "A")]
    required = {CELL: 300, ("C", Stage.PRIMARY, "数学"): 100}
    entry = funnel(a_district("A B C", people, required=required), "T1>B", "T2>C")
    assert (entry.cause, counts(entry)) == ("limits:one-destination", (2, 2, 2, 1))
    assert entry.shortage == 200


def test_second_subjects_count_where_they_are_allowed() -> None:
    teacher = a_teacher("T1", "A", "语文", second_subject="数学")
    assert funnel(two_schools(teacher)).qualified == 1
    assert funnel(two_schools(teacher, policy=a_policy(rotation={"allow_second_subject": False}))).qualified == 0


@pytest.mark.parametrize(
    ("cause", "school", "rotation", "person"),
    [
        ("headcount", {"authorised_headcount": 0}, {}, {}),
        ("senior-posts", {"senior_posts": 0}, {}, {"title": Title.SENIOR}),
        ("inflow", {}, {"max_inflow_percent": 0, "min_cap_people": 0}, {}),
        ("outflow", {}, {"max_outflow_percent": 0, "min_cap_people": 0, "max_inflow_percent": 0}, {}),
        ("max-moves", {}, {"max_rate_percent": 0}, {}),
        ("backbone-share", {}, {"min_backbone_share_percent": 100}, {"backbone": BackboneLevel.SCHOOL}),
        ("scope", {}, {"scope": "near"}, {}),
    ],
)
def test_the_rules_that_refuse_the_spare_ones_are_named(
    cause: str, school: dict[str, Any], rotation: dict[str, Any], person: dict[str, Any]
) -> None:
    problem = two_schools(a_teacher("T1", "A", **person), policy=a_policy(rotation=rotation), **school)
    entry = funnel(problem)
    assert entry.cause.startswith("limits:")
    assert cause in entry.limits


def test_a_team_does_not_let_one_of_its_members_go_alone() -> None:
    entry = funnel(two_schools(a_teacher("T1", "A", team="X"), a_teacher("T2", "A", team="X")))
    assert entry.cause == "limits:team"


def test_where_nothing_refuses_no_rule_is_named() -> None:
    entry = funnel(two_schools(a_teacher("T1", "A")))
    assert (entry.cause, entry.limits) == ("limits:", ())


def test_every_cause_has_words_and_a_cure() -> None:
    policy = a_policy()
    causes = ("no-qualified", "none-eligible", "none-within-travel", "none-spare", "limits:", "limits:inflow")
    texts = set()
    for cause in causes:
        limits = tuple(
            name for name in cause.removeprefix("limits:").split(";") if cause.startswith("limits:") and name
        )
        entry = Unfilled(CELL, 100, 4, 3, 2, 1, cause, limits)
        texts.add((str(cause_words(entry, policy)), str(cure_words(entry))))
    assert len(texts) == len(causes)

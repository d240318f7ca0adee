"""Tiny districts with one contradiction each: the rules that are named, and the changes that are proposed."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from optimizer.conflict import explain_infeasible, feasible
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.problem import Lock, Problem, School, Teacher, Unit
from optimizer.search.clock import Clock
from optimizer.solution import Relaxation
from policy.vocabulary import BackboneLevel, LockAction, Stage, Title
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher
from tests.optimizer.conflict.relaxed import assert_smallest, has_plan

SECONDS = 30.0


def lock(staff_no: str, school: str = "B") -> Lock:
    return Lock(staff_no, LockAction.MOVE, school)


def people(count: int, **facts: Any) -> list[Teacher]:
    return [a_teacher(f"A{n}", "A", **facts) for n in range(1, count + 1)]


def settled(count: int) -> list[Teacher]:
    """Teachers of B who may not move."""
    return [a_teacher(f"B{n}", "B", eligible=False) for n in range(1, count + 1)]


def two_schools(teachers: list[Teacher], locks: list[Lock] | None = None, b: Any = None, **rotation: Any) -> Problem:
    schools: list[School] = [a_school("A"), a_school("B", **(b or {}))]
    required = {("B", Stage.PRIMARY, "数学"): 1}
    return a_district(schools, teachers, required=required, policy=a_policy(rotation=rotation), locks=locks)


@dataclass(frozen=True)
class Case:
    problem: Problem
    conflict: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]


def rate(to_value: int, from_value: int) -> Relaxation:
    return Relaxation("min-moves", "min_rate_percent", "", from_value, to_value)


def unlocked(staff_no: str = "A1") -> Relaxation:
    return Relaxation("locks", "action", staff_no, "move B", "")


CASES = {
    "more must move than may arrive": Case(
        two_schools(people(4) + settled(4), min_rate_percent=50, max_inflow_percent=25, min_cap_people=0),
        ("min-moves", "inflow"),
        (rate(25, 50), Relaxation("inflow", "max_inflow_percent", "", 25, 50)),
    ),
    "more must move than posts are authorised": Case(
        two_schools(people(4) + settled(4), b={"authorised_headcount": 5}, min_rate_percent=50),
        ("min-moves", "headcount"),
        (rate(25, 50), Relaxation("headcount", "authorised_headcount", "B", 5, 6)),
    ),
    "four are locked into a school that takes two": Case(
        two_schools(
            people(4) + settled(4), [lock(f"A{n}") for n in range(1, 5)], max_inflow_percent=50, min_cap_people=0
        ),
        ("inflow", "locks"),
        (Relaxation("inflow", "max_inflow_percent", "", 50, 100),),  # no single lock is enough
    ),
    "a lock takes the only teacher of a subject": Case(
        a_district(
            "A B",
            people(1),
            required={("A", Stage.PRIMARY, "数学"): 100, ("B", Stage.PRIMARY, "数学"): 100},
            locks=[lock("A1")],
        ),
        ("no-new-shortage", "locks"),
        (Relaxation("no-new-shortage", "required", "A primary 数学", 100, 0), unlocked()),
    ),
    "a lock tears a team apart": Case(
        two_schools([*people(1, team="red"), a_teacher("A2", "A", team="red", eligible=False)], [lock("A1")]),
        ("team", "locks"),
        (Relaxation("team", "team", "red", 2, 0), unlocked()),
    ),
    "all must move and too few are backbone teachers": Case(
        two_schools(
            [*people(3), a_teacher("A4", "A", backbone=BackboneLevel.CITY)],
            min_rate_percent=100,
            min_backbone_share_percent=50,
        ),
        ("min-moves", "backbone-share"),
        (rate(50, 100), Relaxation("backbone-share", "min_backbone_share_percent", "", 50, 25)),
    ),
    "a senior teacher is locked where no senior post is": Case(
        two_schools(people(1, title=Title.SENIOR), [lock("A1")], b={"senior_posts": 0}),
        ("senior-posts", "locks"),
        (Relaxation("senior-posts", "senior_posts", "B", 0, 1), unlocked()),
    ),
    "locks take more than a school may lose": Case(
        two_schools(people(2) + settled(2), [lock("A1"), lock("A2")], max_outflow_percent=50, min_cap_people=0),
        ("outflow", "locks"),
        (Relaxation("outflow", "max_outflow_percent", "", 50, 100), unlocked()),
    ),
    "more are locked to move than may": Case(
        two_schools(people(4), [lock("A1"), lock("A2")], max_rate_percent=25),
        ("max-moves", "locks"),
        (Relaxation("max-moves", "max_rate_percent", "", 25, 50), unlocked()),
    ),
    "exactly three must move and all are in pairs": Case(
        two_schools(
            [a_teacher(f"A{n}", "A", team="red" if n % 2 else "blue") for n in range(1, 5)],
            min_rate_percent=75,
            max_rate_percent=0,
        ),
        ("min-moves", "max-moves", "team"),
        (
            rate(50, 75),  # from 74 down to 51 there are still three who must and three who may
            Relaxation("max-moves", "max_rate_percent", "", 0, 100),
            Relaxation("team", "team", "blue", 2, 0),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_conflict_names_the_rules_and_each_change_is_the_smallest(case: Case) -> None:
    assert not has_plan(case.problem)
    assert explain_infeasible(case.problem, Clock(SECONDS)) == (case.conflict, case.relaxations)
    for change in case.relaxations:
        assert_smallest(case.problem, change)


def test_headcount_is_raised_where_the_smallest_increase_is_enough() -> None:
    schools = [a_school("A"), a_school("B", authorised_headcount=0), a_school("C", authorised_headcount=1)]
    teachers = [*people(2), *settled(3), a_teacher("C1", "C", eligible=False)]
    problem = a_district(schools, teachers, policy=a_policy(rotation={"min_rate_percent": 50}))
    conflict, relaxations = explain_infeasible(problem, Clock(SECONDS))
    assert conflict == ("min-moves", "headcount")
    # B would need a post for each of its three teachers first
    assert relaxations == (rate(0, 50), Relaxation("headcount", "authorised_headcount", "C", 1, 2))


def test_two_contradictions_are_not_mended_by_changing_one() -> None:
    schools = [a_school("A"), a_school("B", senior_posts=0), a_school("C", senior_posts=0)]
    locks = [lock("A1"), lock("A2", "C")]
    required = {(key, Stage.PRIMARY, "数学"): 1 for key in "BC"}
    problem = a_district(schools, people(2, title=Title.SENIOR), required=required, locks=locks)
    assert explain_infeasible(problem, Clock(SECONDS)) == (("senior-posts", "locks"), ())


def test_district_with_a_plan_has_no_conflict() -> None:
    problem = two_schools(people(4), min_rate_percent=50)
    assert feasible(formulate(District(problem)), Clock(SECONDS)) is True
    assert explain_infeasible(problem, Clock(SECONDS)) == (None, ())


def test_running_out_of_time_is_not_called_infeasible() -> None:
    problem = CASES["more must move than may arrive"].problem
    assert feasible(formulate(District(problem)), Clock(0.0)) is None
    assert explain_infeasible(problem, Clock(0.0)) == (None, ())


def test_shared_teachers_could_mend_a_cell_so_that_it_is_no_proof() -> None:
    case = CASES["a lock takes the only teacher of a subject"]
    policy = a_policy(sharing={"enabled": True})
    problem = a_district("A B", people(1), required=case.problem.required, locks=[lock("A1")], policy=policy)
    assert explain_infeasible(problem, Clock(SECONDS)) == (None, ())


def test_standards_that_are_missed_are_no_contradiction() -> None:
    problem = two_schools(people(2, backbone=BackboneLevel.CITY), min_rate_percent=100)
    # both count at A today, where there are students enough to be measured, and both have to go
    problem = replace(problem, units=(Unit("A", Stage.PRIMARY, 200), Unit("B", Stage.PRIMARY, 200)))
    assert feasible(formulate(District(problem)), Clock(SECONDS)) is True


def test_same_district_gets_the_same_explanation() -> None:
    problem = CASES["exactly three must move and all are in pairs"].problem
    assert explain_infeasible(problem, Clock(SECONDS)) == explain_infeasible(problem, Clock(SECONDS))

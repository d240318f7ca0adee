from typing import Any

import pytest

from optimizer.check import allowed_moves
from optimizer.problem import Lock, Problem, School
from policy.rotation import RotationPolicy
from policy.vocabulary import Area, LockAction, Stage
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher, rule


def refusal(problem: Problem, move: str) -> str:
    check = rule(problem, "allowed-moves", move)
    assert not check.holds
    return str(check.detail)


def between(home: School, away: School, policy: RotationPolicy, travel: dict[tuple[str, str], int]) -> Problem:
    return a_district([home, away], [a_teacher("T1", home.key)], policy=policy, travel=travel)


def test_move_to_another_school_that_requires_the_subject_is_allowed() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")])
    assert rule(problem, "allowed-moves", "T1>B").holds
    assert allowed_moves(problem, "T1") == [("B", "数学")]


def test_unknown_teacher_is_named() -> None:
    assert refusal(a_district("A B", [a_teacher("T1", "A")]), "T9>B") == "There is no teacher T9. (known)"


def test_unknown_school_is_named() -> None:
    assert "Z, which is not a school" in refusal(a_district("A B", [a_teacher("T1", "A")]), "T1>Z")


def test_teacher_who_is_not_eligible_may_not_move() -> None:
    problem = a_district("A B", [a_teacher("T1", "A", eligible=False)])
    assert refusal(problem, "T1>B") == "Teacher T1 is not eligible. (eligible)"
    assert allowed_moves(problem, "T1") == []


def test_own_school_is_no_destination() -> None:
    assert refusal(a_district("A B", [a_teacher("T1", "A")]), "T1>A").endswith("(other-school)")


@pytest.mark.parametrize(("required", "allowed"), [(0, False), (1, True)])
def test_destination_cell_must_require_someone(required: int, allowed: bool) -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required={("B", Stage.PRIMARY, "数学"): required})
    assert rule(problem, "allowed-moves", "T1>B").holds is allowed


def test_cell_without_demand_row_requires_no_one() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required={("B", Stage.JUNIOR, "数学"): 100})
    assert refusal(problem, "T1>B").endswith("(demand)")


def test_third_subject_is_refused() -> None:
    problem = a_district("A B", [a_teacher("T1", "A", second_subject="体育"), a_teacher("T2", "A", "音乐")])
    assert refusal(problem, "T1>B:音乐").endswith("(subject)")
    assert allowed_moves(problem, "T1") == [("B", "体育"), ("B", "数学")]


@pytest.mark.parametrize(
    ("allow", "team", "allowed"), [(True, "", True), (False, "", False), (True, "red", False), (False, "red", False)]
)
def test_second_subject_needs_the_policy_and_no_team(allow: bool, team: str, allowed: bool) -> None:
    policy = a_policy(rotation={"allow_second_subject": allow})
    problem = a_district("A B", [a_teacher("T1", "A", second_subject="体育", team=team)], policy=policy)
    assert rule(problem, "allowed-moves", "T1>B:体育").holds is allowed
    assert rule(problem, "allowed-moves", "T1>B").holds


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (60, True), (61, False)])
def test_travel_limit_is_inclusive(minutes: int, allowed: bool) -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], travel={("T1", "B"): minutes})
    assert rule(problem, "allowed-moves", "T1>B").holds is allowed


def test_unknown_travel_time_refuses_the_move() -> None:
    away = a_school("B", longitude=None, latitude=None)
    problem = a_district([a_school("A"), away], [a_teacher("T1", "A")])
    assert refusal(problem, "T1>B") == "How long teacher T1 travels to B is not known. (travel)"


@pytest.mark.parametrize(
    ("home", "away", "allowed"),
    [
        ({}, {}, False),
        ({"group": "g"}, {"group": "g"}, True),
        ({"group": "g"}, {"group": "h"}, False),
        ({"partners": ("B",)}, {}, True),
        ({}, {"partners": ("A",)}, True),
        ({"zone": "z"}, {"zone": "z"}, True),
        ({"zone": "z"}, {"zone": "y"}, False),
    ],
)
def test_near_scope_asks_for_group_partner_or_zone(home: dict[str, Any], away: dict[str, Any], allowed: bool) -> None:
    policy = a_policy(rotation={"scope": "near"})
    problem = between(a_school("A", **home), a_school("B", **away), policy, {})
    assert rule(problem, "allowed-moves", "T1>B").holds is allowed


@pytest.mark.parametrize("home", list(Area))
@pytest.mark.parametrize("away", list(Area))
def test_upward_moves_are_refused_where_the_policy_says_so(home: Area, away: Area) -> None:
    policy = a_policy(rotation={"directions": "no-upward"})
    problem = between(a_school("A", area=home), a_school("B", area=away), policy, {})
    heights = [Area.URBAN, Area.TOWNSHIP, Area.MOUNTAIN]
    assert rule(problem, "allowed-moves", "T1>B").holds is (heights.index(away) >= heights.index(home))


@pytest.mark.parametrize(("required", "allowed"), [(100, False), (101, True)])
def test_short_only_asks_for_a_cell_that_is_short_before(required: int, allowed: bool) -> None:
    policy = a_policy(rotation={"destination": "short-only"})
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "B")]
    problem = a_district("A B", teachers, required={("B", Stage.PRIMARY, "数学"): required}, policy=policy)
    assert rule(problem, "allowed-moves", "T1>B").holds is allowed


@pytest.mark.parametrize(
    ("lock", "allowed"),
    [
        (Lock("T1", LockAction.STAY), False),
        (Lock("T1", LockAction.FORBID, "B"), False),
        (Lock("T1", LockAction.FORBID, "C"), True),
        (Lock("T2", LockAction.STAY), True),
    ],
)
def test_stay_and_forbid_locks_refuse_moves(lock: Lock, allowed: bool) -> None:
    problem = a_district("A B C", [a_teacher("T1", "A"), a_teacher("T2", "A")], locks=[lock])
    assert rule(problem, "allowed-moves", "T1>B").holds is allowed


def test_further_refused_moves_are_counted() -> None:
    problem = a_district("A B", [a_teacher("T1", "A", eligible=False), a_teacher("T2", "A", eligible=False)])
    detail = str(rule(problem, "allowed-moves", "T1>B", "T2>B").detail)
    assert detail == "Teacher T1 is not eligible. (eligible) And 1 more like it."

import pytest

from optimizer.problem import Lock, Problem
from policy.vocabulary import LockAction
from tests.optimizer.check.makers import a_district, a_teacher, rule


def team_of(*homes: str, eligible: tuple[bool, ...] = ()) -> Problem:
    verdicts = eligible or (True,) * len(homes)
    teachers = [a_teacher(f"T{n}", home, team="red", eligible=verdicts[n]) for n, home in enumerate(homes)]
    return a_district("A B C", [*teachers, a_teacher("S", "A")])


@pytest.mark.parametrize("moves", [[], ["T0>B", "T1>B"], ["S>B"], ["S>B", "T0>C", "T1>C"]])
def test_team_that_moves_together_or_stays_holds(moves: list[str]) -> None:
    assert rule(team_of("A", "A"), "team", *moves).holds


def test_team_member_left_behind_is_named() -> None:
    check = rule(team_of("A", "A"), "team", "T0>B")
    assert not check.holds
    assert str(check.detail) == "Team red is split: T1 does not move with it."


def test_team_with_two_destinations_is_split() -> None:
    check = rule(team_of("A", "A"), "team", "T0>B", "T1>C")
    assert str(check.detail) == "Team red is split between B and C."


def test_team_of_several_schools_may_meet_at_a_third() -> None:
    assert rule(team_of("A", "B"), "team", "T0>C", "T1>C").holds


def test_member_already_there_rules_the_school_out() -> None:
    assert not rule(team_of("A", "B"), "team", "T0>B").holds


def test_team_with_a_member_who_is_not_eligible_stays() -> None:
    district = team_of("A", "A", eligible=(True, False))
    assert rule(district, "team").holds
    for moves in (["T0>B"], ["T0>B", "T1>B"]):
        assert str(rule(district, "team", *moves).detail) == "Team red must stay: T1 is not eligible."


def test_team_of_one_moves_freely() -> None:
    assert rule(team_of("A"), "team", "T0>B").holds


def test_teachers_without_a_team_are_no_team() -> None:
    problem = a_district("A B", [a_teacher("T1", "A"), a_teacher("T2", "A")])
    assert rule(problem, "team", "T1>B").holds


def locked(action: LockAction, school: str = "") -> Problem:
    return a_district("A B C", [a_teacher("T1", "A")], locks=[Lock("T1", action, school)])


@pytest.mark.parametrize(
    ("action", "school", "moves", "holds"),
    [
        (LockAction.STAY, "", [], True),
        (LockAction.STAY, "", ["T1>B"], False),
        (LockAction.MOVE, "B", ["T1>B"], True),
        (LockAction.MOVE, "B", ["T1>C"], False),
        (LockAction.MOVE, "B", [], False),
        (LockAction.FORBID, "B", [], True),
        (LockAction.FORBID, "B", ["T1>C"], True),
        (LockAction.FORBID, "B", ["T1>B"], False),
    ],
)
def test_lock_is_kept(action: LockAction, school: str, moves: list[str], holds: bool) -> None:
    assert rule(locked(action, school), "locks", *moves).holds is holds


def test_broken_lock_is_told() -> None:
    stay = rule(locked(LockAction.STAY), "locks", "T1>B")
    assert str(stay.detail) == "Teacher T1 is locked to stay, but moves."
    move = rule(locked(LockAction.MOVE, "B"), "locks")
    assert str(move.detail) == "Teacher T1 is locked to move to B, but does not."
    forbid = rule(locked(LockAction.FORBID, "B"), "locks", "T1>B")
    assert str(forbid.detail) == "Teacher T1 is locked not to move to B, but does."

"""`team` alone: all members move to one school, or none moves."""

from typing import Any

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_teacher, go
from tests.optimizer.model.alone import alone, carried_by, fits


def district(**second: Any) -> Problem:
    """T1 and T2 of A are a team, T3 is not in it."""
    facts = {"school": "A", **second}
    team = [a_teacher("T1", "A", team="red"), a_teacher("T2", team="red", **facts)]
    return a_district("A B C", [*team, a_teacher("T3", "A")])


def test_team_may_move_together_or_stay() -> None:
    assert fits(district(), "team", "T1>B", "T2>B")
    assert fits(district(), "team")
    assert fits(district(), "team", "T3>C")


def test_members_may_not_be_parted() -> None:
    assert not fits(district(), "team", "T1>B")
    assert not fits(district(), "team", "T1>B", "T2>C")


def test_school_of_a_member_is_ruled_out() -> None:
    problem = district(school="B")
    assert fits(problem, "team", "T1>C", "T2>C")
    assert not fits(problem, "team", "T1>B")
    assert carried_by(alone(problem, "team"))[-1] == tuple(go("T1>C", "T2>C"))


def test_team_with_a_member_who_is_not_eligible_stays() -> None:
    problem = district(eligible=False)
    assert not fits(problem, "team", "T1>B")
    assert {moves[0].staff_no for moves in carried_by(alone(problem, "team"))} == {"T3"}


def test_team_goes_only_where_every_member_may_go() -> None:
    problem = district(subject="体育")
    required = {key: value for key, value in problem.required.items() if key[0] != "C" or key[2] != "体育"}
    only_b = a_district("A B C", list(problem.teachers), required=required)
    assert fits(only_b, "team", "T1>B", "T2>B:体育")
    assert carried_by(alone(only_b, "team"))[2:] == [tuple(go("T1>B", "T2>B:体育"))]


def test_left_out_rule_lets_members_move_alone() -> None:
    assert fits(district(), "one-destination", "T1>B", "T2>C")
    assert fits(district(eligible=False), "one-destination", "T1>B")

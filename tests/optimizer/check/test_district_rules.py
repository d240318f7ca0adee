import pytest

from optimizer.problem import Problem
from policy.vocabulary import BackboneLevel
from tests.optimizer.check.makers import a_district, a_policy, a_teacher, judged, rule


def crowd(people: int, backbone: int = 0, **rotation: int) -> Problem:
    levels = [BackboneLevel.DISTRICT] * backbone + [BackboneLevel.SCHOOL] * (people - backbone)
    teachers = [a_teacher(f"T{n:02}", "A", backbone=level) for n, level in enumerate(levels)]
    return a_district("A B C", teachers, policy=a_policy(rotation=rotation))


def first(people: int) -> list[str]:
    return [f"T{n:02}>B" for n in range(people)]


def test_rules_come_in_their_public_order() -> None:
    names = [check.name for check in judged(crowd(1)).rules]
    assert names == [
        "allowed-moves",
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


def test_plan_holds_when_every_rule_does() -> None:
    evaluation = judged(crowd(2), "T00>B")
    assert evaluation.holds
    assert evaluation.broken == ()


def test_teacher_moves_once() -> None:
    assert rule(crowd(1), "one-destination", "T00>B").holds


def test_teacher_with_two_destinations_is_named() -> None:
    check = rule(crowd(2), "one-destination", "T00>B", "T01>B", "T01>C")
    assert not check.holds
    assert str(check.detail) == "Teacher T01 moves 2 times."


def test_same_move_twice_is_two_moves() -> None:
    evaluation = judged(crowd(2), "T00>B", "T00>B")
    assert evaluation.broken == ("one-destination",)
    assert evaluation.moves == 2


@pytest.mark.parametrize(("people", "moves", "holds"), [(11, 1, False), (11, 2, True), (10, 1, True), (0, 0, True)])
def test_least_number_of_moves_is_rounded_up(people: int, moves: int, holds: bool) -> None:
    assert rule(crowd(people, min_rate_percent=10), "min-moves", *first(moves)).holds is holds


def test_missing_moves_are_told() -> None:
    check = rule(crowd(11, min_rate_percent=10), "min-moves", "T00>B")
    assert str(check.detail) == "Only 1 moves, at least 2 are required."


@pytest.mark.parametrize(("people", "moves", "holds"), [(14, 2, True), (14, 3, False), (6, 0, True), (6, 1, False)])
def test_greatest_number_of_moves_is_rounded_down(people: int, moves: int, holds: bool) -> None:
    assert rule(crowd(people, max_rate_percent=15), "max-moves", *first(moves)).holds is holds


def test_least_number_of_moves_lifts_the_greatest() -> None:
    district = crowd(6, min_rate_percent=10, max_rate_percent=15)
    assert rule(district, "max-moves", "T00>B").holds
    assert not rule(district, "max-moves", "T00>B", "T01>B").holds


def test_only_eligible_teachers_count_for_the_shares() -> None:
    teachers = [a_teacher(f"T{n:02}", "A", eligible=n < 10) for n in range(20)]
    problem = a_district("A B", teachers, policy=a_policy(rotation={"min_rate_percent": 10}))
    assert rule(problem, "min-moves", "T00>B").holds
    assert judged(problem).eligible == 10


@pytest.mark.parametrize(("backbone", "moves", "holds"), [(0, 0, True), (0, 1, False), (1, 5, True), (1, 6, False)])
def test_backbone_share_is_met_exactly(backbone: int, moves: int, holds: bool) -> None:
    check = rule(crowd(8, backbone, min_backbone_share_percent=20), "backbone-share", *first(moves))
    assert check.holds is holds


def test_missing_backbone_teachers_are_told() -> None:
    check = rule(crowd(3, 1, min_backbone_share_percent=50), "backbone-share", *first(3))
    assert str(check.detail) == "Only 1 of 3 moves are of backbone teachers, 50 % are required."


@pytest.mark.parametrize("level", list(BackboneLevel))
def test_backbone_begins_at_district_level(level: BackboneLevel) -> None:
    problem = a_district("A B", [a_teacher("T1", "A", backbone=level)])
    counts = level in {BackboneLevel.DISTRICT, BackboneLevel.CITY, BackboneLevel.NATIONAL}
    assert judged(problem, "T1>B").backbone_moves == counts

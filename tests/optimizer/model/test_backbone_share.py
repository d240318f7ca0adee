"""`backbone-share` alone, and the hull it is written as."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.model.limits import share_corners
from optimizer.problem import Problem
from policy.vocabulary import BackboneLevel
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.model.alone import alone, fits, rows_of


def district(percent: int, *, most: int = 100) -> Problem:
    """T1 and T2 are backbone teachers, T3 only of their school, T4 and T5 not at all."""
    levels = [BackboneLevel.DISTRICT, BackboneLevel.NATIONAL, BackboneLevel.SCHOOL, BackboneLevel.NONE]
    teachers = [a_teacher(f"T{n}", "A", backbone=level) for n, level in enumerate([*levels, levels[-1]], start=1)]
    policy = a_policy(rotation={"min_backbone_share_percent": percent, "max_rate_percent": most})
    return a_district("A B", teachers, policy=policy)


def test_enough_backbone_teachers_move() -> None:
    assert fits(district(50), "backbone-share", "T1>B", "T4>B")
    assert fits(district(50), "backbone-share", "T1>B", "T2>B", "T4>B", "T5>B")


def test_backbone_of_the_school_alone_does_not_count() -> None:
    assert not fits(district(50), "backbone-share", "T3>B", "T4>B")


def test_share_is_rounded_up_to_whole_people() -> None:
    assert not fits(district(51), "backbone-share", "T1>B", "T4>B")
    assert not fits(district(50), "backbone-share", "T1>B", "T3>B", "T4>B")
    assert fits(district(33), "backbone-share", "T1>B", "T3>B", "T4>B")
    assert not fits(district(34), "backbone-share", "T1>B", "T3>B", "T4>B")


def test_plan_without_moves_keeps_any_share() -> None:
    assert fits(district(100), "backbone-share")


def test_share_of_nothing_refuses_nobody() -> None:
    assert fits(district(0), "backbone-share", "T3>B", "T4>B", "T5>B")


@pytest.mark.parametrize("most", [20, 40, 60, 100])
def test_hull_over_the_possible_moves_refuses_the_same_plans(most: int) -> None:
    formulation = alone(district(50, most=most), "backbone-share", "max-moves")
    edges = len(share_corners(50, 5 * most // 100)) - 1
    assert len(rows_of(formulation, "backbone-share")) == edges


percents = st.integers(0, 100)
sizes = st.integers(0, 60)


def on_or_above(corners: list[tuple[int, int]], moves: int, backbone: int) -> bool:
    """Whether a point satisfies the line through every edge."""
    return all((backbone - y0) * (x1 - x0) >= (y1 - y0) * (moves - x0) for (x0, y0), (x1, y1) in pairwise(corners))


@given(percents, sizes)
def test_hull_keeps_exactly_the_points_of_the_rule(percent: int, most: int) -> None:
    corners = share_corners(percent, most)
    for moves in range(most + 1):
        needed = next(b for b in range(moves + 1) if 100 * b >= percent * moves)
        # with no edge at all (nothing may move) there is nothing to refuse
        assert on_or_above(corners, moves, needed)
        assert needed == 0 or not on_or_above(corners, moves, needed - 1)


@given(percents, sizes)
def test_hull_has_corners_only_on_points_of_the_rule_and_bends_up(percent: int, most: int) -> None:
    corners = share_corners(percent, most)
    assert corners[0] == (0, 0)
    assert corners[-1][0] == most
    assert all(backbone == -(-moves * percent // 100) for moves, backbone in corners)
    slopes = [(y1 - y0, x1 - x0) for (x0, y0), (x1, y1) in pairwise(corners)]
    assert all(rise * then_run < then_rise * run for (rise, run), (then_rise, then_run) in pairwise(slopes))

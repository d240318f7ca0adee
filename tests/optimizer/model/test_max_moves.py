"""`max-moves` alone: no more than the share of the eligible moves, but never fewer than must."""

import pytest

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.model.alone import fits, row_of


def district(percent: int, at_least: int = 0) -> Problem:
    teachers = [a_teacher(f"T{n}", "A") for n in range(1, 5)]
    policy = a_policy(rotation={"max_rate_percent": percent, "min_rate_percent": at_least})
    return a_district("A B", teachers, policy=policy)


def test_as_many_as_allowed_may_move() -> None:
    assert fits(district(50), "max-moves", "T1>B", "T2>B")
    assert fits(district(50), "max-moves")


def test_one_more_is_too_many() -> None:
    assert not fits(district(50), "max-moves", "T1>B", "T2>B", "T3>B")


def test_share_is_rounded_down_to_whole_people() -> None:
    assert not fits(district(49), "max-moves", "T1>B", "T2>B")
    assert fits(district(49), "max-moves", "T1>B")


def test_what_must_move_may_move() -> None:
    assert fits(district(0, at_least=26), "max-moves", "T1>B", "T2>B")
    assert not fits(district(0, at_least=25), "max-moves", "T1>B", "T2>B")


@pytest.mark.parametrize(("percent", "at_least", "most"), [(0, 0, 0), (24, 0, 0), (25, 0, 1), (99, 0, 3), (10, 51, 3)])
def test_row_allows_whole_people(percent: int, at_least: int, most: int) -> None:
    row = row_of(district(percent, at_least), "max-moves")
    assert row.upper == most
    assert list(row.entries.values()) == [1] * 4


def test_fewest_moves_are_not_asked_for() -> None:
    assert fits(district(100, at_least=100), "max-moves")

"""`min-moves` alone: at least the share of the eligible moves, rounded up."""

from typing import Any

import pytest

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.model.alone import alone, fits, row_of, rows_of


def district(percent: int, people: int = 4, **facts: Any) -> Problem:
    teachers = [a_teacher(f"T{n}", "A", **facts) for n in range(1, people + 1)]
    return a_district("A B", teachers, policy=a_policy(rotation={"min_rate_percent": percent}))


def test_as_many_as_required_are_enough() -> None:
    assert fits(district(50), "min-moves", "T1>B", "T2>B")


def test_one_fewer_is_too_few() -> None:
    assert not fits(district(50), "min-moves", "T1>B")
    assert not fits(district(50), "min-moves")


def test_share_is_rounded_up_to_whole_people() -> None:
    assert not fits(district(51), "min-moves", "T1>B", "T2>B")
    assert fits(district(51), "min-moves", "T1>B", "T2>B", "T3>B")
    assert fits(district(1), "min-moves", "T1>B")
    assert not fits(district(1), "min-moves")


@pytest.mark.parametrize(("percent", "least"), [(0, 0), (1, 1), (25, 1), (26, 2), (100, 4)])
def test_row_asks_for_whole_people(percent: int, least: int) -> None:
    row = row_of(district(percent), "min-moves")
    assert row.lower == least
    assert list(row.entries.values()) == [1] * 4


def test_only_the_eligible_count() -> None:
    nobody = district(100, eligible=False)
    assert rows_of(alone(nobody, "min-moves"), "min-moves")[0].lower == 0
    assert fits(nobody, "min-moves")


def test_team_counts_with_all_its_members() -> None:
    team = [a_teacher("T1", "A", team="red"), a_teacher("T2", "A", team="red"), a_teacher("T3", "A", eligible=False)]
    problem = a_district("A B", team, policy=a_policy(rotation={"min_rate_percent": 100}))
    (row,) = rows_of(alone(problem, "min-moves", "team"), "min-moves")
    assert (row.lower, list(row.entries.values())) == (2, [2])

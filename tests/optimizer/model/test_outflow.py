"""`outflow` alone: a school loses no more than its share of people, or the least that is always allowed."""

import pytest

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.model.alone import alone, fits, row_of, rows_of


def district(percent: int, least: int = 0) -> Problem:
    """Four may leave A, where a fifth person is not eligible but is staff."""
    teachers = [*(a_teacher(f"T{n}", "A") for n in range(1, 5)), a_teacher("T5", "A", eligible=False)]
    policy = a_policy(rotation={"max_outflow_percent": percent, "min_cap_people": least})
    return a_district("A B C", [*teachers, a_teacher("T6", "B")], policy=policy)


def test_as_many_as_allowed_may_leave() -> None:
    assert fits(district(40), "outflow", "T1>B", "T2>C")


def test_one_more_is_too_many() -> None:
    assert not fits(district(40), "outflow", "T1>B", "T2>C", "T3>B")


def test_share_is_of_everybody_at_the_school_and_rounded_down() -> None:
    assert not fits(district(39), "outflow", "T1>B", "T2>C")
    assert fits(district(39), "outflow", "T1>B")
    assert not fits(district(19), "outflow", "T1>B")


def test_some_people_may_always_leave() -> None:
    assert fits(district(0, least=2), "outflow", "T1>B", "T2>C")
    assert not fits(district(0, least=2), "outflow", "T1>B", "T2>C", "T3>C")


def test_arrivals_do_not_make_up_for_leavers() -> None:
    assert not fits(district(20), "outflow", "T1>B", "T2>B", "T6>A")


@pytest.mark.parametrize(("percent", "least", "cap"), [(20, 0, 1), (59, 0, 2), (60, 0, 3), (20, 3, 3), (60, 1, 3)])
def test_row_of_a_school_has_its_cap(percent: int, least: int, cap: int) -> None:
    row = row_of(district(percent, least), "outflow", "A")
    assert row.upper == cap
    assert len(row.entries) == 8
    assert set(row.entries.values()) == {1}


def test_school_that_cannot_lose_too_many_needs_no_row() -> None:
    assert rows_of(alone(district(80), "outflow"), "outflow", "A") == []
    assert fits(district(80), "outflow", "T1>B", "T2>B", "T3>B", "T4>B")

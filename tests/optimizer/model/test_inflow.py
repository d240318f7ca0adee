"""`inflow` alone: a school receives no more than its share of people, of staff or of authorised headcount."""

import pytest

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher
from tests.optimizer.model.alone import alone, fits, row_of, rows_of


def district(percent: int, least: int = 0, authorised: int | None = None) -> Problem:
    """Four could come to B, where five work."""
    schools = [a_school("A"), a_school("B", authorised_headcount=authorised)]
    coming = [a_teacher(f"T{n}", "A") for n in range(1, 5)]
    there = [a_teacher(f"B{n}", "B", eligible=n == 1) for n in range(1, 6)]
    policy = a_policy(rotation={"max_inflow_percent": percent, "min_cap_people": least})
    return a_district(schools, [*coming, *there], policy=policy)


def test_as_many_as_allowed_may_arrive() -> None:
    assert fits(district(40), "inflow", "T1>B", "T2>B")


def test_one_more_is_too_many() -> None:
    assert not fits(district(40), "inflow", "T1>B", "T2>B", "T3>B")


def test_share_is_rounded_down() -> None:
    assert not fits(district(39), "inflow", "T1>B", "T2>B")
    assert fits(district(39), "inflow", "T1>B")


def test_authorised_headcount_counts_where_it_is_larger() -> None:
    assert fits(district(40, authorised=8), "inflow", "T1>B", "T2>B", "T3>B")
    assert not fits(district(40, authorised=7), "inflow", "T1>B", "T2>B", "T3>B")
    assert fits(district(40, authorised=0), "inflow", "T1>B", "T2>B")


def test_leavers_make_no_room_for_arrivals() -> None:
    assert not fits(district(20), "inflow", "T1>B", "T2>B", "B1>A")


def test_some_people_may_always_arrive() -> None:
    assert fits(district(0, least=1), "inflow", "T1>B")
    assert not fits(district(0, least=1), "inflow", "T1>B", "T2>B")


@pytest.mark.parametrize(
    ("percent", "least", "authorised", "cap"), [(20, 0, None, 1), (20, 2, None, 2), (20, 0, 14, 2), (59, 0, 0, 2)]
)
def test_row_of_a_school_has_its_cap(percent: int, least: int, authorised: int | None, cap: int) -> None:
    row = row_of(district(percent, least, authorised), "inflow", "B")
    assert row.upper == cap
    assert list(row.entries.values()) == [1] * 4


def test_school_that_cannot_receive_too_many_needs_no_row() -> None:
    assert rows_of(alone(district(80), "inflow"), "inflow", "B") == []
    assert fits(district(80), "inflow", "T1>B", "T2>B", "T3>B", "T4>B")

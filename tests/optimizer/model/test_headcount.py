"""`headcount` alone: no school grows beyond what is authorised, or beyond its staff where that is larger."""

import pytest

from optimizer.problem import Problem
from tests.optimizer.check.makers import a_district, a_school, a_teacher
from tests.optimizer.model.alone import alone, entry, fits, row_of, rows_of


def district(authorised: int | None) -> Problem:
    """Three could come to B, where two work and may leave."""
    schools = [a_school("A"), a_school("B", authorised_headcount=authorised)]
    coming = [a_teacher(f"T{n}", "A", fte=50) for n in range(1, 4)]
    return a_district(schools, [*coming, a_teacher("B1", "B"), a_teacher("B2", "B")])


def test_school_may_grow_to_its_authorised_headcount() -> None:
    assert fits(district(4), "headcount", "T1>B", "T2>B")


def test_one_more_is_too_many() -> None:
    assert not fits(district(4), "headcount", "T1>B", "T2>B", "T3>B")


def test_leavers_make_room() -> None:
    assert fits(district(4), "headcount", "T1>B", "T2>B", "T3>B", "B1>A")


@pytest.mark.parametrize("authorised", [0, 1, 2])
def test_school_with_more_people_than_posts_may_keep_its_number(authorised: int) -> None:
    assert fits(district(authorised), "headcount")
    assert fits(district(authorised), "headcount", "T1>B", "B1>A")
    assert not fits(district(authorised), "headcount", "T1>B")


def test_school_without_a_number_may_grow() -> None:
    assert rows_of(alone(district(None), "headcount"), "headcount") == []
    assert fits(district(None), "headcount", "T1>B", "T2>B", "T3>B")


def test_row_counts_people_and_not_their_posts() -> None:
    row = row_of(district(5), "headcount", "B")
    assert row.upper == 3
    assert entry(row, "T1>B") == 1
    assert entry(row, "B1>A") == -1

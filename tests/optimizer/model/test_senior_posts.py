"""`senior-posts` alone: seniors do not exceed the posts, or today's number where that is larger."""

import pytest

from optimizer.problem import Problem
from policy.vocabulary import Title
from tests.optimizer.check.makers import a_district, a_school, a_teacher
from tests.optimizer.model.alone import alone, entry, fits, row_of, rows_of

TITLES = {"T1": Title.SENIOR, "T2": Title.SENIOR, "T3": None, "B1": Title.SENIOR}


def district(posts: int | None) -> Problem:
    """T1 and T2 of A and B1 of B are seniors, T3 of A has no title."""
    schools = [a_school("A"), a_school("B", senior_posts=posts)]
    return a_district(schools, [a_teacher(key, "A" if key[0] == "T" else "B", title=TITLES[key]) for key in TITLES])


def test_seniors_may_fill_the_posts() -> None:
    assert fits(district(2), "senior-posts", "T1>B")
    assert fits(district(3), "senior-posts", "T1>B", "T2>B")


def test_one_more_is_too_many() -> None:
    assert not fits(district(2), "senior-posts", "T1>B", "T2>B")


def test_leaving_senior_makes_room() -> None:
    assert fits(district(2), "senior-posts", "T1>B", "T2>B", "B1>A")


def test_others_need_no_senior_post() -> None:
    assert fits(district(0), "senior-posts", "T3>B")


@pytest.mark.parametrize("posts", [0, 1])
def test_school_with_more_seniors_than_posts_may_keep_its_number(posts: int) -> None:
    assert fits(district(posts), "senior-posts", "T1>B", "B1>A")
    assert not fits(district(posts), "senior-posts", "T1>B")


def test_school_without_a_limit_takes_any_number() -> None:
    assert rows_of(alone(district(None), "senior-posts"), "senior-posts") == []
    assert fits(district(None), "senior-posts", "T1>B", "T2>B")


def test_row_counts_seniors_alone() -> None:
    row = row_of(district(4), "senior-posts", "B")
    assert row.upper == 3
    assert (entry(row, "T1>B"), entry(row, "T3>B"), entry(row, "B1>A")) == (1, 0, -1)


@pytest.mark.parametrize("title", list(Title))
def test_two_titles_are_senior(title: Title) -> None:
    schools = [a_school("A"), a_school("B", senior_posts=0)]
    problem = a_district(schools, [a_teacher("T1", "A", title=title)])
    assert fits(problem, "senior-posts", "T1>B") is (title not in list(Title)[:2])

"""What becomes of one move when a plan is carried into the register, one reason each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from policy.vocabulary import Stage
from rotation.rules.carrying import Held, Person, Way, before, may_post, posted_already, still_stands, subjects_there

FIRST = date(2026, 9, 1)
LAST = FIRST - timedelta(days=1)
HOME = Held(1, "城关小学", Stage.PRIMARY, "语文", "品德", 80, date(2015, 9, 1), None)
THERE = Held(2, "西山小学", Stage.PRIMARY, "语文", "", 100, FIRST, None)
WAY = Way(1, "城关小学", 2, "西山小学", Stage.PRIMARY, "语文", None, frozenset({Stage.PRIMARY}))
MOVER = Person(has_left=False, was_upheld=False, postings=(HOME,))


def holding(*postings: Held) -> Person:
    """Return the mover with other postings on file."""
    return replace(MOVER, postings=postings)


@pytest.mark.parametrize(
    ("way", "person", "word"),
    [
        (WAY, replace(MOVER, has_left=True), "left the service"),
        (WAY, replace(MOVER, was_upheld=True), "upheld"),
        (replace(WAY, closed_on=FIRST), MOVER, "closed from 1 Sep 2026"),
        (replace(WAY, stages=frozenset({Stage.JUNIOR})), MOVER, "no primary stage"),
        (WAY, holding(HOME, replace(THERE, school="北岭小学", valid_from=date(2026, 10, 8))), "begins on 8 Oct 2026"),
        (WAY, holding(replace(THERE, school="北岭小学")), "begins on 1 Sep 2026"),
        (WAY, holding(), "no posting before 1 Sep 2026"),
        (WAY, holding(replace(HOME, school_id=3, school="石桥小学")), "since 1 Sep 2015, no longer at 城关"),
        (WAY, holding(replace(HOME, valid_to=date(2026, 7, 31))), "ends on 31 Jul 2026"),
        (WAY, holding(replace(HOME, valid_to=date(2026, 12, 31))), "ends on 31 Dec 2026"),
        (WAY, holding(replace(HOME, subject="数学")), "no longer names 语文"),
    ],
)
def test_a_move_that_cannot_begin_says_why(way: Way, person: Person, word: str) -> None:
    verdict = may_post(way, person, FIRST)
    assert not verdict.holds
    assert word in str(verdict.sentence)


@pytest.mark.parametrize(
    "person",
    [MOVER, holding(replace(HOME, valid_to=LAST)), holding(replace(HOME, subject="数学", second_subject="语文"))],
)
def test_who_is_still_at_home_may_move(person: Person) -> None:
    assert may_post(WAY, person, FIRST).holds


def test_a_school_that_closes_later_still_takes_somebody() -> None:
    assert may_post(replace(WAY, closed_on=FIRST + timedelta(days=1)), MOVER, FIRST).holds


@pytest.mark.parametrize(
    "there",
    [
        THERE,
        replace(THERE, valid_from=date(2026, 8, 20)),
        replace(THERE, valid_from=date(2026, 10, 8)),
        replace(THERE, valid_to=date(2026, 11, 30)),
        replace(THERE, subject="数学", second_subject="语文"),
    ],
    ids=["on-the-day", "before", "later", "moved-on-since", "second-subject"],
)
def test_a_posting_there_is_the_move(there: Held) -> None:
    assert posted_already(WAY, (HOME, there), FIRST).holds


@pytest.mark.parametrize(
    "other",
    [
        replace(THERE, valid_from=date(2010, 9, 1), valid_to=LAST),
        replace(THERE, school_id=3),
        replace(THERE, stage=Stage.JUNIOR),
        replace(THERE, subject="数学"),
    ],
    ids=["over-long-ago", "elsewhere", "another-stage", "another-subject"],
)
def test_another_posting_is_not_the_move(other: Held) -> None:
    assert not posted_already(WAY, (HOME, other), FIRST).holds


def test_what_counts_as_home_is_the_last_posting_before_the_day() -> None:
    first = replace(HOME, valid_from=date(2008, 9, 1), valid_to=date(2015, 8, 31), school_id=9)
    assert before((HOME, THERE, first), FIRST) == HOME
    assert before((THERE,), FIRST) is None


def test_the_subject_of_the_plan_comes_first_and_the_other_stays_on_file() -> None:
    assert subjects_there("语文", HOME) == ("语文", "品德")
    assert subjects_there("品德", HOME) == ("品德", "语文")
    assert subjects_there("语文", replace(HOME, second_subject="")) == ("语文", "")


@pytest.mark.parametrize(
    ("way", "person", "word"),
    [
        (WAY, replace(MOVER, has_left=True), "left the service"),
        (WAY, replace(holding(HOME, THERE), has_left=True), "left the service"),
        (replace(WAY, closed_on=FIRST), MOVER, "closed from 1 Sep 2026"),
        (replace(WAY, stages=frozenset({Stage.JUNIOR})), MOVER, "no primary stage"),
        (WAY, holding(), "no longer in post at 城关小学"),
        (WAY, holding(replace(HOME, valid_to=LAST)), "no longer in post at 城关小学"),
        (WAY, holding(replace(HOME, school_id=3, school="石桥小学")), "Is at 石桥小学 since 1 Sep 2015"),
        (WAY, holding(replace(HOME, subject="数学")), "no longer names 语文"),
    ],
)
def test_a_plan_the_register_has_overtaken_says_why(way: Way, person: Person, word: str) -> None:
    verdict = still_stands(way, person, FIRST)
    assert not verdict.holds
    assert word in str(verdict.sentence)


@pytest.mark.parametrize(
    "person",
    [
        MOVER,
        holding(replace(HOME, valid_to=FIRST)),
        holding(replace(HOME, valid_to=LAST), THERE),
        holding(replace(HOME, subject="数学", second_subject="语文")),
        holding(HOME, replace(THERE, school_id=3, valid_from=FIRST + timedelta(days=40))),
    ],
    ids=["as-it-was", "until-that-day", "there-already", "second-subject", "another-posting-later"],
)
def test_a_plan_the_register_still_fits_stands(person: Person) -> None:
    assert still_stands(WAY, person, FIRST).holds

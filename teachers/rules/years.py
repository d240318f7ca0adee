"""School years and months as the register counts them."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from policy.months import Month, month, parse_month
from policy.vocabulary import Stage
from teachers.vocabulary import SCHOOL_YEAR_BEGINS


def school_year_on(day: date) -> int:
    """Return the school year of a day, by the calendar year it begins in."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return month(day.year, day.month)


def month_or_none(text: str) -> Month | None:
    """Return a stored month, None where none is known."""
    return parse_month(text) if text else None


def years_after(day: date, years: int) -> date:
    """Return the same day some years on (or back); the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=day.day - 1)


def need_mark(stages: Iterable[tuple[Stage, Mapping[str, int], Mapping[str, int]]]) -> str:
    """Return a mark of what the stages need, as counted and as given: equal numbers have equal marks."""
    told = [(str(stage.value), sorted(counted.items()), sorted(given.items())) for stage, counted, given in stages]
    return _mark(told)


def year_mark(units: Iterable[tuple[Stage, int]], classes: Iterable[tuple[int, int, int]]) -> str:
    """Return a mark of a school year's numbers: equal numbers have equal marks, so that a form knows what it showed."""
    told = (sorted((str(stage.value), students) for stage, students in units), sorted(classes))
    return _mark(told)


def _mark(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

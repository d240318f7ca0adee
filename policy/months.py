"""Months as plain integers, so that terms of service and retirement are exact subtraction."""

import re
from functools import cache
from typing import NewType

from policy.messages import MONTHS, Message, say

Month = NewType("Month", int)
"""Months since year 0: 12 × year + (month − 1)."""

_PATTERN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def month(year: int, number: int) -> Month:
    """Return the month `number` (1–12) of `year`."""
    return Month(12 * year + number - 1)


def parse_month(text: str) -> Month:
    """Read `YYYY-MM`; raise ValueError for anything else, a thirteenth month included."""
    match = _PATTERN.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12:
        raise ValueError(text)
    return month(int(match[1]), int(match[2]))


def format_month(value: Month) -> str:
    """Write a month as `YYYY-MM`."""
    return f"{value // 12:04d}-{value % 12 + 1:02d}"


@cache  # a district has a few hundred, and asks for each of its teachers
def month_words(value: Month) -> Message:
    """Return a month as a sentence takes it."""
    return say("{month} {year}", month=MONTHS[value % 12], year=value // 12)


@cache
def span_words(count: int) -> Message:
    """Return a span of months as people count it, in years and months."""
    years, months = divmod(count, 12)
    if not months and years:
        return _years(years)
    return say("{years} and {months}", years=_years(years), months=_months(months)) if years else _months(months)


def _years(count: int) -> Message:
    return say("{count} years", count=count)


def _months(count: int) -> Message:
    return say("{count} months", count=count)

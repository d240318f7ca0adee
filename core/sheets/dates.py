"""Days and months as people write them; what could mean two things is refused with the form to use."""

import datetime
import re

from core.sheets.faults import Refusal
from policy.messages import say
from policy.months import Month, month

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2}))", re.ASCII)
_DAY_IN_WORDS = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_DAY_IN_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"(\d{4})年(\d{1,2})月", re.ASCII)
_MONTH_IN_DIGITS = re.compile(r"(\d{4})(\d{2})", re.ASCII)
_YEARS = range(1900, 2101)


def parse_date(given: datetime.date | str) -> datetime.date | Refusal:
    """Return a day from a typed cell or from text such as 2019-09-01, 2019/9/1, 2019年9月1日 or 20190901."""
    if isinstance(given, datetime.datetime):
        given = given.date()
    if isinstance(given, datetime.date):
        return given if given.year in _YEARS else _no_such(str(given))
    numbers = _numbers(given, _DAY, _DAY_IN_WORDS, _DAY_IN_DIGITS)
    if numbers is None:
        return Refusal(say("This is not a date."), say("Write year, month and day, such as 2019-09-01."))
    year, number, day = numbers
    try:
        found = datetime.date(year, number, day)
    except ValueError:
        return _no_such(given)
    return found if year in _YEARS else _no_such(given)


def parse_month_cell(given: datetime.date | str) -> Month | Refusal:
    """Return a month from a typed date or from text such as 2019-09, 2019/9, 2019年9月 or 201909."""
    if isinstance(given, datetime.date):
        return month(given.year, given.month) if given.year in _YEARS else _no_such(str(given))
    numbers = _numbers(given, _MONTH, _MONTH_IN_WORDS, _MONTH_IN_DIGITS)
    if numbers is None:
        return Refusal(say("This is not a month."), say("Write year and month, such as 2019-09."))
    year, number = numbers
    if number not in range(1, 13):
        return Refusal(say("There is no month {number}.", number=number), say("Write year and month, such as 2019-09."))
    return month(year, number) if year in _YEARS else _no_such(given)


def _numbers(text: str, *patterns: re.Pattern[str]) -> tuple[int, ...] | None:
    """Return the numbers of the first pattern the text has."""
    compact = "".join(text.split())
    for pattern in patterns:
        match = pattern.fullmatch(compact)
        if match:
            return tuple(int(part) for part in match.groups() if part is not None)
    return None


def _no_such(text: str) -> Refusal:
    """Refuse a day or month no calendar, or no working life, has."""
    del text  # the fault shows the cell beside the sentence
    return Refusal(say("The calendar has no such day, or it is too far away."), say("Check year, month and day."))

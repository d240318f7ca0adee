"""The only source of time: everything else is handed the day or the instant it should know."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DISTRICT_ZONE = ZoneInfo("Asia/Shanghai")
"""Days begin and deadlines end by the clock of the district, wherever the machine stands."""

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """Return this instant in the machine's time zone."""
    return instant().astimezone()


def instant() -> datetime:
    """Return this instant in UTC, as it is stored."""
    return _travelled.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def today() -> date:
    """Return the district's day."""
    return instant().astimezone(DISTRICT_ZONE).date()


def end_of_day(day: date) -> datetime:
    """Return the last instant of a district day in UTC: a deadline includes its day."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=DISTRICT_ZONE).astimezone(UTC)


@contextmanager
def travel_to(when: datetime) -> Iterator[None]:
    """Pretend it is another instant, for previews and tests."""
    token = _travelled.set(when)
    try:
        yield
    finally:
        _travelled.reset(token)

"""The only source of time: everything else is handed the instant it should know."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant in the machine's time zone."""
    return datetime.now(UTC).astimezone()  # noqa: TID251 - the one place that may ask

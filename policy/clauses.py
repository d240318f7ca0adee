"""Which document a number of a policy comes from: the shipped source, or the district's own policy where it differs."""

from datetime import date
from functools import cache

from policy.catalogue import parameters_on
from policy.values import Value

DISTRICT_CLAUSE = "policy.toml"


def clause_of(key: str, value: Value, day: date) -> str:
    """Return the source of a number in force on a day, or the district's policy where its value is another one."""
    shipped, source = _shipped(key, day)
    return source if value == shipped else DISTRICT_CLAUSE


def source_of(key: str, day: date) -> str:
    """Return the document a shipped number comes from."""
    return _shipped(key, day)[1]


@cache
def _shipped(key: str, day: date) -> tuple[Value, str]:
    version = parameters_on(day)[key]
    return version.value, version.source

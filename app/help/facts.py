"""The numbers the help speaks of, by their keys: of the cycle under way, of the day, and of the installation itself."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from accounts.limits import LIMITS
from core.files import LARGEST, MEBIBYTE
from policy.catalogue import parameters_on
from policy.values import Value
from rotation.planning.snapshot import policy_of
from rotation.queries import current_cycle
from rotation.rules.policy_numbers import numbers_of

FACT = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_MINUTE, _HOUR = 60, 3600


def facts(tx: Session, on: date) -> Mapping[str, str]:
    """Return every number by its key; a cycle under way brings its own policy numbers."""
    values: dict[str, Value] = {key: version.value for key, version in parameters_on(on).items()}
    cycle = current_cycle(tx)
    if cycle is not None:
        values |= numbers_of(policy_of(tx, cycle).text, cycle.reference_date)
    return {key: _shown(value) for key, value in values.items()} | _of_the_site()


def filled(source: str, known: Mapping[str, str]) -> str:
    """Return a text with its numbers; a key that does not exist is a KeyError, which the tests meet first."""
    return FACT.sub(lambda found: known[found[1]], source)


def _of_the_site() -> dict[str, str]:
    """Return the limits of this installation that people run into."""
    numbers = {
        "site.password_length": LIMITS.shortest_password,
        "site.password_hours": int(LIMITS.issued_password_valid.total_seconds()) // _HOUR,
        "site.idle_minutes": int(LIMITS.idle.total_seconds()) // _MINUTE,
        "site.session_hours": int(LIMITS.longest_session.total_seconds()) // _HOUR,
        "site.tries": LIMITS.per_account.times,
        "site.tries_minutes": int(LIMITS.per_account.within.total_seconds()) // _MINUTE,
        "site.recovery_codes": LIMITS.recovery_codes,
        "site.file_megabytes": LARGEST // MEBIBYTE,
    }
    return {key: str(number) for key, number in numbers.items()}


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return "/".join(str(item) for item in value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

"""Values by key with the type the caller needs, so that records are filled without a cast."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from policy.catalogue import parameters, parameters_on
from policy.values import Value


class Lookup:
    """The values of one day, or of one district; a key of another type is a TypeError, a missing one a KeyError."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def integer(self, key: str) -> int:
        """Return a whole number."""
        value = self._values[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(key)
        return value

    def decimal(self, key: str) -> Decimal:
        """Return an exact decimal number."""
        value = self._values[key]
        if not isinstance(value, Decimal):
            raise TypeError(key)
        return value

    def hundredths(self, key: str) -> int:
        """Return a number of at most two decimals as a whole number of hundredths."""
        return int(self.decimal(key) * 100)

    def flag(self, key: str) -> bool:
        """Return a yes/no value."""
        value = self._values[key]
        if not isinstance(value, bool):
            raise TypeError(key)
        return value

    def text(self, key: str) -> str:
        """Return a text."""
        value = self._values[key]
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._values[key]
        if not isinstance(value, date):
            raise TypeError(key)
        return value

    def integers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(item for item in self._tuple(key) if isinstance(item, int))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(item for item in self._tuple(key) if isinstance(item, str))

    def entries(self, section: str) -> tuple[str, ...]:
        """Return the entries right below a section, as `urban` below `travel.speed_kmh`."""
        start = f"{section}."
        return tuple(key.removeprefix(start) for key in self._values if key.startswith(start))

    def _tuple(self, key: str) -> tuple[int, ...] | tuple[str, ...]:
        value = self._values[key]
        if not isinstance(value, tuple):
            raise TypeError(key)
        return value


def lookup_on(day: date) -> Lookup:
    """Return the shipped values in force on a day."""
    return Lookup({key: version.value for key, version in parameters_on(day).items()})


def newest() -> Lookup:
    """Return the newest shipped values, whatever the day."""
    return Lookup({key: parameter.versions[-1].value for key, parameter in parameters().items()})

"""The shipped rule-set as typed parameters: every number with its form, its source and the date it took effect.

Loaded and checked once from `district.toml`, whose head explains how it is written. Nothing else reads that file.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from policy.values import Flaw, Form, Kind, Value, read_value, shown

SHIPPED_FILE = Path(__file__).with_name("district.toml")

_FORM_WORDS = frozenset({"kind", "unit", "range", "choices", "length", "places", "ascending", "permutation", "first"})
_VERSION_WORDS = frozenset({"value", "source", "effective_from", "confidence", "note"})


class Confidence(StrEnum):
    """How sure the source is; anything but law and plan is shown as such to the bureau."""

    LAW = "law"
    PLAN = "plan"
    READ = "read"
    KNOWN = "known"
    PRACTICE = "practice"
    TO_CONFIRM = "to_confirm"
    DERIVED = "derived"
    OURS = "ours"


class CatalogueError(ValueError):
    """The shipped rule-set is not sound; the text lists every flaw."""


@dataclass(frozen=True, slots=True)
class Version:
    """A value from the day it took effect, with the document it comes from."""

    value: Value
    effective_from: date
    source: str
    confidence: Confidence
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of the rule-set; `record` is the table of the file it was written in, `versions` are oldest first."""

    key: str
    record: str
    form: Form
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """Return the version in force on a day; before the first one, the first."""
        return max((v for v in self.versions if v.effective_from <= day), key=_effective, default=self.versions[0])


def parameters() -> Mapping[str, Parameter]:
    """Return the shipped parameters by key, in the order of the file."""
    return _shipped()


def parameters_on(day: date) -> Mapping[str, Version]:
    """Return the version of every shipped parameter in force on a day."""
    return _in_force(day)


def load(text: str) -> dict[str, Parameter]:
    """Read a rule-set; raise CatalogueError with every flaw if it is not sound."""
    flaws: list[str] = []
    found: dict[str, Parameter] = {}
    for record, table in tomllib.loads(text, parse_float=Decimal).items():
        for parameter in _read_record(record, table, flaws):
            found[parameter.key] = parameter
    if flaws:
        raise CatalogueError("\n".join(flaws))
    return found


@cache
def _shipped() -> Mapping[str, Parameter]:
    return load(SHIPPED_FILE.read_text(encoding="utf-8"))


@cache
def _in_force(day: date) -> Mapping[str, Version]:
    return {key: parameter.on(day) for key, parameter in _shipped().items()}


def _effective(version: Version) -> date:
    return version.effective_from


def _read_record(record: str, table: Mapping[str, object], flaws: list[str]) -> Iterator[Parameter]:
    """Read one table of the file: one parameter, or one per entry where its value is a table."""
    unknown = sorted(set(table) - _FORM_WORDS - _VERSION_WORDS - {"later"})
    if unknown or "value" not in table:
        flaws.append(f"{record}: unknown words {unknown}, or no value")
        return
    form = _read_form(table)
    rows = [table, *_later(table)]
    first = table["value"]
    for entry in first if isinstance(first, Mapping) else [""]:
        key = f"{record}.{entry}" if entry else record
        versions = tuple(sorted(_read_versions(key, entry, form, rows, flaws), key=_effective))
        if versions:
            yield Parameter(key, record, form, versions)


def _read_versions(
    key: str, entry: str, form: Form, rows: list[Mapping[str, object]], flaws: list[str]
) -> Iterator[Version]:
    for row in rows:
        values = row["value"]
        raw = values.get(entry) if entry and isinstance(values, Mapping) else values
        if raw is None:
            continue  # a later table may change some entries only
        value, day, source = read_value(form, raw), row.get("effective_from"), str(row.get("source", "")).strip()
        if isinstance(value, Flaw):
            flaws.append(f"{key} = {shown(raw)}: {value.message} {value.cure}")
        elif type(day) is not date or not source or row.get("confidence") not in set(Confidence):
            flaws.append(f"{key}: effective_from must be a date, source not empty, confidence a known word")
        else:
            note = str(row.get("note", "")).strip()
            yield Version(value, day, source, Confidence(str(row["confidence"])), note)


def _read_form(table: Mapping[str, object]) -> Form:
    bounds, choices = table.get("range", [None, None]), table.get("choices", [])
    if not isinstance(bounds, list) or not isinstance(choices, list):
        raise CatalogueError(f"range and choices must be lists: {table}")
    low, high = bounds
    length, places = table.get("length"), table.get("places")
    return Form(
        kind=Kind(str(table["kind"])),
        unit=str(table.get("unit", "")),
        low=low,
        high=high,
        choices=tuple(choices),
        length=length if isinstance(length, int) else None,
        places=places if isinstance(places, int) else None,
        ascending=bool(table.get("ascending", False)),
        permutation=bool(table.get("permutation", False)),
        first=str(table.get("first", "")),
    )


def _later(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    later = table.get("later", [])
    if not isinstance(later, list):
        raise CatalogueError(f"later must be a list of tables: {later}")
    return later

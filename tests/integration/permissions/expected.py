"""The expectation of the walk, read from `matrix.toml`: which roles reach which records at which address."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "matrix.toml"
ROLES = {
    "H": "district_hr",
    "L": "leader",
    "P": "principal",
    "C": "clerk",
    "T": "teacher",
    "A": "auditor",
    "S": "sysadmin",
}
REACHES = {"all": ("own", "school", "foreign"), "school": ("own", "school"), "own": ("own",)}
"""Which relations of a record to a person each reach covers; a record that does not exist is covered by none."""


@dataclass(frozen=True)
class Row:
    """What one endpoint is to do for one or several methods."""

    name: str
    endpoint: str
    methods: tuple[str, ...]
    about: str
    outside: str
    stage: str
    values: tuple[tuple[str, tuple[Any, ...]], ...]
    reaches: Mapping[str, tuple[str, ...]]
    gone_is_fine: bool

    def allows(self, who: str, relation: str) -> bool:
        """Whether somebody reaches a record that stands in a relation to them; an address of no record is `own`."""
        return relation in self.reaches.get(who, ())

    def variants(self) -> Iterator[dict[str, Any]]:
        """Yield the values of the address that are not a record's, one variant after the other."""
        names = [name for name, _ in self.values]
        count = max((len(values) for _, values in self.values), default=1)
        for place in range(count):
            yield {name: values[place % len(values)] for name, (_, values) in zip(names, self.values, strict=True)}


@cache
def rows() -> tuple[Row, ...]:
    """Return every row of the matrix."""
    tables = _flat(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return tuple(_row(name, methods, told) for name, table in tables for methods, told in table.items())


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield tables by endpoint: TOML nests what has a dot in its name."""
    for name, table in tables.items():
        if "." in name:
            yield name, table
        else:
            yield from ((f"{name}.{view}", inner) for view, inner in table.items())


def _row(name: str, methods: str, told: Mapping[str, Any]) -> Row:
    known = {"all", "school", "own", "about", "outside", "at", "with", "gone"}
    if set(told) - known:
        raise ValueError(f"{name}: {set(told) - known} means nothing here")
    reaches = {
        ROLES[letter]: relations for reach, relations in REACHES.items() for letter in told.get(reach, "").split()
    }
    values = {key: value if isinstance(value, list) else [value] for key, value in told.get("with", {}).items()}
    return Row(
        name=name,
        endpoint=name.partition(":")[0],
        methods=tuple(methods.split()),
        about=told.get("about", ""),
        outside=told.get("outside", "sign-in"),
        stage=told.get("at", "in_review"),
        values=tuple((key, tuple(value)) for key, value in values.items()),
        reaches=reaches,
        gone_is_fine=told.get("gone") == "fine",
    )

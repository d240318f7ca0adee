"""What an import would do, row by row, before anything is written: new, changed (old → new by cell), same or wrong.

The machinery knows nothing of teachers or schools: an `Importer` looks up what is stored, judges rows, and writes.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from sqlalchemy.orm import Session

from core.enums import LabelledEnum
from core.sheets.columns import Column, Kind, Sheet
from core.sheets.faults import Fault, RowFault
from core.sheets.grid import Note
from core.sheets.reading import Reading, Row
from core.sheets.values import Masked, normal
from policy.messages import say

Key = tuple[Any, ...]
Values = Mapping[str, Any]


class RowState(LabelledEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


RowState.words(
    {
        RowState.NEW: (say("new"), "run"),
        RowState.CHANGED: (say("changed"), "warn"),
        RowState.SAME: (say("unchanged"), "none"),
        RowState.ERROR: (say("has faults"), "bad"),
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs from what is stored."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file and what becomes of it; `values` holds the columns to write, masked ones left out."""

    number: int
    state: RowState
    key: Key
    values: dict[str, Any]
    changes: tuple[Change, ...] = ()


class Importer(Protocol):
    """What a domain package provides for one kind of table; made for one person, so it knows its scope."""

    @property
    def sheet(self) -> Sheet:
        """The table's columns."""

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return what is stored for keys within the person's scope, column by column; foreign rows do not exist."""

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterable[RowFault]:
        """Yield what the domain has against new and changed rows: look-ups, rights, rules across rows."""

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Any, on: Any) -> None:
        """Write new and changed rows through services, with an audit entry for each."""


@runtime_checkable
class Noting(Protocol):
    """An importer that has something to say about rows which is no fault."""

    def notes(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterable[Note]:
        """Yield what people should know before new and changed rows are written."""


@runtime_checkable
class Naming(Protocol):
    """An importer whose rows are recognised by codes alone: it knows the names behind them."""

    def names(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return what people call the records of some keys; unknown ones are left out."""


@dataclass(frozen=True)
class Plan:
    """The dry run of one file."""

    sheet: Sheet
    name: str
    rows: tuple[PlannedRow, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...] = field(default=())
    names: Mapping[Key, str] = field(default_factory=dict)

    @cached_property
    def counts(self) -> dict[RowState, int]:
        """How many rows are in each state; together they are the rows of the file."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in RowState}

    @property
    def total(self) -> int:
        """The number of rows of the file."""
        return len(self.rows)

    @cached_property
    def digest(self) -> str:
        """A fingerprint of everything that would be written: another database state gives another one."""
        seal = hashlib.sha256(f"{self.sheet.name}:{self.sheet.version}".encode())
        for row in self.rows:
            written = sorted(row.values.items()) if row.state is RowState.NEW else []
            changed = [(change.column, change.old, change.new) for change in row.changes]
            seal.update(json.dumps([row.number, row.state, row.key, written, changed], default=str).encode())
        return seal.hexdigest()


def make_plan(tx: Session, reading: Reading, importer: Importer) -> Plan:
    """Compare a file with what is stored; looks up all keys at once and writes nothing."""
    faults = [*reading.faults, *_repeated(reading)]
    wrong = {fault.row for fault in faults}
    keys = [_key(reading.sheet, row) for row in reading.rows if row.number not in wrong]
    stored = importer.existing(tx, keys)
    planned: dict[int, PlannedRow] = {}
    for row in reading.rows:
        if row.number not in wrong:
            outcome = _compared(reading, row, stored)
            if isinstance(outcome, PlannedRow):
                planned[row.number] = outcome
            else:
                faults += outcome
    writing = [row for row in planned.values() if row.state is not RowState.SAME]
    faults += [reading.fault(found) for found in importer.check(tx, writing)]
    wrong = {fault.row for fault in faults}
    rows = tuple(
        planned[row.number] if row.number not in wrong else PlannedRow(row.number, RowState.ERROR, (), dict(row.values))
        for row in reading.rows
    )
    faults.sort(key=lambda fault: (fault.row, len(fault.letter), fault.letter))
    sound = [row for row in writing if row.number not in wrong]
    told = [*reading.notes, *(importer.notes(tx, sound) if isinstance(importer, Noting) else ())]
    names = importer.names(tx, keys) if isinstance(importer, Naming) else {}
    return Plan(reading.sheet, reading.name, rows, tuple(faults), tuple(told), names)


def _key(sheet: Sheet, row: Row) -> Key:
    return tuple(row.values[name] for name in sheet.key)


def _repeated(reading: Reading) -> list[Fault]:
    """Refuse rows that name the same thing twice: both, each naming the other."""
    first: dict[Key, list[int]] = {}
    names = reading.sheet.key
    header = reading.sheet.column(names[0]).header
    for row in reading.rows:
        if all(name in row.values for name in names):
            first.setdefault(tuple(map(_folded_key, _key(reading.sheet, row))), []).append(row.number)
    cure = say("Compare the two rows and delete one of them.")
    faults = []
    for numbers in first.values():
        for number in numbers if len(numbers) > 1 else ():
            other = next(each for each in numbers if each != number)
            message = (
                say("Row {other} has the same {header}.", other=other, header=header)
                if len(names) == 1
                else say("Row {other} is about the same record.", other=other)
            )
            faults.append(reading.fault(RowFault(number, names[0], message, cure)))
    return faults


def _folded_key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _compared(reading: Reading, row: Row, stored: Mapping[Key, Values]) -> PlannedRow | list[Fault]:
    """Say what becomes of one sound row, or what is wrong with the masks in it."""
    sheet, key = reading.sheet, _key(reading.sheet, row)
    old = stored.get(key)
    values: dict[str, Any] = {}
    changes: list[Change] = []
    faults: list[Fault] = []
    for name, new in row.values.items():
        column = sheet.by_key[name]
        before = None if old is None else canonical(column, old.get(name))
        if isinstance(new, Masked):
            if before is None or column.masked(before) != new:
                faults.append(_bad_mask(reading, row.number, name, known=before is not None))
        elif new is None and column.blank_keeps:
            continue
        else:
            values[name] = new
            if old is not None and new != old.get(name) and canonical(column, new) != before:
                changes.append(Change(name, before, new))
    if faults:
        return faults
    if old is None:
        return PlannedRow(row.number, RowState.NEW, key, values)
    state = RowState.CHANGED if changes else RowState.SAME
    return PlannedRow(row.number, state, key, values, tuple(changes))


def _bad_mask(reading: Reading, number: int, name: str, *, known: bool) -> Fault:
    """Refuse a masked value that does not stand for what is stored."""
    message = (
        say("The value is masked and does not fit what is stored.")
        if known
        else say("The value is masked, but nothing is stored for it.")
    )
    return reading.fault(RowFault(number, name, message, say("Write the value in full, or leave out the column.")))


def canonical(column: Column, value: Any) -> Any:
    """Return a stored value in the form in which a cell would be read, so that equal things compare equal."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and column.kind in {Kind.TEXT, Kind.CODE}:
        return normal(value) or None
    if isinstance(value, Decimal):
        return value.normalize() + 0
    if column.kind is Kind.LIST:
        return tuple(value) or None
    return value

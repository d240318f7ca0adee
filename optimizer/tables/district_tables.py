"""The tables of one district together, each parsed, with stand-ins for those that are not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from optimizer.tables.columns import (
    CLASS_COUNTS,
    DEMAND,
    FORMS,
    LOCKS,
    PREFERENCES,
    SCHOOL,
    SCHOOLS,
    STAFF_NO,
    TEACHERS,
    TRAVEL,
    UNITS,
    Column,
    TableForm,
)
from optimizer.tables.findings import Findings, Place
from optimizer.tables.source import Source
from optimizer.tables.typed import TypedTable, empty, typed
from policy.messages import say

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DistrictTables:
    """Every table; `school_keys` and `staff_nos` are None where their table could not be read, and decide nothing."""

    schools: TypedTable
    units: TypedTable
    demand: TypedTable
    classes: TypedTable | None  # only where the demand has to be worked out from it
    teachers: TypedTable
    preferences: TypedTable
    travel: TypedTable
    locks: TypedTable
    school_keys: frozenset[str] | None
    staff_nos: frozenset[str] | None
    has_units: bool


def parse_tables(source: Source, findings: Findings) -> DistrictTables:
    """Parse every table there is, and note which are missing."""
    _check_presence(source, findings)
    from_classes = DEMAND.name not in source.tables and CLASS_COUNTS.name in source.tables
    tables = {form.name: _table(source, form, findings) for form in FORMS if form is not CLASS_COUNTS}
    return DistrictTables(
        schools=tables[SCHOOLS.name],
        units=tables[UNITS.name],
        demand=tables[DEMAND.name],
        classes=_table(source, CLASS_COUNTS, findings) if from_classes else None,
        teachers=tables[TEACHERS.name],
        preferences=tables[PREFERENCES.name],
        travel=tables[TRAVEL.name],
        locks=tables[LOCKS.name],
        school_keys=_keys(tables[SCHOOLS.name], SCHOOL),
        staff_nos=_keys(tables[TEACHERS.name], STAFF_NO),
        has_units=tables[UNITS.name].has(SCHOOL),
    )


def _table(source: Source, form: TableForm, findings: Findings) -> TypedTable:
    """Parse one table, or stand in for it."""
    raw = source.tables.get(form.name)
    return empty(form, findings) if raw is None else typed(raw, findings)


def _keys(table: TypedTable, column: Column[str]) -> frozenset[str] | None:
    """Return the keys of a table; None where it has no such column, so that nothing else is blamed for it."""
    if not table.has(column):
        return None
    return frozenset(key for key in table.values(column) if key is not None)


def _check_presence(source: Source, findings: Findings) -> None:
    """Fault a missing table, and warn where `classes` is passed over."""
    there = source.tables.keys() | source.unreadable
    for form in (SCHOOLS, UNITS, TEACHERS):
        if form.name not in there:
            findings.fault(
                Place(source.label(form)),
                say("The table {table} is missing.", table=form.name),
                say("Add it, with the columns {names}.", names=_required_names(form)),
            )
    if not there & {DEMAND.name, CLASS_COUNTS.name}:
        findings.fault(
            Place(source.label(DEMAND)),
            say("Neither the table demand nor the table classes is there."),
            say(
                "Add one of them: demand with the columns {demand}, or classes with {classes}.",
                demand=_required_names(DEMAND),
                classes=_required_names(CLASS_COUNTS),
            ),
        )
    if DEMAND.name in there and CLASS_COUNTS.name in there:
        findings.warn(
            Place(source.label(CLASS_COUNTS)),
            say("The tables demand and classes are both there; classes is ignored."),
            say("Remove demand if the demand should be worked out from the classes."),
        )


def _required_names(form: TableForm) -> str:
    """Name the columns a table cannot do without."""
    return ", ".join(column.name for column in form.columns if column.required)


def complete(table: TypedTable, column: Column[T]) -> Sequence[T]:
    """Return the values of a required column of a table without faults."""
    return [value for value in table.values(column) if value is not None]

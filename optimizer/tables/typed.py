"""A raw table with its columns found and its cells parsed; every unusable cell is noted once and becomes None."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from optimizer.tables.columns import CellKind, Column, TableForm
from optimizer.tables.findings import Findings, Place
from optimizer.tables.source import Oddity, RawTable
from optimizer.tables.values import Refusal
from policy.messages import Message, say

T = TypeVar("T")
_TEXT_CURE = say("Set the column to text and type the value again.")


@dataclass(slots=True)
class TypedTable:
    """One table by columns: parsed values by row position; None where a cell is empty or its fault is noted."""

    raw: RawTable
    positions: dict[str, int]  # column name -> position in the header
    findings: Findings
    parsed: dict[str, list[Any]] = field(default_factory=dict)
    unusable: set[tuple[int, str]] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.raw.rows)

    def values(self, column: Column[T]) -> Sequence[T | None]:
        """Return the parsed cells of a column, top to bottom."""
        return self.parsed[column.name]

    def has(self, column: Column[Any]) -> bool:
        """Whether the table has the column."""
        return column.name in self.positions

    def is_empty(self, row: int, column: Column[Any]) -> bool:
        """Whether the cell is absent, rather than unusable."""
        return self.parsed[column.name][row] is None and (row, column.name) not in self.unusable

    def place(self, row: int, column: Column[Any]) -> Place:
        """Where a cell is, with the header and the value as the file writes them."""
        position = self.positions.get(column.name)
        if position is None:
            return Place(self.raw.file, self.raw.row_numbers[row], column.name)
        label, value = self.raw.header[position], self.raw.rows[row][position].strip()
        return Place(self.raw.file, self.raw.row_numbers[row], label, value)

    def fault(self, row: int, column: Column[Any], message: Message, cure: Message) -> None:
        """Note a fault of one cell."""
        self.findings.fault(self.place(row, column), message, cure)

    def warn(self, row: int, column: Column[Any], message: Message, cure: Message) -> None:
        """Note a warning about one cell."""
        self.findings.warn(self.place(row, column), message, cure)


def typed(raw: RawTable, findings: Findings) -> TypedTable:
    """Parse a whole table: header, cells, and the uniqueness of its keys."""
    table = TypedTable(raw, _positions(raw, findings), findings)
    key_names = {column.name for key in raw.form.keys for column in key}
    for column in raw.form.columns:
        _parse_column(table, column, is_key=column.name in key_names)
    for key in raw.form.keys:
        _check_unique(table, key)
    return table


def empty(form: TableForm, findings: Findings) -> TypedTable:
    """Stand in for an optional table that is not there."""
    table = TypedTable(RawTable(form, form.name, (), [], []), {}, findings)
    table.parsed = {column.name: [] for column in form.columns}
    return table


def _positions(raw: RawTable, findings: Findings) -> dict[str, int]:
    """Find the columns in the header; fault double and missing ones, warn of unknown ones."""
    known = {label.casefold(): column.name for column in raw.form.columns for label in (column.name, *column.synonyms)}
    positions: dict[str, int] = {}
    for position, label in enumerate(raw.header):
        name = known.get(label.casefold())
        if name is None:
            _warn_unknown(raw, position, findings)
        elif name in positions:
            findings.fault(
                Place(raw.file, 1, label, label),
                say("The column {column} is there twice.", column=name),
                say("Keep one of the two columns."),
            )
        else:
            positions[name] = position
    for column in raw.form.columns:
        if column.required and column.name not in positions:
            findings.fault(
                Place(raw.file, 1, column.name),
                say("The column {column} is missing.", column=column.name),
                say("Add the column, with the header {names}.", names=" / ".join((column.name, *column.synonyms))),
            )
    return positions


def _warn_unknown(raw: RawTable, position: int, findings: Findings) -> None:
    """Warn of a column no table form names; a wholly blank one is passed over in silence."""
    label = raw.header[position]
    if label or any(row[position].strip() for row in raw.rows):
        findings.warn(
            Place(raw.file, 1, label, label),
            say(
                "The column “{column}” (number {position}) is not known and is ignored.",
                column=label,
                position=position + 1,
            ),
            say(
                "If it should be read, give it one of these names: {names}.",
                names=", ".join(column.name for column in raw.form.columns),
            ),
        )


def _parse_column(table: TypedTable, column: Column[Any], *, is_key: bool) -> None:
    """Parse every cell of one column; the same text is parsed once."""
    raw = table.raw
    position = table.positions.get(column.name)
    if position is None:
        table.parsed[column.name] = [None] * len(table)
        return
    seen: dict[str, Any] = {}
    parsed: list[Any] = []
    for row in raw.rows:
        text = row[position]
        if text not in seen:
            trimmed = text.strip()
            seen[text] = column.parse(trimmed) if trimmed else _absent(column)
        parsed.append(seen[text])
    table.parsed[column.name] = parsed
    for (odd_row, odd_column), oddity in raw.odd.items():
        if odd_column == position and odd_row >= 0:
            parsed[odd_row] = _parse_odd(parsed[odd_row], oddity, column)
    if any(isinstance(value, Refusal) for value in seen.values()) or raw.ragged or raw.odd:
        _note_refusals(table, column, is_key=is_key)


def _absent(column: Column[Any]) -> Refusal | None:
    """Say what an empty cell of the column means."""
    if not column.required:
        return None
    return Refusal(say("The cell is empty."), say("Fill it in; every row needs a value here."))


def _parse_odd(value: object, oddity: Oddity, column: Column[Any]) -> object:
    """Decide about a typed spreadsheet cell: keep what its text gave, or refuse it."""
    if oddity is Oddity.ERROR:
        return Refusal(say("The cell holds a spreadsheet error."), say("Mend its formula, or type the value."))
    if oddity is Oddity.LONG_NUMBER and column.kind is CellKind.TEXT:
        return Refusal(
            say("The cell is a number of more digits than a spreadsheet keeps; the last ones are lost."), _TEXT_CURE
        )
    if oddity is Oddity.DATE and column.kind is not CellKind.MONTH:
        return Refusal(say("The spreadsheet has turned the cell into a date or time."), _TEXT_CURE)
    return value


def _note_refusals(table: TypedTable, column: Column[Any], *, is_key: bool) -> None:
    """Note each refused cell; in a row of the wrong width only keys are believed, and nothing more is said of it."""
    parsed = table.parsed[column.name]
    for row, value in enumerate(parsed):
        ragged = row in table.raw.ragged
        if not isinstance(value, Refusal) and not (ragged and not is_key):
            continue
        if isinstance(value, Refusal) and not ragged:
            table.fault(row, column, value.message, value.cure)
        parsed[row] = None
        table.unusable.add((row, column.name))


def _check_unique(table: TypedTable, key: tuple[Column[Any], ...]) -> None:
    """Fault every row whose key a row above already has; the last column of the key is named."""
    first: dict[tuple[Any, ...], int] = {}
    for row, values in _complete(table, key):
        above = first.setdefault(values, row)
        if above != row:
            table.fault(
                row,
                key[-1],
                say(
                    "{columns} {values} is already in row {row}.",
                    columns=" + ".join(column.name for column in key),
                    values=" + ".join(str(value) for value in values),
                    row=table.raw.row_numbers[above],
                ),
                say("Keep one of the two rows, or correct the key."),
            )


def _complete(table: TypedTable, key: tuple[Column[Any], ...]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Run through the rows whose key is whole."""
    for row, values in enumerate(zip(*(table.parsed[column.name] for column in key), strict=True)):
        if None not in values:
            yield row, values

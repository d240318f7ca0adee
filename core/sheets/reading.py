"""From a file's bytes to typed rows: every cell is a value of its column, or a fault that says where, what and how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from core.sheets.archive import MAX_PACKED_BYTES, MEGABYTE, SAVE_AGAIN
from core.sheets.columns import Column, Sheet
from core.sheets.csv_text import read_csv
from core.sheets.faults import Fault, Refusal, Refused, RowFault, letters, shown
from core.sheets.grid import Grid, Note
from core.sheets.headers import Header, find_header
from core.sheets.values import Cell, Oddity, cell_text, parse
from core.sheets.workbook import read_xlsx
from policy.messages import Message, say

MOST_EMPTY_ROWS = 200
MOST_FAULTS = 100_000
_OLE_MARK = b"\xd0\xcf\x11\xe0"
_ZIP_MARK = b"PK"
_WEB_MARKS = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"mime-version")


@dataclass(slots=True)
class Row:
    """One row of the file: the values of the columns that are there and hold one."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class Reading:
    """What a file holds: `given` are the keys of the columns it has, `total` its rows that are not empty."""

    sheet: Sheet
    grid: Grid
    header: Header
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How faults call the sheet."""
        return self.grid.name

    @property
    def notes(self) -> list[Note]:
        """What else to know about the file."""
        return [*self.grid.notes, *self.header.notes]

    @property
    def total(self) -> int:
        """The number of rows with content."""
        return len(self.rows)

    @property
    def given(self) -> frozenset[str]:
        """The keys of the columns the file has."""
        return frozenset(self.header.places)

    def fault(self, found: RowFault) -> Fault:
        """Return a row's fault with its place in the file."""
        place = self.header.places.get(found.column)
        value = ""
        if place is not None:
            cells = self.grid.rows[found.row - 1]
            value = shown(cell_text(cells[place])) if place < len(cells) else ""
        return Fault(
            self.name,
            found.row,
            "" if place is None else letters(place),
            "" if place is None else self.header.names[place],
            value,
            found.message,
            found.cure,
        )


def read(sheet: Sheet, file_name: str, data: bytes) -> Reading:
    """Read a file for a table.

    Raises `Refused` where the file as a whole cannot be taken; the faults of rows and cells are in the reading.
    """
    return understood(sheet, grid_of(sheet, file_name, data))


def understood(sheet: Sheet, grid: Grid) -> Reading:
    """Say what the cells of a file mean.

    Raises `Refused`.
    """
    header = find_header(sheet, grid)
    reading = Reading(sheet, grid, header)
    parsers = [(key, place, _remembering(sheet.column(key))) for key, place in header.places.items()]
    last = header.row
    for index in range(header.row + 1, len(grid.rows)):
        cells = grid.rows[index]
        if _is_empty(cells):
            continue
        if index - last > MOST_EMPTY_ROWS:
            raise _gap(last + 1, index + 1)
        last = index
        _take(reading, index + 1, cells, parsers)
        if len(reading.faults) > MOST_FAULTS:
            raise _hopeless()
    if not reading.rows:
        raise Refused(say("There are no rows below the header."), say("Fill in the rows and hand the file in again."))
    return reading


def _take(
    reading: Reading, number: int, cells: Sequence[Cell], parsers: list[tuple[str, int, Callable[[Cell], Any]]]
) -> None:
    """Turn one row's cells into values, noting what cannot be one."""
    values: dict[str, Any] = {}
    width = len(cells)
    for key, place, parser in parsers:
        value = parser(cells[place] if place < width else None)
        if type(value) is Refusal:
            reading.faults.append(reading.fault(RowFault(number, key, value.message, value.cure)))
        else:
            values[key] = value
    for place in (*reading.header.nameless, *range(len(reading.header.names), width)):
        if place < width and not _is_empty((cells[place],)):
            reading.faults.append(_beyond(reading, number, place))
            break
    reading.rows.append(Row(number, values))


def _remembering(column: Column) -> Callable[[Cell], Any]:
    """Return the column's parser, which looks at equal texts once only."""
    known: dict[str, Any] = {}

    def parser(cell: Cell) -> Any:
        if type(cell) is not str:
            return parse(column, cell)
        if cell not in known:
            known[cell] = parse(column, cell)
        return known[cell]

    return parser


def grid_of(sheet: Sheet, file_name: str, data: bytes) -> Grid:
    """Return the file's cells; what the file is, is told by its content, its name only breaks ties.

    Raises `Refused`.
    """
    if not data:
        raise Refused(say("The file is empty."), say("Choose the file again."))
    if len(data) > MAX_PACKED_BYTES:
        raise Refused(
            say("The file is larger than {limit} MB.", limit=MAX_PACKED_BYTES // MEGABYTE),
            say("Copy the filled rows alone into a fresh template, without pictures."),
        )
    if data.startswith(_ZIP_MARK):
        return read_xlsx(sheet, data)
    if data.startswith(_OLE_MARK):
        raise Refused(
            say("The file is an old .xls workbook, or is protected by a password."),
            say("Open it in a spreadsheet program, remove the password and save it as .xlsx."),
        )
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB_MARKS):
        raise Refused(say("The file is a web page with the name of a table."), SAVE_AGAIN)
    suffix = PurePath(file_name).suffix.lower()
    if suffix in {".xlsx", ".xlsm"} and b"\0" not in data[:512]:
        raise Refused(
            say("The file is named {suffix}, but it is no workbook; it looks like a text table (CSV).", suffix=suffix),
            say("Give it back its ending .csv, or open it in a spreadsheet program and save it as .xlsx."),
        )
    if suffix not in {".csv", ".txt"}:
        raise Refused(say("The file is neither an .xlsx workbook nor a CSV file."), SAVE_AGAIN)
    return read_csv(PurePath(file_name).stem, data)


def _is_empty(cells: Sequence[Cell]) -> bool:
    """Whether there is nothing in any of the cells; a mark of a lost value is something."""
    return not any(
        cell is not None and cell != "" and (isinstance(cell, Oddity) or cell_text(cell).strip() != "")
        for cell in cells
    )


def _beyond(reading: Reading, number: int, place: int) -> Fault:
    """Refuse content below no header: it belongs to no column."""
    value = shown(cell_text(reading.grid.rows[number - 1][place]))
    message = say("There is no column header above this cell.")
    cure = say("Clear the cell, or give its column a header.")
    return Fault(reading.name, number, letters(place), "", value, message, cure)


def _hopeless() -> Refused:
    """Refuse a file with so many faults that nobody could look at them."""
    return Refused(
        say("More than {limit} cells of the file have faults.", limit=MOST_FAULTS),
        say("Compare the first rows with the template: perhaps the columns belong to another table."),
    )


def _gap(after: int, found: int) -> Refused:
    """Refuse a table that goes on after a long gap: reading half of it would lose rows in silence."""
    message: Message = say(
        "After row {after} come more than {limit} empty rows, and then row {found} is filled again.",
        after=after,
        limit=MOST_EMPTY_ROWS,
        found=found,
    )
    return Refused(message, say("Delete the empty rows, or whatever stands in row {found}.", found=found))

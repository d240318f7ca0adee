"""One `.xlsx` with a sheet per table as raw tables: typed cells become the text a person sees, or are marked odd."""

import datetime
import io
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import python_calamine

from optimizer.tables import archive
from optimizer.tables.archive import Extent, Hostile, Parts
from optimizer.tables.columns import TableForm
from optimizer.tables.findings import Findings, Place
from optimizer.tables.source import Oddity, RawTable, Source, Unreadable, cut, forms_by_label, name_of, read_bytes
from policy.messages import say

_RAGGED_CURE = say("Clear the cells to the right of the last column name, or give their column a name.")
_OLE_MARK = b"\xd0\xcf\x11\xe0"
_LOST_DIGITS = 10**15  # from here on a spreadsheet number no longer holds every digit that was typed
REASONS = {
    "broken": (
        say("The file is not a workbook that can be read, or it is damaged."),
        say("Open it in a spreadsheet program and save it again as .xlsx."),
    ),
    "entries": (
        say("The workbook consists of more than {limit} parts.", limit=archive.MAX_ENTRIES),
        say("Copy the tables alone into a new workbook."),
    ),
    "unpacked": (
        say("The workbook unpacks to more than {limit} MB.", limit=archive.MAX_UNPACKED_BYTES // 1024**2),
        say("Copy the tables alone into a new workbook, without pictures."),
    ),
    "extent": (
        say(
            "A sheet reaches beyond {rows} rows, {columns} columns or {cells} cells.",
            rows=archive.MAX_ROWS,
            columns=archive.MAX_COLUMNS,
            cells=archive.MAX_CELLS,
        ),
        say("Copy the filled rows and columns alone into a new sheet, or hand in a folder of CSV files."),
    ),
}
Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_workbook(path: Path, findings: Findings) -> Source:
    """Read every table of the workbook; what cannot be read is noted in `findings` and left out."""
    file = name_of(path)
    data = read_bytes(path, archive.MAX_PACKED_BYTES, findings)
    if data.startswith(_OLE_MARK):
        findings.fault(
            Place(file),
            say("The workbook is protected by a password, or is an old .xls file."),
            say("Remove the password and save it as .xlsx."),
        )
        raise Unreadable
    try:
        parts = archive.unpack(data)
    except Hostile as error:
        findings.fault(Place(file), *REASONS[str(error)])
        raise Unreadable from error
    file_of = {sheet: f"{file}/{sheet}" for sheet in parts.sheets}
    forms = forms_by_label([(sheet, sheet) for sheet in parts.sheets], findings, file_of)
    workbook = _opened(file, parts.repacked, findings)
    tables: dict[str, RawTable] = {}
    unreadable: set[str] = set()
    for sheet, form in forms.items():
        try:
            extent = _extent(parts, sheet, file_of[sheet], findings)
            grid = _grid(workbook, sheet, file_of[sheet], findings)
            tables[form.name] = _table(form, file_of[sheet], grid, extent, findings)
        except Unreadable:
            unreadable.add(form.name)
    return Source(tables, {file: data}, frozenset(unreadable), (f"{file}/", ""))


def _extent(parts: Parts, sheet: str, file: str, findings: Findings) -> Extent:
    """Measure a sheet before it is laid out; raise Unreadable (fault noted) where it is too large or damaged."""
    try:
        return parts.extent(sheet)
    except Hostile as error:
        findings.fault(Place(file), *REASONS[str(error)])
        raise Unreadable from error


def _opened(file: str, data: bytes, findings: Findings) -> python_calamine.CalamineWorkbook:
    """Open an archive found safe; raise Unreadable (fault noted) where the reader gives up."""
    with _giving_up_as_fault(file, findings):
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


def _grid(workbook: python_calamine.CalamineWorkbook, sheet: str, file: str, findings: Findings) -> list[list[Cell]]:
    """Lay out one sheet, row 1 first; raise Unreadable (fault noted) where the reader gives up."""
    with _giving_up_as_fault(file, findings):
        return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@contextmanager
def _giving_up_as_fault(file: str, findings: Findings) -> Generator[None]:
    """Note whatever the reader raises as a damaged file."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader is compiled code: on odd files it panics, outside Exception
        findings.fault(Place(file), *REASONS["broken"])
        raise Unreadable from error


def _table(form: TableForm, file: str, grid: list[list[Cell]], extent: Extent, findings: Findings) -> RawTable:
    """Turn one sheet into text rows, and mark the cells whose type says more than their text."""
    records: list[tuple[int, list[str]]] = []
    odd: dict[tuple[int, int], Oddity] = {}
    errors: dict[int, list[int]] = {}
    for row, column in extent.errors:
        errors.setdefault(row, []).append(column)
    for index, cells in enumerate(grid):
        texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if index not in errors and not any(map(str.strip, texts)):
            continue
        position = len(records) - 1  # the header is the first record
        odd |= {
            (position, column): oddity
            for column, cell in enumerate(cells)
            if type(cell) is not str and (oddity := oddity_of(cell)) is not None
        }
        odd |= {(position, column): Oddity.ERROR for column in errors.get(index, ())}
        records.append((index + 1, texts))
    _trim(records)
    return RawTable(form, file, *cut(form, file, records, findings, _RAGGED_CURE), odd=odd)


def _trim(records: list[tuple[int, list[str]]]) -> None:
    """Take blank cells off the right end of every row, as far as the header reaches."""
    width = 0
    for _, texts in records:
        while len(texts) > width and not texts[-1].strip():
            texts.pop()
        width = width or len(texts)


def cell_text(cell: Cell) -> str:
    """Write a typed cell as a person would: 12.0 as 12, a date as YYYY-MM, true as TRUE."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            shown = f"{cell:.15g}"  # what the spreadsheet shows: 0.1 + 0.2 is 0.3
            return f"{Decimal(shown):f}" if "e" in shown else shown
        case datetime.date():
            return f"{cell.year:04d}-{cell.month:02d}"
        case _:
            return str(cell)


def oddity_of(cell: Cell) -> Oddity | None:
    """Say what is special about a typed cell."""
    match cell:
        case bool() | str():
            return None
        case int() | float():
            return Oddity.LONG_NUMBER if abs(cell) >= _LOST_DIGITS else None
        case _:
            return Oddity.DATE

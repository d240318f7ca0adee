"""The user's own file back with its faults marked: tinted cells, comments, and a column that says what is wrong.

Only a file that passed the reader's checks is opened for editing; one that is too large for that, or that the editor
cannot take, comes back as a plain table of its rows with the same marks.
"""

import io
from collections.abc import Sequence
from typing import Any

from core.i18n import Language
from core.sheets.columns import Sheet
from core.sheets.fault_words import by_cell, by_row, listed
from core.sheets.faults import Fault, Refused
from core.sheets.grid import Grid
from core.sheets.guarding import guarded
from core.sheets.headers import find_header
from core.sheets.plain_marks import MOST_COMMENTS, plain_marked
from core.sheets.reading import grid_of
from core.sheets.slimming import slim
from core.sheets.words import in_language
from core.sheets.workbook import FAULTS_TITLE, open_workbook

_TINT = "FFF4CCCC"
_AUTHOR = "Junheng"
_WIDTHS = {"A": 16, "B": 20, "C": 30, "D": 50, "E": 60}


def error_workbook(sheet: Sheet, file_name: str, data: bytes, faults: Sequence[Fault], language: Language) -> bytes:
    """Return the file as .xlsx with every fault marked where it is.

    Raises `Refused` where the file cannot be read at all.
    """
    grid = grid_of(sheet, file_name, data)
    try:
        top = find_header(sheet, grid).row
    except Refused:
        top = 0
    marked = _marked(_editable(data), grid, top, faults, language)
    return marked or plain_marked(grid, top, faults, language)


def _editable(data: bytes) -> bytes:
    """Return the workbook reduced to what may be opened for editing; empty where there is no such thing."""
    if not data.startswith(b"PK"):
        return b""
    try:
        return slim(open_workbook(data))
    except Refused:  # a damaged part that the reader did not need
        return b""


def _marked(data: bytes, grid: Grid, top: int, faults: Sequence[Fault], language: Language) -> bytes:
    """Mark the faults in the user's workbook; empty where the editor cannot take it."""
    if not data:
        return b""
    import openpyxl  # half a second to load, and only here

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is not installed: no workbook of a user may be opened without it")
    target = io.BytesIO()
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        worksheet = workbook[grid.name]
        _mark_cells(worksheet, by_cell(faults, language))
        said = {top + 1: in_language(FAULTS_TITLE, language)} | by_row(faults, language)
        _add_column(worksheet, _place(grid, top, said[top + 1]), said)
        _list_faults(workbook, in_language(FAULTS_TITLE, language), listed(faults, language))
        workbook.active = worksheet
        workbook.save(target)
    except Exception:  # noqa: BLE001 - the editor raises a dozen kinds of errors on what other programs write
        return b""
    return target.getvalue()


def _place(grid: Grid, top: int, title: str) -> int:
    """Return the column, from 1, for what is wrong: that of the last time where the file comes back."""
    header = grid.rows[top] if top < len(grid.rows) else []
    return header.index(title) + 1 if title in header else max(map(len, grid.rows), default=0) + 1


def _mark_cells(worksheet: Any, wrong: dict[str, str]) -> None:
    """Tint every cell with a fault and put the sentence beside it as a comment."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=_TINT)
    for count, (cell, said) in enumerate(wrong.items()):
        worksheet[cell].fill = fill
        if count < MOST_COMMENTS:
            worksheet[cell].comment = Comment(said, _AUTHOR, width=320, height=80)


def _add_column(worksheet: Any, place: int, said: dict[int, str]) -> None:
    """Add a column that says what is wrong with each row, to filter by."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    worksheet.column_dimensions[get_column_letter(place)].width = 60
    for row, text in said.items():
        cell = worksheet.cell(row, place)
        _set_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _list_faults(workbook: Any, title: str, rows: list[tuple[str, ...]]) -> None:
    """Add a sheet that lists all faults, those of the file as a whole included."""
    if title in workbook.sheetnames:  # from the last time
        del workbook[title]
    listing = workbook.create_sheet(title)
    for number, cells in enumerate(rows, start=1):
        for place, text in enumerate(cells, start=1):
            _set_text(listing.cell(number, place), text)
    for letter, width in _WIDTHS.items():
        listing.column_dimensions[letter].width = width


def _set_text(cell: Any, text: str) -> None:
    """Write text that stays text."""
    cell.value = guarded(text)
    cell.data_type = "s"

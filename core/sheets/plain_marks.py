"""The rows of a file as a fresh workbook with its faults marked: for CSV, and for files too large to be edited."""

import io
from collections.abc import Sequence
from typing import Any

from core.i18n import Language
from core.sheets.fault_words import by_cell, by_row, listed
from core.sheets.faults import Fault, letters
from core.sheets.frame import TEXT_FORMAT, written_to
from core.sheets.grid import Grid
from core.sheets.guarding import guarded
from core.sheets.values import Cell, cell_text
from core.sheets.words import in_language
from core.sheets.workbook import FAULTS_TITLE

MOST_COMMENTS = 5_000
_TINT = "#F4CCCC"
_LONGEST_NAME = 31
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def plain_marked(grid: Grid, top: int, faults: Sequence[Fault], language: Language) -> bytes:
    """Return the grid's cells as text, with tints, comments, a column that says what is wrong, and a list."""
    target = io.BytesIO()
    with written_to(target) as workbook:
        worksheet = workbook.add_worksheet(grid.name.translate(_UNFIT).strip()[:_LONGEST_NAME] or "1")
        said = by_row(faults, language) | {top + 1: in_language(FAULTS_TITLE, language)}
        _write_rows(workbook, worksheet, grid.rows, by_cell(faults, language), said)
        listing = workbook.add_worksheet(in_language(FAULTS_TITLE, language))
        _write_list(listing, listed(faults, language), _wrapped(workbook))
    return target.getvalue()


def _write_rows(
    workbook: Any, worksheet: Any, rows: list[list[Cell]], wrong: dict[str, str], said: dict[int, str]
) -> None:
    """Write the cells as text, those with faults tinted, and what is wrong with a row behind it."""
    text = workbook.add_format({"num_format": TEXT_FORMAT})
    marked = workbook.add_format({"num_format": TEXT_FORMAT, "bg_color": _TINT})
    wrapped = _wrapped(workbook)
    place = max(map(len, rows), default=0)
    worksheet.set_column(place, place, 60, wrapped)
    comments = 0
    for row, cells in enumerate(rows):
        for column in range(place):
            name = f"{letters(column)}{row + 1}"
            content = guarded(cell_text(cells[column])) if column < len(cells) else ""
            if content or name in wrong:
                worksheet.write_string(row, column, content, marked if name in wrong else text)
            if name in wrong and comments < MOST_COMMENTS:
                worksheet.write_comment(row, column, wrong[name], {"x_scale": 2})
                comments += 1
        if row + 1 in said:
            worksheet.write_string(row, place, guarded(said[row + 1]), wrapped)


def _wrapped(workbook: Any) -> Any:
    return workbook.add_format({"num_format": TEXT_FORMAT, "text_wrap": True, "valign": "top"})


def _write_list(worksheet: Any, rows: list[tuple[str, ...]], wrapped: Any) -> None:
    """Write the list of faults."""
    for place, width in enumerate((16, 20, 30, 50, 60)):
        worksheet.set_column(place, place, width, wrapped)
    for number, cells in enumerate(rows):
        for place, text in enumerate(cells):
            worksheet.write_string(number, place, guarded(text), wrapped)

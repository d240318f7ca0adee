"""A sheet as paper: print set-up, heads that repeat, and tables of typed columns."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from optimizer.report.workbook.styles import Styles
from policy.messages import Message, Translate, say

Row = TypeVar("Row")

_A4 = 9
_ROW_HEIGHT = 20.0
_LINE_HEIGHT = 14.0
_PADDING = 2.0
_WIDE = 2.1
_MARGINS = {"left": 0.6, "right": 0.6, "top": 0.7, "bottom": 0.8}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its head, width in characters, what a row shows in it, and in which style."""

    head: Message
    width: float
    value: Callable[[Row], object]
    style: Callable[[Row], str] | str = "text"

    def style_of(self, row: Row) -> str:
        """The name of the style for one row."""
        return self.style if isinstance(self.style, str) else self.style(row)


class Paper:
    """One sheet of the workbook, written from top to bottom in the reader's language."""

    def __init__(self, book: xlsxwriter.Workbook, styles: Styles, title: Message, translate: Translate) -> None:
        self.sheet: Worksheet = book.add_worksheet(translate(title.template))
        self.styles = styles
        self.translate = translate
        self.row = 0
        self.head = 0

    def set_up(self, foot: Message, *, landscape: bool) -> None:
        """Make the sheet print well: A4, fitted to the width, a foot with what the plan was made from and the page."""
        sheet = self.sheet
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(**_MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        text = foot.text(self.translate).replace("&", "&&")
        pages = say("Page {page} of {pages}", page="&P", pages="&N").text(self.translate)
        sheet.set_footer(f"&L&8{text}&R&8{pages}", {"margin": 0.4})

    def text(self, value: object) -> object:
        """A value as a cell shows it: sentences in the reader's language, everything else as it is."""
        return value.text(self.translate) if isinstance(value, Message) else value

    def put(self, column: int, value: object, style: str) -> None:
        """Write one cell of the current row; names are always text, None leaves the cell empty."""
        shown = self.text(value)
        cell_format = self.styles[style]
        if shown is None or shown == "":
            self.sheet.write_blank(self.row, column, None, cell_format)
        elif isinstance(shown, (int, float)) and not isinstance(shown, bool):
            self.sheet.write_number(self.row, column, shown, cell_format)
        else:
            self.sheet.write_string(self.row, column, str(shown), cell_format)

    def across(self, last_column: int, value: object, style: str, height: float | None = None) -> None:
        """Write one value over the columns up to the last, and go to the next row."""
        self.sheet.merge_range(self.row, 0, self.row, last_column, "", self.styles[style])
        self.put(0, value, style)
        if height is not None:
            self.sheet.set_row(self.row, height)
        self.row += 1

    def title(self, last_column: int, title: Message, note: Message) -> None:
        """Write the sheet's title and the line that says what is to be seen."""
        self.across(last_column, title, "sheet-title", 30)
        self.across(last_column, note, "note", 30)

    def table(self, columns: Sequence[Column[Row]], rows: Sequence[Row], empty: Message, *, filtered: bool) -> None:
        """Write a table with a head that stays on screen and repeats on paper; `empty` stands where no row is."""
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)
            self.put(index, column.head, "head-number" if _is_number(column, rows) else "head")
        self.sheet.set_row(self.row, 32)
        self.fix_heads(self.row, self.row)
        self.head = self.row
        self.row += 1
        self.rows(columns, rows)
        if not rows:
            self.across(len(columns) - 1, empty, "quiet", 24)
        elif filtered:
            self.sheet.autofilter(self.head, 0, self.row - 1, len(columns) - 1)

    def rows(self, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
        """Write the rows of a table, without its head."""
        for row in rows:
            lines = 1
            for index, column in enumerate(columns):
                value = self.text(column.value(row))
                self.put(index, value, column.style_of(row))
                lines = max(lines, _lines_of(value, column.width))
            self.sheet.set_row(self.row, _ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT)
            self.row += 1

    def fix_heads(self, first: int, last: int, columns: int = 0) -> None:
        """Repeat rows on every page and keep everything above and left of what follows in sight."""
        self.sheet.repeat_rows(first, last)
        self.sheet.freeze_panes(last + 1, columns)


def _lines_of(value: object, width: float) -> int:
    """How many lines a text takes in a column of so many characters; a Chinese one counts for two.

    Rows get their height from us: not every program that prints a workbook fits it to wrapped text.
    """
    columns = sum(_WIDE if east_asian_width(character) in "WF" else 1 for character in str(value))
    return max(1, math.ceil(columns / (width - _PADDING)))


def _is_number(column: Column[Row], rows: Sequence[Row]) -> bool:
    """Whether a column shows numbers, so that its head stands over them."""
    return bool(rows) and isinstance(column.value(rows[0]), (int, float))

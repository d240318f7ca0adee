"""Files that go out: the template, and exports that mirror the import, masked unless asked otherwise.

Every text is written as text; what a spreadsheet would run is quoted, and the reader takes the quote off again.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from core.errors import Invalid
from core.i18n import Language
from core.sheets.columns import LONGEST_TEXT, Column, Kind, Sheet
from core.sheets.display import text_of
from core.sheets.frame import Book, framed
from core.sheets.guarding import guarded
from core.sheets.values import SURE_DIGITS
from core.sheets.words import in_language
from policy.messages import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def template(sheet: Sheet, language: Language) -> bytes:
    """Return an empty table to fill in: drop-downs, text columns, notes, and its version as a property."""
    target = io.BytesIO()
    with framed(sheet, language, target):
        pass
    return target.getvalue()


def export(
    sheet: Sheet, rows: Iterable[Mapping[str, Any]], language: Language, *, masked: bool = True, mark: str = ""
) -> bytes:
    """Return rows as a workbook with the columns of the import; importing it again changes nothing.

    `mark` says on every printed page who exported what. Raises `Invalid` where a text is too long for a cell.
    """
    target = io.BytesIO()
    count = 0
    with framed(sheet, language, target, mark=mark) as book:
        for count, row in enumerate(rows, start=1):
            for place, column in enumerate(sheet.columns):
                value = row.get(column.key)
                if value is not None and value != "":
                    _write(book, count, place, column, column.masked(value) if masked else value, language)
        book.worksheet.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
    return target.getvalue()


def export_csv(sheet: Sheet, rows: Iterable[Mapping[str, Any]], language: Language, *, masked: bool = True) -> bytes:
    """Return rows as CSV (RFC 4180, UTF-8 with its mark, so that spreadsheets read Chinese)."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([in_language(column.header, language) for column in sheet.columns])
    for row in rows:
        writer.writerow([_csv_cell(column, row.get(column.key), language, masked=masked) for column in sheet.columns])
    return target.getvalue().encode("utf-8-sig")


def _write(book: Book, row: int, place: int, column: Column, value: Any, language: Language) -> None:
    """Write one value: numbers and days as such while they stay exact, everything else as text."""
    form = book.formats[place]
    if column.kind in {Kind.WHOLE, Kind.DECIMAL} and len(Decimal(value).as_tuple().digits) <= SURE_DIGITS:
        book.worksheet.write_number(row, place, value, form)
    elif column.kind is Kind.DATE and isinstance(value, datetime.date):
        book.worksheet.write_datetime(row, place, value, form)
    else:
        text = guarded(text_of(column, value, language))
        if len(text) > LONGEST_TEXT:
            raise Invalid(
                say("A text in the column {header} is too long for a spreadsheet cell.", header=column.header),
                say("Export without this column, or shorten the text."),
            )
        book.worksheet.write_string(row, place, text, form)


def _csv_cell(column: Column, value: Any, language: Language, *, masked: bool) -> str:
    """Return one value as CSV text; numbers need no quote, a minus before them is no formula."""
    if value is None:
        return ""
    text = text_of(column, column.masked(value) if masked else value, language)
    if column.kind in {Kind.WHOLE, Kind.DECIMAL}:
        return text
    return guarded(text, code=column.kind is Kind.CODE)

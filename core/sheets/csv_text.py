"""A CSV file as a grid: UTF-8 or GB 18030, separated by comma, tab or semicolon."""

import codecs
import csv
import io

from core.sheets.archive import SAVE_AGAIN
from core.sheets.columns import LONGEST_TEXT
from core.sheets.extent import MAX_COLUMNS, MAX_ROWS, too_far, too_long
from core.sheets.faults import Refused
from core.sheets.grid import Grid, Note, encoding_note
from core.sheets.values import Cell
from policy.messages import say

_SEPARATORS = ",\t;"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_csv(name: str, data: bytes) -> Grid:
    """Return the grid of a CSV file; its rows are numbered as a spreadsheet would show them.

    Raises `Refused`.
    """
    notes: list[Note] = []
    text = _decoded(data, notes)
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    rows: list[list[Cell]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) >= MAX_ROWS or len(record) > MAX_COLUMNS:
                raise too_far()
            if any(len(cell) > LONGEST_TEXT for cell in record):
                raise too_long()
            rows.append(list(record))
    except csv.Error as error:
        if "limit" in str(error):
            raise too_long() from error
        raise Refused(
            say("Quotes are not closed, or stand inside a cell, near row {row}.", row=len(rows) + 1),
            say("Save the table as .xlsx, or as CSV from a spreadsheet program."),
        ) from error
    return Grid(name, rows, notes)


def _decoded(data: bytes, notes: list[Note]) -> str:
    """Return the file's text; which encoding it has is found by strict decoding."""
    if data.startswith(_WIDE_MARKS):
        raise Refused(say("The file is in UTF-16."), say("Save it as .xlsx, or as CSV in UTF-8."))
    if b"\0" in data:
        raise Refused(say("The file is no text: it contains zero bytes."), SAVE_AGAIN)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Refused(
            say("The letters of the file cannot be read: it is neither in UTF-8 nor in GB 18030."),
            say("Save it as .xlsx, or as CSV in UTF-8."),
        ) from error
    notes.append(encoding_note())
    return text

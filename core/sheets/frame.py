"""The workbook around the rows: header, formats, drop-downs, notes and the template's version; one for both writers."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from core.i18n import Language
from core.sheets.columns import Column, Kind, Sheet
from core.sheets.display import NO, YES
from core.sheets.extent import MAX_ROWS
from core.sheets.faults import letters
from core.sheets.guarding import guarded
from core.sheets.notes import note_rows
from core.sheets.words import in_language
from core.sheets.workbook import CODES_TITLE, NOTES_TITLE, SHEET_PROPERTY, VERSION_PROPERTY
from policy.messages import Message, say

TEXT_FORMAT = 49  # the spreadsheet programs' own format Text
_LONGEST_INLINE = 250  # a drop-down written into the cell rule itself may have 255 characters
_LONGEST_NAME = 31
_LONGEST_HINT = 250
_INK, _PAPER, _REQUIRED = "#1B2A28", "#E8EFEE", "#CFE3E0"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_TEXTUAL = frozenset({Kind.TEXT, Kind.CODE, Kind.MONTH, Kind.LIST, Kind.CHOICE, Kind.YES_NO})


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written: the sheet for the rows and the format of each column's cells."""

    worksheet: Any
    formats: tuple[Any, ...]


@contextmanager
def written_to(target: io.BytesIO) -> Iterator[Any]:
    """Give an empty workbook that is finished at the end of the block; rows wait in a folder that nobody else reads.

    Where the block fails, nothing of it stays on the disk.
    """
    with TemporaryDirectory(prefix="junheng-") as folder:
        workbook = xlsxwriter.Workbook(target, {**_OPTIONS, "tmpdir": folder})
        try:
            yield workbook
        except BaseException:
            for worksheet in workbook.worksheets():
                worksheet.row_data_fh.close()
            workbook.fileclosed = True  # else it complains when it is forgotten
            raise
        workbook.close()


@contextmanager
def framed(sheet: Sheet, language: Language, target: io.BytesIO, *, mark: str = "") -> Iterator[Book]:
    """Give a workbook with everything but the rows; `mark` is printed on every page and kept as a property."""
    with written_to(target) as workbook:
        worksheet = workbook.add_worksheet(in_language(sheet.title, language)[:_LONGEST_NAME])
        formats = tuple(_format(workbook, column) for column in sheet.columns)
        _write_header(workbook, worksheet, sheet, language, formats)
        _write_notes(workbook, sheet, language)
        _write_choices(workbook, worksheet, sheet, language)
        workbook.set_custom_property(SHEET_PROPERTY, sheet.name, "text")
        workbook.set_custom_property(VERSION_PROPERTY, sheet.version, "number")
        if mark:
            worksheet.set_footer("&L" + mark.replace("&", "&&")[:_LONGEST_HINT])
            workbook.set_properties({"comments": guarded(mark)})
        yield Book(worksheet, formats)


def _format(workbook: Any, column: Column) -> Any:
    """Return the format of a column's cells: codes and all words are text, so that no program recasts them."""
    if column.kind in _TEXTUAL:
        return workbook.add_format({"num_format": TEXT_FORMAT, "text_wrap": column.lines})
    if column.kind is Kind.DATE:
        return workbook.add_format({"num_format": "yyyy-mm-dd"})
    return workbook.add_format({"num_format": "General"})


def _write_header(workbook: Any, worksheet: Any, sheet: Sheet, language: Language, formats: tuple[Any, ...]) -> None:
    """Write the header row; required columns are tinted."""
    common = {"bold": True, "font_color": _INK, "border": 1, "border_color": "#9FB3B0", "text_wrap": True}
    plain = workbook.add_format({**common, "bg_color": _PAPER})
    required = workbook.add_format({**common, "bg_color": _REQUIRED})
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width, formats[place])
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(0, place, in_language(column.header, language), required if column.required else plain)
    worksheet.freeze_panes(1, 0)


def _write_notes(workbook: Any, sheet: Sheet, language: Language) -> None:
    """Write the sheet that says how to fill in."""
    worksheet = workbook.add_worksheet(in_language(NOTES_TITLE, language))
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 12, 44, 60)):
        worksheet.set_column(place, place, width, wrapped)
    for index, (is_head, cells) in enumerate(note_rows(sheet)):
        for place, cell in enumerate(cells):
            worksheet.write_string(index, place, guarded(in_language(cell, language)), bold if is_head else wrapped)


def _write_choices(workbook: Any, worksheet: Any, sheet: Sheet, language: Language) -> None:
    """Give choices a drop-down and every column its hint; long lists live on a hidden sheet."""
    long: list[tuple[int, list[str]]] = []
    for place, column in enumerate(sheet.columns):
        names = _names(column, language)
        fits = len(",".join(names)) <= _LONGEST_INLINE and not any("," in name for name in names)
        source: Any = names
        if names and not fits:
            letter = letters(len(long))
            source = f"='{CODES_TITLE}'!${letter}$1:${letter}${len(names)}"
            long.append((len(long), names))
        _add_rule(worksheet, place, column, language, source)
    if not long:
        return
    hidden = workbook.add_worksheet(CODES_TITLE)
    for row in range(max(len(names) for _, names in long)):  # row by row: written rows leave memory at once
        for place, names in long:
            if row < len(names):
                hidden.write_string(row, place, names[row])
    hidden.very_hidden()


def _names(column: Column, language: Language) -> list[str]:
    """Return what the column's drop-down offers."""
    if column.kind is Kind.YES_NO:
        return [in_language(YES, language), in_language(NO, language)]
    if column.kind is Kind.CHOICE:
        return [in_language(choice.label, language) for choice in column.choices]
    return []


def _add_rule(worksheet: Any, place: int, column: Column, language: Language, source: Any) -> None:
    """Put the drop-down and the hint on all cells of a column."""
    hint: Message | None = column.hint
    if not source and hint is None:
        return
    rule: dict[str, Any] = {"validate": "list", "source": source} if source else {"validate": "any"}
    if source:
        rule |= {"error_message": in_language(say("Choose one of the values of the list."), language)}
    if hint is not None:
        rule["input_message"] = in_language(hint, language)[:_LONGEST_HINT]
    worksheet.data_validation(1, place, MAX_ROWS - 1, place, rule)

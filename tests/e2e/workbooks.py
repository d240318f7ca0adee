"""Workbooks as an officer makes them: the site's template filled from an export, with one number typed wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.support.builders import id_number

NEW, TYPED_WRONG = "880001", "880002"


def columns_of(file: Path) -> dict[str, int]:
    """Return the headings of the first sheet of a workbook and where they stand."""
    book = openpyxl.load_workbook(file)
    return {str(cell.value): int(cell.column) for cell in next(book.worksheets[0].iter_rows(max_row=1)) if cell.value}


def first_row(file: Path) -> dict[str, Any]:
    """Return the first filled row of a workbook by heading."""
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return {name: sheet.cell(2, place).value for name, place in columns_of(file).items()}


def new_row(headings: Mapping[str, str], like: Mapping[str, Any], staff_no: str, name: str) -> dict[str, Any]:
    """Return the row of somebody new who teaches where another does; `headings` gives the columns by their key."""
    row = {headings[key]: like[headings[key]] for key in ("school", "stage", "subject", "degree", "post_type", "fte")}
    born = {headings["birth_month"]: "1995-04", headings["joined_school"]: "2026-09"}
    number = {headings["id_number"]: id_number("19950412", serial=int(staff_no[-2:]))}
    return {**row, **born, **number, headings["staff_no"]: staff_no, headings["name"]: name}


def fill(template: Path, rows: list[dict[str, Any]], target: Path) -> None:
    """Fill rows into a template; a whole number stays a number, as it does when it is typed."""
    book = openpyxl.load_workbook(template)
    sheet, places = book.worksheets[0], columns_of(template)
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(number, places[name], value)
            if isinstance(value, int):
                cell.number_format = "General"
    book.save(target)


def cell_of(template: Path, heading: str, row: int) -> str:
    """Return the address of a cell, like E4."""
    return f"{get_column_letter(columns_of(template)[heading])}{row}"


def is_marked(file: Path, address: str) -> bool:
    """Whether a cell of the first sheet is coloured or has a comment."""
    cell = openpyxl.load_workbook(file).worksheets[0][address]
    return cell.comment is not None or cell.fill.fill_type is not None

"""What the corpus of hostile files is made with: a sound workbook, and ways to spoil it."""

import io
import zipfile
from collections.abc import Callable

from tests.unit.core.sheets.samples import HEADERS, edited, xlsx

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
MB = 1024 * 1024
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

GOOD = xlsx([HEADERS, ["1", "A"], ["2", "B"]])

Made = tuple[str, bytes]
CASES: dict[str, Callable[[], Made]] = {}


def case(make: Callable[[], bytes | Made]) -> Callable[[], bytes | Made]:
    """Put a maker into the corpus; one that gives bytes alone makes an .xlsx file."""

    def made() -> Made:
        result = make()
        return result if isinstance(result, tuple) else ("file.xlsx", result)

    CASES[make.__name__] = made
    return make


def part(name: str, content: bytes) -> bytes:
    """The good workbook with one part replaced or added."""
    changed = edited(GOOD, lambda each, old: content if each == name else old)
    if name in zipfile.ZipFile(io.BytesIO(GOOD)).namelist():
        return changed
    target = io.BytesIO(changed)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def sheet_of(rows: bytes, after: bytes = b"") -> bytes:
    """The good workbook with other rows."""
    return part(SHEET, XML + b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>")


def inline(ref: str, text: str) -> bytes:
    """A cell with its text in place."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


HEAD = b'<row r="1">' + inline("A1", "staff_no") + inline("B1", "name") + b"</row>"
ROW = b'<row r="2">' + inline("A2", "1") + inline("B2", "A") + b"</row>"


def renamed(old: str, new: str) -> bytes:
    """The good workbook with an entry's name changed in place (both names equally long)."""
    assert len(old) == len(new)
    return GOOD.replace(old.encode(), new.encode())


def with_entry(name: str, content: bytes = b"x", attributes: int = 0, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good workbook with one more entry."""
    target = io.BytesIO(GOOD)
    entry = zipfile.ZipInfo(name)
    entry.external_attr, entry.create_system, entry.compress_type = attributes << 16, 3, packing
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(entry, content)
    return target.getvalue()

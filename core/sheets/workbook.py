"""One sheet of an .xlsx file as a grid; what the file says of its own size is never believed."""

import io
import posixpath
from dataclasses import dataclass

import python_calamine

from core.sheets.archive import SAVE_AGAIN, Package, broken
from core.sheets.columns import Sheet
from core.sheets.extent import Extent, check_strings, measured
from core.sheets.faults import Refused
from core.sheets.grid import Grid, Note, hidden_rows_note, merged_note, outdated_note, unread_note
from core.sheets.values import Cell, Oddity
from core.sheets.words import folded, spellings
from policy.messages import say

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
TYPES = "[Content_Types].xml"
_FRAME = (TYPES, "_rels/.rels", WORKBOOK, RELATIONS, STRINGS, "xl/styles.xml")
_LONGEST_PROPERTY = 80
_NO_MEMORY = "pointer is null"
"""What compiled code says in a panic when Python has no memory to give."""
NOTES_TITLE = say("How to fill in")
FAULTS_TITLE = say("What is wrong")
CODES_TITLE = "codes"
PROPERTIES = "docprops/custom.xml"
SHEET_PROPERTY, VERSION_PROPERTY = "junheng.sheet", "junheng.version"


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet: its name, the part that holds it, and whether people see it."""

    name: str
    part: str
    visible: bool


def read_xlsx(sheet: Sheet, data: bytes) -> Grid:
    """Return the grid of the worksheet that belongs to `sheet`.

    Raises `Refused`.
    """
    package = open_workbook(data)
    worksheets = worksheets_of(package)
    chosen = choose(sheet, worksheets)
    extent = measured(package, chosen.part)
    if package.has(STRINGS):
        check_strings(package, STRINGS)
    frame = [part for part in _FRAME if package.has(part)]
    rows = _laid_out(package.repacked([*frame, chosen.part]), chosen.name)
    _mark(rows, extent)
    notes = [*_outdated(sheet, package), *_notes(chosen, worksheets, extent)]
    return Grid(chosen.name, rows, notes)


def open_workbook(data: bytes) -> Package:
    """Return the archive of an .xlsx workbook without macros.

    Raises `Refused`.
    """
    package = Package(data)
    if not (package.has(WORKBOOK) and package.has(RELATIONS) and package.has(TYPES)):
        raise _other_format(package)
    if any(name.endswith(("vbaproject.bin", "xlmacros.bin")) or "/macrosheets/" in name for name in package.names):
        raise Refused(say("The workbook contains macros."), say("Save it as .xlsx without macros."))
    return package


def worksheets_of(package: Package) -> list[Worksheet]:
    """Return the worksheets in their order; chart and macro sheets are none."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            path = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = path.lstrip("/").lower()

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identifier = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            seen = attributes.get("state", "visible") == "visible"
            found.append((attributes.get("name", ""), identifier, seen))

    package.parse(RELATIONS, relation)
    package.parse(WORKBOOK, sheet)
    worksheets = [Worksheet(name, targets[identity], seen) for name, identity, seen in found if identity in targets]
    if not worksheets or any(not package.has(worksheet.part) for worksheet in worksheets):
        raise broken()
    return worksheets


def choose(sheet: Sheet, worksheets: list[Worksheet]) -> Worksheet:
    """Return the worksheet with the table's name, or the only visible one.

    Raises `Refused`.
    """
    names = {folded(word) for word in (sheet.name, *spellings(sheet.title), *sheet.synonyms)}
    named = [worksheet for worksheet in worksheets if folded(worksheet.name) in names]
    visible = _tables(worksheets)
    if len(named) > 1:
        raise Refused(
            say("Several sheets could be meant: {names}.", names=", ".join(each.name for each in named)),
            say("Keep one sheet only."),
        )
    if named:
        return named[0]
    if len(visible) == 1:
        return visible[0]
    raise Refused(
        say("No sheet of the workbook is called “{title}”.", title=sheet.title),
        say("Give the sheet with the table this name. There are: {names}.", names=", ".join(s.name for s in visible)),
    )


def _tables(worksheets: list[Worksheet]) -> list[Worksheet]:
    """Return the visible worksheets that are not our own notes or lists of faults."""
    ours = {folded(word) for word in (CODES_TITLE, *spellings(NOTES_TITLE), *spellings(FAULTS_TITLE))}
    return [worksheet for worksheet in worksheets if worksheet.visible and folded(worksheet.name) not in ours]


def _other_format(package: Package) -> Refused:
    """Say what else the archive is."""
    if package.has("xl/workbook.bin"):
        return Refused(say("The file is a binary workbook (.xlsb)."), SAVE_AGAIN)
    if package.has("mimetype") and package.has("content.xml"):
        return Refused(say("The file is an OpenDocument table (.ods)."), SAVE_AGAIN)
    if package.has("word/document.xml"):
        return Refused(say("The file is a text document."), say("Put the table into a fresh template."))
    return broken()


def _laid_out(data: bytes, name: str) -> list[list[Cell]]:
    """Lay out one worksheet from its first row on; whatever the reader raises is a damaged file."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows: list[list[Cell]] = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[assignment]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # compiled code: on odd files it panics, outside Exception
        if _NO_MEMORY in str(error):
            raise MemoryError from error
        raise broken() from error
    return rows


def _mark(rows: list[list[Cell]], extent: Extent) -> None:
    """Put a mark in the place of values that cannot be known."""
    for places, oddity in ((extent.unsaved, Oddity.FORMULA), (extent.errors, Oddity.ERROR)):
        for row, column in places:
            while len(rows) <= row:
                rows.append([])
            cells = rows[row]
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = oddity


def _notes(chosen: Worksheet, worksheets: list[Worksheet], extent: Extent) -> list[Note]:
    """Say what a person may not expect: sheets left out, hidden rows read, merged cells."""
    notes: list[Note] = []
    others = [worksheet.name for worksheet in _tables(worksheets) if worksheet is not chosen]
    if others:
        notes.append(unread_note(others))
    if extent.hidden_rows:
        notes.append(hidden_rows_note(extent.hidden_rows))
    if extent.merged:
        notes.append(merged_note(extent.merged))
    return notes


def _outdated(sheet: Sheet, package: Package) -> list[Note]:
    """Say that the file was made from a template of another version, or of another table."""
    if not package.has(PROPERTIES):
        return []
    found: dict[str, str] = {}
    current = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "property":
            current[0] = attributes.get("name", "")

    def text(text: str) -> None:
        found[current[0]] = (found.get(current[0], "") + text.strip())[:_LONGEST_PROPERTY]

    package.parse(PROPERTIES, start, None, text)
    name, version = found.get(SHEET_PROPERTY, sheet.name), found.get(VERSION_PROPERTY, str(sheet.version))
    if name == sheet.name and version == str(sheet.version):
        return []
    return [outdated_note()]

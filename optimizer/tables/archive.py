"""Whether a workbook is safe to open: checked on the archive and its XML before any cell is built.

The reader that follows lays every sheet out as a full rectangle, so one cell in the far corner, or a small archive
that unpacks to gigabytes, would take the machine down. Nothing here is trusted: sizes are those really unpacked.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

MAX_PACKED_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELLS = 5_000_000  # of the rectangle a sheet fills
_CHUNK = 1 << 20
_CELL = re.compile(r"([A-Za-z]{1,3})(\d+)", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_TABLE_PARTS = (".xml", ".rels")
_CONTENT_TAGS = frozenset({"v", "is", "f"})


class Hostile(Exception):
    """The archive is not a workbook, or goes beyond a limit; `args[0]` is a key of `workbook.REASONS`."""


@dataclass(slots=True)
class Extent:
    """How far the filled cells of a sheet reach, and which of them hold an error, as (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)
    _row: int = -1
    _column: int = -1
    _is_error: bool = False
    _row_is_given: bool = False
    _cells_refer: bool | None = None  # whether the cells carry references; None before the first

    def take(self, name: str, attributes: dict[str, str]) -> None:
        """Follow one start tag of the sheet's XML; a cell counts from its first content on."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._place_cell(attributes)
        elif tag in _CONTENT_TAGS:
            self._count_cell()
        elif tag == "row":
            self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._row_is_given = "r" in attributes
            self._column = -1

    def _place_cell(self, attributes: dict[str, str]) -> None:
        """Note where a cell lies; without a reference it follows the one before.

        References that contradict their row, or are given for some cells only, could be read in two ways: refused.
        """
        if self._cells_refer not in {None, "r" in attributes}:
            raise Hostile("broken")
        self._cells_refer = "r" in attributes
        self._is_error = attributes.get("t") == "e"
        if not self._cells_refer:
            self._column += 1
            return
        match = _CELL.fullmatch(attributes["r"])
        if match is None:
            raise Hostile("broken")
        row = _row_number(match[2])
        if self._row_is_given and row != self._row:
            raise Hostile("broken")
        self._row, self._column = row, _column_number(match[1])

    def _count_cell(self) -> None:
        """Stretch the extent to the present cell; raise Hostile beyond the limits."""
        self.rows = max(self.rows, self._row + 1)
        self.columns = max(self.columns, self._column + 1)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise Hostile("extent")
        if self._is_error:
            self.errors.add((self._row, self._column))


@dataclass(frozen=True, slots=True)
class Parts:
    """An unpacked workbook: its parts by lower-case name, and the part that holds each sheet.

    `repacked` is the same workbook as a plain archive of those parts: what is read later is what was checked here,
    not what another reader may make of a contradictory archive.
    """

    members: dict[str, bytes]
    sheets: dict[str, str]
    repacked: bytes

    def extent(self, sheet: str) -> Extent:
        """Measure one sheet; raise Hostile where it goes beyond the limits."""
        extent = Extent()
        with _as_hostile():
            _parse(self.members[self.sheets[sheet]], extent.take)
        return extent


def unpack(data: bytes) -> Parts:
    """Unpack a workbook's bytes within the limits and find its sheets; raise Hostile."""
    with _as_hostile(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = _unpack(archive)
        members = {name.lower(): content for name, content in contents.items()}
        if len(members) < len(contents):
            raise Hostile("broken")
        return Parts(members, _sheets(members), _repack(contents))


@contextmanager
def _as_hostile() -> Iterator[None]:
    """Turn whatever a damaged archive or XML raises into Hostile."""
    try:
        yield
    except Hostile:
        raise
    except Exception as error:  # archive and XML readers raise a dozen kinds of errors on damaged input
        raise Hostile("broken") from error


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack every entry; an entry yields no more than the size it declares, and the sizes are limited first."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Hostile("entries")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Hostile("unpacked")
    contents: dict[str, bytes] = {}
    for entry in entries:
        if entry.filename in contents:
            raise Hostile("broken")
        with archive.open(entry) as stream:  # in chunks: a single read would inflate an entry that lies about its size
            contents[entry.filename] = b"".join(iter(partial(stream.read, _CHUNK), b""))
    return contents


def _repack(contents: dict[str, bytes]) -> bytes:
    """Write the parts that make up tables into a new archive, uncompressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            if name.lower().endswith(_TABLE_PARTS):
                archive.writestr(name, content)
    return target.getvalue()


def _sheets(members: dict[str, bytes]) -> dict[str, str]:
    """Find the part of each sheet through the workbook's relationships."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def take_relationship(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    def take_sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            identifier = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            path = posixpath.normpath(posixpath.join("/xl", targets[identifier]))
            sheets[attributes["name"]] = path.lstrip("/").lower()

    _parse(members["xl/_rels/workbook.xml.rels"], take_relationship)
    _parse(members["xl/workbook.xml"], take_sheet)
    if not set(sheets.values()) <= set(members):
        raise Hostile("broken")
    return sheets


def _parse(data: bytes, on_start: Callable[[str, dict[str, str]], None]) -> None:
    """Run through XML that may not declare a document type (where entity bombs live)."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(data, True)


def _refuse_doctype(*_: object) -> None:
    """Refuse a document type declaration; no spreadsheet program writes one."""
    raise Hostile("broken")


def _row_number(digits: str) -> int:
    """Turn a row reference into a number from 0; raise Hostile for anything else."""
    if _ROW.fullmatch(digits) is None:
        raise Hostile("broken")
    return int(digits) - 1


def _column_number(letters: str) -> int:
    """Turn column letters into a number from 0."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1

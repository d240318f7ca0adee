"""What a worksheet's XML says of its cells: how far they reach, and which of them hold no value one can rely on.

The reader that follows lays a sheet out as a full rectangle and tells neither formulas nor errors apart from values.
"""

import re
from dataclasses import dataclass, field

from core.sheets.archive import Package, broken
from core.sheets.columns import LONGEST_TEXT
from core.sheets.faults import Refused
from policy.messages import say

MAX_ROWS = 60_000
MAX_COLUMNS = 100
MAX_CELLS = 3_000_000  # tags of cells, empty ones included
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
Place = tuple[int, int]  # row and column, both from 0


def too_far() -> Refused:
    """Return the refusal for a sheet that reaches too far."""
    return Refused(
        say("The sheet reaches beyond {rows} rows or {columns} columns.", rows=MAX_ROWS, columns=MAX_COLUMNS),
        say("Copy the filled rows alone into a fresh template; split longer tables into several files."),
    )


def too_long() -> Refused:
    """Return the refusal for a cell no spreadsheet program could have written."""
    return Refused(
        say("A cell holds more than {limit} characters.", limit=LONGEST_TEXT),
        say("Shorten the cell; long texts do not belong into this table."),
    )


@dataclass(slots=True)
class Extent:
    """The measure of one sheet; `merged` and `links` are ranges as the file writes them."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    unsaved: set[Place] = field(default_factory=set)
    errors: set[Place] = field(default_factory=set)
    hidden_rows: int = 0
    ranges_are_sound: bool = True
    merged: list[str] = field(default_factory=list)
    _row: int = -1
    _column: int = -1
    _row_is_given: bool = False
    _cells_refer: bool | None = None
    _type: str = ""
    _formula: bool = False
    _value: bool = False
    _text: int = 0
    _in_cell: bool = False
    _in_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow one start tag."""
        if tag == "c":
            self._place_cell(attributes)
        elif tag in {"v", "is"}:
            self._stretch()
            self._text, self._in_value = 0, True
            self._value = tag == "is" or self._type == "str"  # "" is a result; an empty number is none
        elif tag == "f":
            self._stretch()
            self._text, self._formula = 0, True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag in {"mergeCell", "hyperlink"}:
            self._note_range(tag, attributes.get("ref", ""))

    def text(self, text: str) -> None:
        """Follow a piece of text."""
        if not self._in_cell:
            return
        self._text += len(text)
        self._value = self._value or self._in_value
        if self._text > LONGEST_TEXT:
            raise too_long()

    def end(self, tag: str) -> None:
        """Follow one end tag: at a cell's end it is known whether it has a value."""
        if tag in {"v", "is"}:
            self._in_value = False
        elif tag == "c":
            self._in_cell = False
            if self._formula and not self._value:
                self.unsaved.add((self._row, self._column))
            if self._type == "e":
                self._stretch()  # it will be marked, so it takes up room even without a value
                self.errors.add((self._row, self._column))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        """Note where a row lies; without a number it follows the one before."""
        self._row_is_given = "r" in attributes
        row = _row_number(attributes["r"]) if self._row_is_given else self._row + 1
        if row <= self._row:
            raise broken()
        self._row, self._column = row, -1
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows += 1

    def _place_cell(self, attributes: dict[str, str]) -> None:
        """Note where a cell lies; references that could be read in two ways are refused."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise too_far()
        refers = "r" in attributes
        if self._cells_refer not in {None, refers}:
            raise broken()
        self._cells_refer = refers
        self._type, self._formula, self._value = attributes.get("t", ""), False, False
        self._text, self._in_cell = 0, True
        if not refers:
            self._column += 1
            return
        match = _CELL.fullmatch(attributes["r"])
        if match is None:
            raise broken()
        row, column = int(match[2]) - 1, column_number(match[1])
        if (
            (self._row_is_given and row != self._row)
            or row < self._row
            or (row == self._row and column <= self._column)
        ):
            raise broken()
        self._row, self._column = row, column

    def _stretch(self) -> None:
        """Count the present cell in: it holds something."""
        self.rows = max(self.rows, self._row + 1)
        self.columns = max(self.columns, self._column + 1)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS:
            raise too_far()

    def _note_range(self, tag: str, ref: str) -> None:
        """Note a merged or linked range, and whether it stays within what a table may fill."""
        corner = _CELL.fullmatch(ref.replace("$", "").rpartition(":")[2])
        if corner is None or int(corner[2]) > MAX_ROWS or column_number(corner[1]) >= MAX_COLUMNS:
            self.ranges_are_sound = False
        elif tag == "mergeCell":
            self.merged.append(ref)


def measured(package: Package, part: str) -> Extent:
    """Measure one worksheet part."""
    extent = Extent()
    package.parse(part, extent.start, extent.end, extent.text)
    return extent


def check_strings(package: Package, part: str) -> None:
    """Refuse a table of shared strings with a text no cell can hold."""
    length = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal length
        if tag == "si":
            length = 0

    def text(text: str) -> None:
        nonlocal length
        length += len(text)
        if length > LONGEST_TEXT:
            raise too_long()

    package.parse(part, start, None, text)


def _row_number(digits: str) -> int:
    """Turn a row's number into one from 0."""
    if _ROW.fullmatch(digits) is None:
        raise broken()
    return int(digits) - 1


def column_number(letters: str) -> int:
    """Turn column letters into a number from 0."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1

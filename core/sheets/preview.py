"""A plan as it is kept for the pages: one line for each row, note and fault, so that a page parses only what it shows.

Values are kept as words, personal ones masked; the sentences are kept as template and facts.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.sentences import from_json, to_json
from core.sheets.columns import Sheet
from core.sheets.display import word
from core.sheets.faults import Fault, fault_from_json, fault_to_json
from core.sheets.grid import Note
from core.sheets.plan import Plan, PlannedRow, RowState
from policy.messages import Message

_FAULT, _NOTE = "fault", "note"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a previewed row; `old` is empty for new rows."""

    header: Message | str
    old: Message | str
    new: Message | str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a preview: `label` names it to people, `key` is what it is recognised by."""

    number: int
    state: RowState
    label: str
    key: Message | str
    cells: tuple[Cell, ...]


class Preview:
    """A kept plan, read as a page asks for it."""

    def __init__(self, packed: bytes) -> None:
        lines = zlib.decompress(packed).splitlines() if packed else []
        self._lines: dict[str, list[bytes]] = {}
        for line in lines:
            kind, _, body = line.partition(b" ")
            self._lines.setdefault(kind.decode(), []).append(body)

    def count(self, state: RowState) -> int:
        """Return how many rows are in a state."""
        return len(self._lines.get(state.value, ()))

    def rows(self, state: RowState, start: int = 0, size: int | None = None) -> list[PreviewRow]:
        """Return the rows of a state in the order of the file, a page of them where `size` is given."""
        lines = self._lines.get(state.value, [])
        return [_row(state, json.loads(line)) for line in lines[start : None if size is None else start + size]]

    def faults(self, start: int = 0, size: int | None = None) -> list[Fault]:
        """Return the faults in the order of the file, a page of them where `size` is given."""
        lines = self._lines.get(_FAULT, [])
        return [fault_from_json(json.loads(line)) for line in lines[start : None if size is None else start + size]]

    @property
    def fault_count(self) -> int:
        """The number of faults; a row may have several."""
        return len(self._lines.get(_FAULT, ()))

    @property
    def notes(self) -> list[Note]:
        """What else to know about the file."""
        return [(from_json(what), from_json(then)) for what, then in map(json.loads, self._lines.get(_NOTE, []))]


def packed(plan: Plan) -> bytes:
    """Return a plan as it is kept."""
    return _packed(_lines(plan))


def packed_faults(faults: list[Fault]) -> bytes:
    """Return the faults of a file that could not be taken at all, as they are kept."""
    return _packed(f"{_FAULT} {_json(fault_to_json(fault))}" for fault in faults)


def _packed(lines: Iterator[str]) -> bytes:
    """Compress line by line: the whole text would take ten times the memory."""
    packer = zlib.compressobj(1)
    pieces = [packer.compress(line.encode() + b"\n") for line in lines]
    return b"".join([*pieces, packer.flush()])


def _lines(plan: Plan) -> Iterator[str]:
    """Yield a line for everything there is to show."""
    for note in plan.notes:
        yield f"{_NOTE} {_json([to_json(sentence) for sentence in note])}"
    for fault in plan.faults:
        yield f"{_FAULT} {_json(fault_to_json(fault))}"
    for row in plan.rows:
        yield f"{row.state.value} {_json(_row_to_json(plan.sheet, row, plan.names.get(row.key, '')))}"


def _row_to_json(sheet: Sheet, row: PlannedRow, name: str) -> list[Any]:
    """Return a row as it is kept: a changed one with its changes, a new one with all it brings."""
    label = str(row.values.get(sheet.label) or name)
    key = to_json(_joined([word(sheet.by_key[name], row.values.get(name)) for name in sheet.key]))
    cells: list[tuple[str, Any, Any]] = []
    if row.state is RowState.NEW:
        cells = [(name, None, value) for name, value in row.values.items() if value is not None]
    elif row.state is RowState.CHANGED:
        cells = [(change.column, change.old, change.new) for change in row.changes]
    return [row.number, label, key, [_cell_to_json(sheet, *cell) for cell in cells]]


def _joined(words: list[Message | str]) -> Message | str:
    """Return the words of a key beside each other; words of closed lists stay sentences."""
    joined = words[0]
    for each in words[1:]:
        joined = Message("{first} · {second}", {"first": joined, "second": each})
    return joined


def _cell_to_json(sheet: Sheet, name: str, old: Any, new: Any) -> list[Any]:
    column = sheet.by_key[name]
    if column.hides:
        old, new = column.masked(old or ""), column.masked(new or "")
    return [to_json(column.header), to_json(word(column, old)), to_json(word(column, new))]


def _row(state: RowState, data: list[Any]) -> PreviewRow:
    number, label, key, cells = data
    return PreviewRow(number, state, label, from_json(key), tuple(Cell(*map(from_json, cell)) for cell in cells))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

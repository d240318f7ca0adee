"""What passes between the site and the process that reads a file for it: one line of JSON, then bytes.

Nothing of it can run, and what comes back is checked as if a stranger had sent it: the process has met a stranger's
file.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any

from core.sentences import from_json, to_json
from core.sheets.columns import Column, Sheet
from core.sheets.extent import MAX_COLUMNS, MAX_ROWS
from core.sheets.faults import Fault, Refused, fault_from_json, fault_to_json
from core.sheets.grid import Grid
from core.sheets.values import Cell, Oddity
from policy.messages import Message

Head = dict[str, Any]
READ, MARK = "read", "mark"
_LONGEST_PLACE = 200
_TICK = timedelta(microseconds=1)
_CELLS = frozenset({str, int, float, bool, type(None), date, datetime, time, timedelta, Oddity})


class Ending(IntEnum):
    """The exit code of the process."""

    ANSWERED = 0
    OUT_OF_MEMORY = 71
    FAILED = 70


class Garbled(ValueError):
    """The answer is none."""


def packed(head: Head, body: bytes = b"") -> bytes:
    """Return a question or an answer as it is sent."""
    return json.dumps(head).encode() + b"\n" + body


def parted(data: bytes) -> tuple[Head, bytes]:
    """Return what `packed` was given.

    Raises `Garbled`.
    """
    line, _, body = data.partition(b"\n")
    head = _loaded(line)
    if type(head) is not dict:
        raise Garbled
    return head, body


def outline(sheet: Sheet) -> Head:
    """Return what it takes to find a table in a file: its names and headers, without what the cells may hold."""
    return {
        "name": sheet.name,
        "title": to_json(sheet.title),
        "synonyms": sheet.synonyms,
        "version": sheet.version,
        "columns": [[each.key, to_json(each.header), each.synonyms, each.required] for each in sheet.columns],
        "key": sheet.key,
    }


def sheet_of(outlined: Head) -> Sheet:
    """Return a table that finds itself in a file as the one outlined would."""
    columns = tuple(
        Column(key=key, header=from_json(header), synonyms=tuple(synonyms), required=required)
        for key, header, synonyms, required in outlined["columns"]
    )
    return Sheet(
        name=outlined["name"],
        title=from_json(outlined["title"]),
        columns=columns,
        key=tuple(outlined["key"]),
        synonyms=tuple(outlined["synonyms"]),
        version=outlined["version"],
    )


def faults_out(faults: Sequence[Fault]) -> list[Any]:
    """Return faults as a head carries them."""
    return [fault_to_json(fault) for fault in faults]


def faults_in(sent: Sequence[Any]) -> list[Fault]:
    """Return the faults a head carries."""
    return [fault_from_json(fault) for fault in sent]


def refusal_out(refusal: Refused) -> Head:
    """Return the answer that a file cannot be taken."""
    return {"refused": [to_json(refusal.message), to_json(refusal.remedy)]}


def refusal_in(head: Head) -> Refused | None:
    """Return the refusal an answer carries, None where it carries a result.

    Raises `Garbled`.
    """
    if "refused" not in head:
        return None
    try:
        message, remedy = map(_sentence, head["refused"])
    except (TypeError, ValueError) as error:
        raise Garbled from error
    return Refused(message, remedy)


def failure_out(place: str) -> bytes:
    """Return the answer that something broke inside, with its kind and place for the log."""
    return packed({"failed": place})


def failure_in(answer: bytes) -> str:
    """Return kind and place of what broke, empty where the process could not tell."""
    try:
        return str(parted(answer)[0].get("failed", ""))[:_LONGEST_PLACE]
    except Garbled:
        return ""


def book_out(book: bytes) -> bytes:
    """Return the answer that holds a workbook."""
    return packed({"bytes": len(book)}, book)


def book_in(head: Head, body: bytes) -> bytes:
    """Return the workbook of an answer.

    Raises `Garbled`.
    """
    if head.get("bytes") != len(body):
        raise Garbled
    return body


def grid_out(grid: Grid) -> Iterator[bytes]:
    """Yield the answer that holds a grid: its head, then a line for each row."""
    notes = [[to_json(what), to_json(then)] for what, then in grid.notes]
    yield packed({"name": grid.name, "rows": len(grid.rows), "notes": notes})
    for row in grid.rows:
        yield json.dumps(row, default=_tagged).encode() + b"\n"


def grid_in(head: Head, body: bytes) -> Grid:
    """Return the grid of an answer.

    Raises `Garbled`.
    """
    rows = [_row(line) for line in body.splitlines()]
    try:
        if len(rows) != head["rows"] or len(rows) > MAX_ROWS:
            raise Garbled
        return Grid(str(head["name"]), rows, [(_sentence(what), _sentence(then)) for what, then in head["notes"]])
    except (TypeError, ValueError, LookupError) as error:
        raise Garbled from error


def _sentence(sent: Any) -> Message:
    """Return a sentence of an answer.

    Raises `Garbled`.
    """
    try:
        sentence = from_json(sent)
    except (TypeError, LookupError, AttributeError) as error:
        raise Garbled from error
    if not isinstance(sentence, Message) or type(sentence.template) is not str:
        raise Garbled
    return sentence


def _row(line: bytes) -> list[Cell]:
    """Return one row of a grid."""
    cells = _loaded(line)
    if type(cells) is not list or len(cells) > MAX_COLUMNS or not all(type(cell) in _CELLS for cell in cells):
        raise Garbled
    return cells


def _loaded(line: bytes) -> Any:
    """Read JSON; cells that JSON has no word for come back from their tags."""
    try:
        return json.loads(line, object_hook=_untagged)
    except (ValueError, RecursionError) as error:
        raise Garbled from error


def _tagged(cell: object) -> Any:
    """Return a cell JSON has no word for."""
    match cell:
        case Oddity():
            return {"odd": cell.name}
        case datetime():
            return {"instant": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case time():
            return {"time": cell.isoformat()}
        case timedelta():
            return {"ticks": cell // _TICK}
    raise TypeError(type(cell).__name__)


def _untagged(sent: dict[str, Any]) -> Any:
    """Return the cell of a tag; other objects stay what they are."""
    if len(sent) != 1:
        return sent
    [(tag, value)] = sent.items()
    maker = _TAGS.get(tag)
    if maker is None:
        return sent
    try:
        return maker(value)
    except (TypeError, LookupError, OverflowError) as error:
        raise Garbled from error


_TAGS: dict[str, Any] = {
    "odd": Oddity.__getitem__,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "ticks": _TICK.__mul__,
}

"""What is wrong with a file, a row or a cell: where it is, what was written, what is the matter, and how to mend it."""

from dataclasses import dataclass
from typing import Any

from core.errors import Invalid
from core.sentences import from_json, to_json
from policy.messages import Message

LONGEST_SHOWN = 80


class Refused(Invalid):
    """The file as a whole cannot be taken: `message` says why, `cure` how to mend it."""

    def __init__(self, message: Message, cure: Message) -> None:
        super().__init__(message, cure, field="file")
        self.remedy = cure


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what a cell holds is not a value of its column, and what to write instead."""

    message: Message
    cure: Message


@dataclass(frozen=True, slots=True)
class RowFault:
    """What a rule of the domain has against a row; `column` is a column's key, or empty for the row as a whole."""

    row: int
    column: str
    message: Message
    cure: Message


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault with its place; row 0 means the file or the sheet as a whole, an empty `letter` the whole row."""

    sheet: str
    row: int
    letter: str
    header: str
    value: str
    message: Message
    cure: Message

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it, such as `C17`; empty where the fault has no single cell."""
        return f"{self.letter}{self.row}" if self.letter and self.row else ""


def shown(value: object) -> str:
    """Return what a cell holds as a fault quotes it: one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def letters(index: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def fault_to_json(fault: Fault) -> list[Any]:
    """Return a fault as JSON keeps it."""
    place = [fault.sheet, fault.row, fault.letter, fault.header, fault.value]
    return [*place, to_json(fault.message), to_json(fault.cure)]


def fault_from_json(data: list[Any]) -> Fault:
    """Return the fault that `fault_to_json` kept."""
    return Fault(data[0], data[1], data[2], data[3], data[4], from_json(data[5]), from_json(data[6]))

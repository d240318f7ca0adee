"""A table as it lies in a file: its cells by place, before anybody asks what they mean."""

from dataclasses import dataclass, field

from core.sheets.values import Cell
from policy.messages import Message, say

Note = tuple[Message, Message]
"""Something to know about the file that stops nothing: what it is, and what to do if it was not meant."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet from its first row on; `name` is how faults call the sheet."""

    name: str
    rows: list[list[Cell]]
    notes: list[Note] = field(default_factory=list)


def hidden_rows_note(count: int) -> Note:
    """Say that hidden or filtered rows are read as well."""
    return (
        say("{count} rows of the sheet are hidden or filtered out; they are read as well.", count=count),
        say("Delete them if they are not meant."),
    )


def merged_note(ranges: list[str]) -> Note:
    """Say that merged cells count once only."""
    listed = ", ".join(ranges[:5]) + (" …" if len(ranges) > len(ranges[:5]) else "")
    return (
        say("Cells are merged ({ranges}); only the first cell of each has a value.", ranges=listed),
        say("Undo the merging and fill every cell."),
    )


def unread_note(sheets: list[str]) -> Note:
    """Say which sheets of the file were not read."""
    return (
        say("These sheets of the file were not read: {names}.", names=", ".join(sheets)),
        say("Hand them in one by one, each where it belongs."),
    )


def encoding_note() -> Note:
    """Say that the file's letters were taken to be GB 18030."""
    return (
        say("The file is not in UTF-8; it was read as GB 18030."),
        say("Look whether the names below are right; if not, save the file as .xlsx."),
    )


def outdated_note() -> Note:
    """Say that the file was not made from the present template of this table."""
    return (
        say("The file was made from another template, or from an older version of this one."),
        say("Look at the columns that were not read; for new columns take the present template."),
    )

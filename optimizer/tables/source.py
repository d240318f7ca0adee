"""Where a district's tables lie: a folder of CSV files or one workbook, opened and cut into rows of raw text."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from optimizer.tables.columns import FORM_BY_NAME, TableForm
from optimizer.tables.findings import Findings, Place
from policy.messages import Message, say

MAX_COLUMNS = 100
MAX_FILE_BYTES = 200 * 1024 * 1024


class Oddity(Enum):
    """What is special about a typed spreadsheet cell, beyond the text it was turned into."""

    LONG_NUMBER = auto()  # so many digits that the spreadsheet has already lost the last ones
    DATE = auto()
    ERROR = auto()  # #N/A, #REF! and the like


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as text: `file` as faults name it, the header, the non-blank rows with their row numbers.

    Rows are as wide as the header; `ragged` holds the positions of rows that were not. `odd` marks typed cells by
    (position of the row, position of the column).
    """

    form: TableForm
    file: str
    header: tuple[str, ...]
    rows: list[list[str]]
    row_numbers: list[int]
    ragged: frozenset[int] = frozenset()
    odd: Mapping[tuple[int, int], Oddity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the tables by form name, and names and bytes of the files for the hash."""

    tables: Mapping[str, RawTable]
    files: Mapping[str, bytes]
    unreadable: frozenset[str]  # form names of tables that are there but could not be read
    labels: tuple[str, str]  # what stands before and after a table's name in the name of its file

    def label(self, form: TableForm) -> str:
        """Return what faults call the file or sheet of a table, there or not."""
        raw = self.tables.get(form.name)
        return self.labels[0] + form.name + self.labels[1] if raw is None else raw.file


class Unreadable(Exception):
    """A file or sheet cannot be read at all; the fault has been noted."""


def name_of(path: Path) -> str:
    """Return a file's name as text that can be printed and hashed, whatever bytes the file system holds."""
    return path.name.encode(errors="replace").decode()


def read_bytes(path: Path, limit: int, findings: Findings) -> bytes:
    """Read a file of at most `limit` bytes; raise Unreadable (fault noted) for one that is larger or not to be had."""
    place = Place(name_of(path))
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read() if size <= limit else b""
    except OSError as error:
        findings.fault(
            place,
            say("The file cannot be opened: {reason}.", reason=error.strerror or type(error).__name__),
            say("Check that the file exists and that you may read it."),
        )
        raise Unreadable from error
    if size > limit:
        findings.fault(
            place,
            say("The file is larger than {limit} MB.", limit=limit // (1024 * 1024)),
            say("Remove what does not belong to the table, or split off what is not needed."),
        )
        raise Unreadable
    return data


def forms_by_label(
    labels: list[tuple[str, str]], findings: Findings, file_of: Mapping[str, str]
) -> dict[str, TableForm]:
    """Find which of the (label, name) pairs are tables; warn of unknown ones, fault a table that is there twice.

    `file_of` tells what a label is called in a fault.
    """
    found: dict[str, TableForm] = {}
    owner: dict[str, str] = {}
    for label, name in labels:
        form = FORM_BY_NAME.get(name.strip().casefold())
        place = Place(file_of[label])
        if form is None:
            findings.warn(
                place,
                say("“{name}” is not the name of a table and is ignored.", name=label),
                say("If it should be read, give it one of these names: {names}.", names=", ".join(FORM_BY_NAME)),
            )
        elif form.name in owner:
            findings.fault(
                place,
                say(
                    "The table {table} is there twice: as {first} and as {second}.",
                    table=form.name,
                    first=owner[form.name],
                    second=label,
                ),
                say("Keep one of the two."),
            )
        else:
            found[label] = form
            owner[form.name] = label
    return found


def cut(
    form: TableForm, file: str, records: list[tuple[int, list[str]]], findings: Findings, cure: Message
) -> tuple[tuple[str, ...], list[list[str]], list[int], frozenset[int]]:
    """Part header from rows; make every row as wide as the header and fault those that were not, with this cure."""
    if not records or records[0][0] != 1 or not any(cell.strip() for cell in records[0][1]):
        findings.fault(
            Place(file, 1),
            say("There is no header in row 1."),
            say("Write the column names in row 1: {names}.", names=", ".join(column.name for column in form.columns)),
        )
        raise Unreadable
    header = [cell.strip() for cell in records[0][1]]
    while not header[-1]:
        header.pop()
    width = len(header)
    if width > MAX_COLUMNS:
        findings.fault(
            Place(file, 1),
            say("The table has {width} columns; at most {limit} are read.", width=width, limit=MAX_COLUMNS),
            say("Delete the columns that are not needed."),
        )
        raise Unreadable
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: set[int] = set()
    for number, fields in records[1:]:
        if len(fields) != width and not _fits(fields, width):
            ragged.add(len(rows))
            message = say("The row has {count} fields, the header has {width}.", count=len(fields), width=width)
            findings.fault(Place(file, number), message, cure)
        rows.append(fields if len(fields) == width else (fields + [""] * width)[:width])
        numbers.append(number)
    return tuple(header), rows, numbers, frozenset(ragged)


def _fits(fields: list[str], width: int) -> bool:
    """Whether a row of another width is harmless: only blank fields too many."""
    return len(fields) > width and not any(field.strip() for field in fields[width:])

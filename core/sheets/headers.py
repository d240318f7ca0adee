"""Which column is which: headers in either language, synonyms, any order; titles above the header are passed over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.sheets.columns import Column, Sheet
from core.sheets.faults import Refused, letters, shown
from core.sheets.grid import Grid, Note
from core.sheets.values import Cell, cell_text
from core.sheets.words import folded, spellings
from core.sheets.workbook import FAULTS_TITLE
from policy.messages import Message, listed, say

_LISTED = 12
_LOOKED_AT = 20  # rows in which a header is looked for


@dataclass(frozen=True, slots=True)
class Header:
    """The header row, from 0; where each column lies; the headers as the file writes them; what was passed over."""

    row: int
    places: dict[str, int]
    names: tuple[str, ...]
    notes: list[Note] = field(default_factory=list)
    nameless: tuple[int, ...] = ()


def spellings_of(column: Column) -> set[str]:
    """Return every header under which a column is found, folded for comparing."""
    return {folded(word) for word in (column.key, *spellings(column.header), *column.synonyms)}


def find_header(sheet: Sheet, grid: Grid) -> Header:
    """Return the row among the first ones that names most of the table's columns.

    Raises `Refused` where none does, where one is named twice or where a required one is missing.
    """
    words = _words(sheet)
    best, most = 0, 0
    for index, cells in enumerate(grid.rows[:_LOOKED_AT]):
        known = sum(folded(cell_text(cell)) in words for cell in cells)
        if known > most:
            best, most = index, known
    if not most:
        raise Refused(
            say("None of the first rows holds the column headers of this table."),
            say(
                "Use the template; the header row reads: {headers}.",
                headers=_headers(sheet.columns),
            ),
        )
    return _understood(sheet, grid.rows[best], best, words)


def _words(sheet: Sheet) -> dict[str, str]:
    """Return every accepted spelling with the column it stands for; one that stands for two is a defect."""
    words: dict[str, str] = {}
    for column in sheet.columns:
        for word in spellings_of(column):
            if words.setdefault(word, column.key) != column.key:
                raise ValueError(f"{sheet.name}: “{word}” names two columns, {words[word]} and {column.key}")
    return words


def _understood(sheet: Sheet, cells: Sequence[Cell], row: int, words: dict[str, str]) -> Header:
    """Say where the columns lie and what is not one of them."""
    names = [shown(cell_text(cell)) for cell in cells]
    while names and not names[-1]:
        names.pop()
    places: dict[str, int] = {}
    unknown: list[str] = []
    ours = {folded(word) for word in spellings(FAULTS_TITLE)}
    for place, name in enumerate(names):
        word = folded(name)
        key = words.get(word)
        if key is None:
            if name and word not in ours:
                unknown.append(name)
        elif key in places:
            raise _twice(sheet.column(key), places[key], place)
        else:
            places[key] = place
    missing = [column for column in sheet.columns if column.required and column.key not in places]
    if missing:
        raise Refused(
            say(
                "These required columns are missing: {headers}. Row {row} holds these headers: {found}.",
                headers=_headers(missing),
                row=row + 1,
                found=_found(names),
            ),
            say("Add them, with these headers, or use the template."),
        )
    nameless = tuple(place for place, name in enumerate(names) if not name)
    return Header(row, places, tuple(names), [_unknown_note(unknown)] if unknown else [], nameless)


def _unknown_note(names: list[str]) -> Note:
    """Say which columns of the file are not read."""
    return (
        say("These columns of the file are not part of the table and are not read: {names}.", names=", ".join(names)),
        say("If one of them is meant, give it the header of the template."),
    )


def _found(names: Sequence[str]) -> Message:
    """List the headers of the file as it writes them; a long list is cut short."""
    named = [name for name in names if name]
    row = listed([say("“{name}”", name=name) for name in named[:_LISTED]])
    return row if len(named) <= _LISTED else say("{first} and {count} more", first=row, count=len(named) - _LISTED)


def _twice(column: Column, first: int, second: int) -> Refused:
    """Refuse a column that is there two times."""
    here, there = letters(first), letters(second)
    return Refused(
        say(
            "The column {header} is there twice: {first} and {second}.", header=column.header, first=here, second=there
        ),
        say("Delete or rename one of them."),
    )


def _headers(columns: Sequence[Column]) -> Message:
    """List the headers of columns in the reader's language."""
    return listed([column.header for column in columns])

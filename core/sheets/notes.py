"""How to fill in a table, made from its columns: the notes sheet of template and export."""

from collections.abc import Iterator

from core.sheets.columns import Choice, Column, Kind, Sheet
from core.sheets.display import NO, YES
from policy.messages import Message, listed, say

Words = Message | str
_MOST_LISTED = 60

_FORMS = {
    Kind.TEXT: say("text"),
    Kind.CODE: say("a code: keep the cells in the format Text"),
    Kind.WHOLE: say("a whole number"),
    Kind.DECIMAL: say("a number"),
    Kind.DATE: say("a date, such as 2019-09-01"),
    Kind.MONTH: say("a month, such as 2019-09"),
    Kind.CHOICE: say("one of the values of the list"),
    Kind.YES_NO: say("yes or no"),
    Kind.LIST: say("several values, separated by ；"),
}


def note_rows(sheet: Sheet) -> Iterator[tuple[bool, list[Words]]]:
    """Yield the rows of the notes sheet, each with whether it is a heading."""
    yield True, [sheet.title]
    for note in (*_general(sheet), *sheet.notes):
        yield False, [note]
    yield False, [""]
    yield True, [say("Column"), say("Required"), say("What to write"), say("Explanation and values")]
    for column in sheet.columns:
        yield False, [column.header, YES if column.required else NO, _FORMS[column.kind], _explained(column)]


def _general(sheet: Sheet) -> Iterator[Message]:
    """Yield what holds for every table."""
    headers = listed([sheet.column(name).header for name in sheet.key])
    yield say("Keep the header row; the order of the columns does not matter, optional ones may be left out.")
    yield say("An empty cell clears what is stored; a column that is left out changes nothing.")
    yield say("Rows are recognised by: {headers}.", headers=headers)
    yield say("Values with * are masked and are left as they are.")


def _explained(column: Column) -> Words:
    """Return the hint of a column with the values it takes."""
    values = _values(column.choices)
    if column.hint is None:
        return values
    return say("{first} {second}", first=column.hint, second=values) if values else column.hint


def _values(choices: tuple[Choice, ...]) -> Words:
    """List the names of choices."""
    if not choices:
        return ""
    names = listed([choice.label for choice in choices[:_MOST_LISTED]])
    return say("{first} …", first=names) if len(choices) > _MOST_LISTED else names

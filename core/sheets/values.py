"""How what a cell holds becomes the value of its column, or a Refusal that says what to write instead.

Nothing is repaired in silence: a number in a column of codes has lost its zeros or its last digits, so it is either
provably whole or refused.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from core.sheets.columns import LONGEST_TEXT, Choice, Column, Kind
from core.sheets.dates import parse_date, parse_month_cell
from core.sheets.faults import Refusal, shown
from core.sheets.guarding import unguarded
from core.sheets.words import folded, spellings
from policy.messages import Message, listed, say


class Oddity(Enum):
    """A cell whose value cannot be known from the file."""

    FORMULA = auto()  # a formula whose result was not saved
    ERROR = auto()  # #N/A, #REF! and the like


class Masked(str):
    """A personal value as an export shows it; the plan compares it with the mask of what is stored."""

    __slots__ = ()


Cell = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta | Oddity | None

SURE_DIGITS = 15  # a spreadsheet number keeps no more
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d+(?:\.0+)?", re.ASCII)
_EXPONENT = re.compile(r"-?\d+(?:\.\d*)?[eE][+-]?\d+", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?", re.ASCII)
_SEPARATOR = re.compile(r"[;；]")
_MOST_DIGITS = 15
_YES = frozenset({"yes", "y", "true", "1", "是", "√", "对", "有"})
_NO = frozenset({"no", "n", "false", "0", "否", "×", "无"})

TEXT_CURE = say("Set the whole column to the format Text, then type the value again.")
_ODD = {
    Oddity.FORMULA: Refusal(
        say("The cell is a formula whose result was not saved."),
        say("Copy the column and paste it in place as values."),
    ),
    Oddity.ERROR: Refusal(
        say("The cell shows an error of the spreadsheet."),
        say("Mend the formula, or type the value itself."),
    ),
}
MISSING = Refusal(say("The cell is empty, but this column is required."), say("Fill in the value."))


def parse(column: Column, cell: Cell) -> Any:
    """Return the value of a cell in its column: None where it is empty, a Refusal where it is not a value."""
    if isinstance(cell, Oddity):
        return _ODD[cell]
    if isinstance(cell, str):
        cell = unguarded(cell).strip()
    if cell is None or cell == "":
        return MISSING if column.required else None
    if column.hides and isinstance(cell, str) and "*" in cell:
        return Masked(cell)
    value = _PARSERS[column.kind](column, cell)
    if isinstance(value, Refusal) or column.check is None:
        return value
    return column.check(value) or value


def cell_text(cell: Cell) -> str:
    """Return a typed cell as a person reads it: 12.0 as 12, a date as YYYY-MM-DD, true as TRUE."""
    match cell:
        case None | Oddity():
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.15g}"  # what the spreadsheet shows: 0.1 + 0.2 is 0.3
        case datetime.datetime():
            return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
        case _:
            return str(cell)


def normal(text: str) -> str:
    """Return text as it is kept: NFC, one kind of line break, no blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(column: Column, cell: Cell) -> str | Refusal:
    """Take text in its normal form; a number or a date stands for the text people see."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**SURE_DIGITS:
        return _lost_digits()
    text = normal(cell_text(cell))
    refusal = _unseen(text, "\n\t" if column.lines else "")
    if refusal:
        return refusal
    longest = min(column.longest, LONGEST_TEXT)
    if len(text) > longest:
        return Refusal(
            say("The text has {count} characters; at most {longest} are kept.", count=len(text), longest=longest),
            say("Shorten it."),
        )
    return text


def _unseen(text: str, allowed: str) -> Refusal | None:
    """Refuse characters nobody can see: control, zero-width and direction characters, and private ones."""
    if text.isprintable():  # nearly every text: nothing to look for
        return None
    for character in text:
        if character in allowed or unicodedata.category(character) not in _INVISIBLE:
            continue
        if character == "\n":
            return Refusal(say("There is a line break in the cell."), say("Write it in one line."))
        return Refusal(
            say("There is an invisible character in the cell (U+{code}).", code=f"{ord(character):04X}"),
            say("Delete the cell and type the value by hand."),
        )
    return None


def _code(column: Column, cell: Cell) -> str | Refusal:
    """Take a code as text; a number only where nothing of it can have been lost."""
    if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
        return Refusal(say("The cell is a date or a time, but this column holds codes."), TEXT_CURE)
    if isinstance(cell, int | float):
        return _code_of_number(column, cell)
    text = _text(column, cell)
    if isinstance(text, Refusal):
        return text
    if _EXPONENT.fullmatch(text):
        return _lost_digits()
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text and narrow.isascii():
        return Refusal(
            say("The code is written with full-width characters."),
            say("Write it with ordinary ones: {plain}.", plain=narrow),
        )
    if any(character.isspace() for character in text):
        return Refusal(say("There is a blank inside the code."), say("Delete the blank."))
    if column.length is not None and len(text) != column.length:
        return _wrong_length(column.length, len(text))
    return text


def _code_of_number(column: Column, number: float) -> str | Refusal:
    """Take the digits of a numeric cell in a column of codes, or refuse what may have lost some."""
    if abs(number) >= 10**SURE_DIGITS or column.never_number:
        return _lost_digits()
    if number < 0 or not float(number).is_integer():
        return Refusal(say("The cell is a number that is no code."), TEXT_CURE)
    digits = str(int(number))
    if column.length is not None and len(digits) < column.length:
        return Refusal(say("The cell is a number: zeros at its beginning may have been lost."), TEXT_CURE)
    if column.length is not None and len(digits) > column.length:
        return _wrong_length(column.length, len(digits))
    return digits


def _lost_digits() -> Refusal:
    """Refuse a long number: its last digits are gone from the file, not only from the screen."""
    return Refusal(say("The cell is in number format: the last digits of such a long number are lost."), TEXT_CURE)


def _wrong_length(wanted: int, found: int) -> Refusal:
    return Refusal(
        say("The code has {found} characters instead of {wanted}.", found=found, wanted=wanted),
        say("Compare it with the original document."),
    )


def _whole(column: Column, cell: Cell) -> int | Refusal:
    """Take a whole number within the limits of its column."""
    text = _plain_number(cell)
    if _WHOLE.fullmatch(text) is None:
        return _not_a_number(text, say("Write a whole number in plain digits, such as 12."))
    number = Decimal(text)
    return _outside(column, number) or int(number)


def _decimal(column: Column, cell: Cell) -> Decimal | Refusal:
    """Take a decimal number with no more places than its column keeps."""
    text = _plain_number(cell)
    if _NUMBER.fullmatch(text) is None:
        return _not_a_number(text, say("Write a number in plain digits, such as 0.5."))
    places = len(text.partition(".")[2].rstrip("0"))
    if places > column.places:
        return Refusal(
            say("The number has more than {places} decimals.", places=column.places),
            say("Round it to {places} decimals.", places=column.places),
        )
    return _outside(column, Decimal(text)) or Decimal(text)


def _plain_number(cell: Cell) -> str:
    """Return a number's digits: typed cells as they are shown, without an exponent where they are sure."""
    if isinstance(cell, float) and abs(cell) < 10**SURE_DIGITS:
        return f"{Decimal(f'{cell:.15g}'):f}"
    return cell_text(cell)


def _outside(column: Column, number: Decimal) -> Refusal | None:
    """Refuse a number beyond the limits of its column, or beyond any sense."""
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        return Refusal(say("The number has too many digits."), say("Check the number."))
    low, high = column.low, column.high
    if low is not None and number < low:
        return Refusal(say("The number is below {low}.", low=low), say("Write a number of at least {low}.", low=low))
    if high is not None and number > high:
        return Refusal(
            say("The number is above {high}.", high=high), say("Write a number of at most {high}.", high=high)
        )
    return None


def _not_a_number(text: str, cure: Message) -> Refusal:
    """Say what keeps the text from being a number, as exactly as can be told."""
    if _GROUPED.fullmatch(text):
        plain = text.replace(",", "").replace("，", "")
        return Refusal(
            say("The number has separators between its digits."), say("Write it without them: {plain}.", plain=plain)
        )
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text and _NUMBER.fullmatch(narrow):
        return Refusal(
            say("The number is written with full-width characters."),
            say("Write it with ordinary ones: {plain}.", plain=narrow),
        )
    return Refusal(say("This is not a number of the form this column needs."), cure)


def _yes_no(column: Column, cell: Cell) -> bool | Refusal:
    """Take yes or no, in either language or as the spreadsheet's own truth values."""
    if isinstance(cell, bool):
        return cell
    word = folded(cell_text(cell))
    if word in _YES or word in _NO:
        return word in _YES
    return Refusal(say("This is neither yes nor no."), say("Write {yes} or {no}.", yes=say("yes"), no=say("no")))


def _choice(column: Column, cell: Cell) -> str | Refusal:
    """Take one of the column's choices, by its name in either language, a synonym or its code."""
    found = _spelled(column.choices).get(folded(cell_text(cell)))
    if found is not None:
        return found
    return Refusal(say("This is not one of the values of this column."), _choices_cure(column.choices))


def _choices_cure(choices: tuple[Choice, ...]) -> Message:
    """List the first choices as the cure."""
    most = 12
    names = listed([choice.label for choice in choices[:most]])
    if len(choices) > most:
        return say("Write one of {count} values, such as: {listed}.", count=len(choices), listed=names)
    return say("Write one of: {listed}.", listed=names)


@lru_cache(maxsize=256)
def _spelled(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Return every accepted spelling with the value it stands for; codes never yield to words of another choice."""
    words = {folded(word): choice.value for choice in choices for word in (*choice.synonyms, *spellings(choice.label))}
    return words | {folded(choice.value): choice.value for choice in choices}


def _list(column: Column, cell: Cell) -> tuple[str, ...] | Refusal | None:
    """Take values separated by ； or ;, in their order; empty parts and repetitions are dropped."""
    text = _text(column, cell)
    if isinstance(text, Refusal):
        return text
    values: dict[str, None] = {}
    for part in filter(None, map(str.strip, _SEPARATOR.split(text))):
        value = _choice(column, part) if column.choices else part
        if isinstance(value, Refusal):
            return Refusal(say("“{part}” is not one of the values of this column.", part=shown(part)), value.cure)
        values[value] = None
    if not values:
        return MISSING if column.required else None
    return tuple(values)


def _date(column: Column, cell: Cell) -> datetime.date | Refusal:
    """Take a day; a typed date cell or text."""
    return parse_date(cell if isinstance(cell, datetime.date) else cell_text(cell))


def _month(column: Column, cell: Cell) -> int | Refusal:
    """Take a month; a number such as 2019.1 may have been 2019.10 and is refused."""
    if isinstance(cell, float) and not cell.is_integer():
        return parse_month_cell("")
    return parse_month_cell(cell if isinstance(cell, datetime.date) else cell_text(cell))


_PARSERS: dict[Kind, Callable[[Column, Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.LIST: _list,
}

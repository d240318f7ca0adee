"""How one cell's text becomes a value: every parser returns the value, or a Refusal that says what to write instead.

Parsers get trimmed, non-empty text. Digits are the ASCII ones: full-width digits (１２) are refused, and the cure shows
the half-width form, because keys compare exactly and a table that mixes both forms would split one thing in two.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from policy.messages import Message, say
from policy.months import Month, parse_month

T = TypeVar("T")

_WHOLE = re.compile(r"\d+", re.ASCII)
_DECIMAL = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_NEGATIVE = re.compile(r"-(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?", re.ASCII)
_EXPONENT = re.compile(r"-?\d+(?:\.\d*)?[eE][+-]?\d+", re.ASCII)
_MAX_DIGITS = 9  # keeps every sum of a district inside 64 bits
_DECIMAL_PLACES = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not a value of its column, and what to write instead."""

    message: Message
    cure: Message


Parser = Callable[[str], T | Refusal]


def parse_text(text: str) -> str | Refusal:
    """Take any text as it is."""
    return text


def parse_key(text: str) -> str | Refusal:
    """Take a key or a subject; refuse characters nobody can see, because keys compare exactly."""
    for character in text:
        if not character.isprintable():
            code = f"U+{ord(character):04X}"
            return Refusal(
                say("“{value}” contains the invisible character {code}.", value=text, code=code),
                say("Delete the cell and type the value again."),
            )
    return text


def parse_keys(text: str) -> tuple[str, ...] | Refusal:
    """Take keys separated by `;` or `；`; empty parts and repetitions are dropped."""
    keys: dict[str, None] = {}
    for part in text.replace("；", ";").split(";"):
        key = parse_key(part.strip())
        if isinstance(key, Refusal):
            return key
        if key:
            keys[key] = None
    return tuple(keys)


def whole(low: int = 0, high: int | None = None) -> Parser[int]:
    """Make a parser of whole numbers from `low` to `high` (both allowed)."""

    def parse(text: str) -> int | Refusal:
        if _WHOLE.fullmatch(text) is None:
            return _not_a_number(text, say("Write a whole number in plain digits, such as 12."))
        if len(text.lstrip("0")) > _MAX_DIGITS:
            return _too_large(text)
        value = int(text)
        if value < low or (high is not None and value > high):
            return _out_of_range(text, str(low), "" if high is None else str(high))
        return value

    return parse


def hundredths(low: int = 0, high: int | None = None) -> Parser[int]:
    """Make a parser of decimals with at most two places, in hundredths from `low` to `high` (both allowed)."""

    def parse(text: str) -> int | Refusal:
        match = _DECIMAL.fullmatch(text)
        if match is None:
            return _not_a_number(text, say("Write a number with at most two decimals, such as 0.50."))
        if len(match[2] or "") > _DECIMAL_PLACES:
            return Refusal(
                say("{value} has more than two decimals.", value=text),
                say("Round it to two decimals."),
            )
        if len(match[1].lstrip("0")) > _MAX_DIGITS:
            return _too_large(text)
        value = _in_hundredths(match)
        if value < low or (high is not None and value > high):
            return _out_of_range(text, f"{low / 100:.2f}", "" if high is None else f"{high / 100:.2f}")
        return value

    return parse


def parse_years(text: str) -> int | Refusal:
    """Take years with any number of decimals, in whole hundredths rounded down: 0.999 years are not yet one."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return _not_a_number(text, say("Write the years as a number, such as 1.5."))
    if len(match[1].lstrip("0")) > _MAX_DIGITS:
        return _too_large(text)
    return _in_hundredths(match)


def degrees(limit: int) -> Parser[float]:
    """Make a parser of decimal degrees between −limit and limit."""

    def parse(text: str) -> float | Refusal:
        if _DEGREES.fullmatch(text) is None:
            cure = say("Write decimal degrees, such as 116.391, without a degree sign or letters.")
            return Refusal(_not_a_number(text, cure).message, cure)
        value = float(text)
        if abs(value) > limit:
            return Refusal(
                say("{value} degrees is outside −{limit} to {limit}.", value=text, limit=limit),
                say("Check the coordinate; longitude and latitude may have been exchanged."),
            )
        return value

    return parse


def parse_year_month(text: str) -> Month | Refusal:
    """Take a month written `YYYY-MM`."""
    try:
        return parse_month(text)
    except ValueError:
        return Refusal(
            say("“{value}” is not a month.", value=text),
            say("Write year and month as YYYY-MM, such as 2015-09."),
        )


def one_of(codes: Mapping[str, T]) -> Parser[T]:
    """Make a parser of a closed list; `codes` maps every accepted spelling to its meaning."""
    accepted = ", ".join(codes)

    def parse(text: str) -> T | Refusal:
        if text in codes:
            return codes[text]
        return Refusal(
            say("“{value}” is not one of the codes of this column.", value=text),
            say("Write one of: {codes}.", codes=accepted),
        )

    return parse


def _in_hundredths(match: re.Match[str]) -> int:
    """Cut a matched decimal to hundredths."""
    return int(match[1]) * 100 + int((match[2] or "")[:_DECIMAL_PLACES].ljust(_DECIMAL_PLACES, "0"))


def _not_a_number(text: str, cure: Message) -> Refusal:
    """Say what keeps the text from being a number, as exactly as can be told."""
    if _NEGATIVE.fullmatch(text):
        return Refusal(say("{value} is negative.", value=text), say("Write zero or a positive number."))
    if _GROUPED.fullmatch(text):
        plain = text.replace(",", "").replace("，", "")
        return Refusal(
            say("“{value}” has separators between its digits.", value=text),
            say("Write it without them: {plain}.", plain=plain),
        )
    if _EXPONENT.fullmatch(text):
        return Refusal(
            say("“{value}” is written with an exponent.", value=text),
            say("Write the number in plain digits."),
        )
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text and _DECIMAL.fullmatch(narrow):
        return Refusal(
            say("“{value}” is written with full-width characters.", value=text),
            say("Write it with ordinary digits: {plain}.", plain=narrow),
        )
    return Refusal(say("“{value}” is not a number of the form this column needs.", value=text), cure)


def _too_large(text: str) -> Refusal:
    """Refuse a number no district can have."""
    return Refusal(
        say("{value} is too large.", value=text[:40]),
        say("Check the number; at most {digits} digits before the decimal point are read.", digits=_MAX_DIGITS),
    )


def _out_of_range(text: str, low: str, high: str) -> Refusal:
    """Refuse a number outside the range of its column."""
    if not high:
        return Refusal(
            say("{value} is below {low}.", value=text, low=low),
            say("Write a number of at least {low}.", low=low),
        )
    return Refusal(
        say("{value} is not between {low} and {high}.", value=text, low=low, high=high),
        say("Write a number from {low} to {high}.", low=low, high=high),
    )

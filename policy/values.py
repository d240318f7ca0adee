"""One value of a policy against its form: the right kind, inside its range, or a sentence that says why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from policy.messages import Message, say
from policy.months import parse_month

Value = bool | int | Decimal | str | date | tuple[int, ...] | tuple[str, ...]


class Kind(StrEnum):
    """What a value may be."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    MONTH = "month"
    INTEGERS = "integers"
    CHOICES = "choices"
    TEXTS = "texts"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """What a value must look like: kind, unit, range (both ends included), choices; for lists length and order."""

    kind: Kind
    unit: str = ""
    low: int | Decimal | None = None
    high: int | Decimal | None = None
    choices: tuple[str, ...] = ()
    length: int | None = None
    places: int | None = None
    ascending: bool = False
    permutation: bool = False
    first: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a value is refused, and how to mend it."""

    message: Message
    cure: Message


def read_value(form: Form, raw: object) -> Value | Flaw:
    """Return the typed value, or the flaw that refuses it."""
    return _READERS[form.kind](form, raw)


def shown(raw: object) -> str:
    """Write a value as a person would recognise it."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, list | tuple):
        return "[" + ", ".join(shown(item) for item in raw) + "]"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key} = {shown(item)}" for key, item in raw.items()) + "}"
    try:
        text = str(raw)
    except ValueError:  # Python refuses to write out integers of thousands of digits
        return "…"
    return text


def decimal_places(value: Decimal) -> int:
    """Count the decimals a finite number really needs (4.20 needs one)."""
    _, digits, exponent = value.as_tuple()
    if not value or not isinstance(exponent, int):
        return 0
    written = "".join(map(str, digits))
    return max(0, -(exponent + len(written) - len(written.rstrip("0"))))


def _integer(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return Flaw(
            say("A whole number is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)),
            _range_cure(form),
        )
    return raw if _inside(form, raw) else _outside(form, raw)


def _decimal(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return Flaw(
            say("A number is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)), _range_cure(form)
        )
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or not _inside(form, number):
        return _outside(form, raw)
    if form.places is not None and decimal_places(number) > form.places:
        return Flaw(
            say("{value} has more than {places} decimals.", value=shown(raw), places=form.places),
            say("Round it to at most {places} decimals.", places=form.places),
        )
    return number


def _boolean(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, bool):
        return raw
    return Flaw(
        say("Yes or no is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)),
        say("Write true or false, in lower case and without quotes."),
    )


def _text(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    return Flaw(
        say("A text is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)),
        say("Write it in quotes."),
    )


def _choice(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, str) and raw in form.choices:
        return raw
    return Flaw(say("{value} is not one of the choices.", value=shown(raw)), _choices_cure(form))


def _date(form: Form, raw: object) -> Value | Flaw:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    return Flaw(
        say("A date is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)),
        say("Write year-month-day without quotes and without a time, as in 2026-09-01."),
    )


def _month(form: Form, raw: object) -> Value | Flaw:
    try:
        parse_month(raw if isinstance(raw, str) else "")
    except ValueError:
        return Flaw(say("{value} is not a month.", value=shown(raw)), say("Write it in quotes as YYYY-MM."))
    return str(raw)


def _integers(form: Form, raw: object) -> Value | Flaw:
    if not isinstance(raw, list | tuple):
        return _no_list(raw)
    if form.length is not None and len(raw) != form.length:
        return Flaw(
            say(
                "The list must hold exactly {length} numbers, and it holds {count}.", length=form.length, count=len(raw)
            ),
            say("Write {length} whole numbers in square brackets.", length=form.length),
        )
    for item in raw:
        read = _integer(form, item)
        if isinstance(read, Flaw):
            return read
    if form.ascending and list(raw) != sorted(raw):
        return Flaw(
            say("The numbers {value} go down.", value=shown(raw)),
            say("Write them so that each is at least as large as the one before it."),
        )
    return tuple(raw)


def _texts(form: Form, raw: object) -> Value | Flaw:
    if not isinstance(raw, list | tuple):
        return _no_list(raw)
    strange = [shown(item) for item in raw if not isinstance(item, str) or not item.strip()]
    if strange:
        return Flaw(
            say("The list may hold texts only, and it holds {value}.", value=", ".join(strange)),
            say("Write each entry in quotes, none of them empty."),
        )
    return tuple(item.strip() for item in raw)


def _choice_list(form: Form, raw: object) -> Value | Flaw:
    if not isinstance(raw, list | tuple):
        return _no_list(raw)
    unknown = [shown(item) for item in raw if not isinstance(item, str) or item not in form.choices]
    if unknown:
        return Flaw(say("Not among the choices: {value}.", value=", ".join(unknown)), _choices_cure(form))
    if form.permutation and sorted(raw) != sorted(form.choices):
        return Flaw(say("{value} does not name every line exactly once.", value=shown(raw)), _choices_cure(form))
    if form.first and raw[:1] != type(raw)([form.first]):
        return Flaw(
            say("{value} does not begin with {first}.", value=shown(raw), first=form.first),
            say("Put {first} first; the others may follow in any order.", first=form.first),
        )
    return tuple(raw)


_READERS: dict[Kind, Callable[[Form, object], Value | Flaw]] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.INTEGERS: _integers,
    Kind.CHOICES: _choice_list,
    Kind.TEXTS: _texts,
    Kind.TEXT: _text,
}


def _inside(form: Form, number: int | Decimal) -> bool:
    return (form.low is None or number >= form.low) and (form.high is None or number <= form.high)


def _outside(form: Form, raw: object) -> Flaw:
    return Flaw(say("{value} is outside what is allowed.", value=shown(raw)), _range_cure(form))


def _range_cure(form: Form) -> Message:
    if form.low is None or form.high is None:
        return say("Write a number, without quotes.")
    if form.kind is Kind.DECIMAL:
        return say("Write a number from {low} to {high}, without quotes.", low=form.low, high=form.high)
    return say(
        "Write a whole number from {low} to {high}, without quotes or a decimal point.", low=form.low, high=form.high
    )


def _choices_cure(form: Form) -> Message:
    return say("Choose from: {choices}.", choices=", ".join(form.choices))


def _no_list(raw: object) -> Flaw:
    return Flaw(
        say("A list is needed, and {value} is {kind}.", value=shown(raw), kind=_kind_of(raw)),
        say("Write the entries in square brackets, separated by commas."),
    )


def _kind_of(raw: object) -> Message:
    if isinstance(raw, bool):
        return say("a yes/no value")
    if isinstance(raw, str):
        return say("a text")
    if isinstance(raw, int):
        return say("a whole number")
    if isinstance(raw, float | Decimal):
        return say("a decimal number")
    if isinstance(raw, date):
        return say("a date")
    if isinstance(raw, list | tuple):
        return say("a list")
    return say("a table") if isinstance(raw, dict) else say("something else")

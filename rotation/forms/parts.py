"""Small parts every form of rotation uses: labels that are messages, and texts without the blanks around them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from core.web.language import text
from policy.messages import Message


def label(message: Message) -> Any:
    """Return a message as a label: WTForms keeps it as it is, and the page translates it where it is shown."""
    return message


def plain(field: Field) -> str:
    """Return a field's text without blanks around it, empty where nothing was typed."""
    return str(field.data or "").strip()


def whole(field: Field) -> int:
    """Return the number of a field that its validators have let pass."""
    return int(field.data)


def given_day(field: Field) -> date:
    """Return the day of a field that its validators have let pass."""
    day: date = field.data
    return day


def options(pairs: Iterable[tuple[object, object]], *, blank: Message | None = None) -> Any:
    """Return the choices of a field from values and labels; `blank` names the empty choice where there is one."""
    first = [("", blank)] if blank is not None else []
    return [SelectChoice(str(value), text(words)) for value, words in (*first, *pairs)]

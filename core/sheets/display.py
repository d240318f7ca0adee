"""A value as a cell shows it: the same words in exports, previews and drop-downs, in the language of the reader."""

import datetime
from decimal import Decimal
from typing import Any

from core.i18n import Language
from core.sheets.columns import Column, Kind
from core.sheets.words import in_language
from policy.messages import Message, say
from policy.months import Month, format_month

YES, NO = say("yes"), say("no")


def word(column: Column, value: Any) -> Message | str:
    """Return what people read for a value; empty where there is none."""
    if value is None or value == "":
        return ""
    match column.kind:
        case Kind.CHOICE:
            return _label(column, value)
        case Kind.YES_NO:
            return YES if value else NO
        case Kind.MONTH:
            return format_month(Month(value))
        case Kind.DATE:
            return value.isoformat() if isinstance(value, datetime.date) else str(value)
        case Kind.DECIMAL:
            return f"{Decimal(value):f}"
        case Kind.LIST:
            return _listed(column, tuple(value))
        case _:
            return str(value)


def text_of(column: Column, value: Any, language: Language) -> str:
    """Return a value's words in one language."""
    return in_language(word(column, value), language)


def _label(column: Column, value: str) -> Message | str:
    for choice in column.choices:
        if choice.value == value:
            return choice.label
    return str(value)


def _listed(column: Column, values: tuple[str, ...]) -> Message | str:
    """Join the values of a list; the separator is the same in both languages, so that the reader finds it again."""
    words = [_label(column, value) for value in values]
    if all(isinstance(each, str) for each in words):
        return "；".join(map(str, words))
    listed = words[0] if words else ""
    for each in words[1:]:
        listed = say("{first}；{second}", first=listed, second=each)
    return listed

"""Sentences as the database keeps them: template and facts, so that each reads them in the own language later on."""

from collections.abc import Mapping
from typing import Any

from policy.messages import Message, spoken


def to_json(value: object) -> Any:
    """Return a sentence, with sentences and days among its facts, as JSON keeps it; others as text or number."""
    value = spoken(value)
    if isinstance(value, Message):
        return {"say": value.template, "facts": {name: to_json(fact) for name, fact in value.facts.items()}}
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def from_json(data: Any) -> Any:
    """Return what `to_json` kept."""
    if isinstance(data, Mapping):
        return Message(data["say"], {name: from_json(fact) for name, fact in data["facts"].items()})
    return data

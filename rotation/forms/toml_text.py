"""A district's policy as TOML text: single numbers by dotted key, and the open tables of lessons and loads."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from policy.lessons import OPEN_SECTIONS
from policy.values import Value


def literal(value: object) -> str:
    """Write one value as TOML does."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal() | float():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{quoted(name)} = {literal(item)}" for name, item in value.items()) + " }"
    return quoted(str(value))


def quoted(text: str) -> str:
    """Write a text in quotes; the escapes of JSON are also those of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(numbers: Mapping[str, Value], tables: str) -> str:
    """Return a policy: the numbers, each on its line, then the open tables as they were typed."""
    lines = [f"{key} = {literal(value)}" for key, value in numbers.items()]
    return "\n".join([*lines, *(["", tables.strip()] if tables.strip() else [])]) + "\n"


def open_tables(text: str) -> str:
    """Return the open tables of a policy, written again; empty where the text is no TOML."""
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
    except ValueError:
        return ""
    parts = []
    for name in OPEN_SECTIONS:
        table = tree.get(name)
        if isinstance(table, dict):
            parts.append("\n".join([f"[{name}]", *(f"{quoted(key)} = {literal(item)}" for key, item in table.items())]))
    return "\n\n".join(parts)


def numbers_of(text: str) -> dict[str, object]:
    """Return what a policy sets, by dotted key, without the open tables."""
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
    except ValueError:
        return {}
    return dict(_flat("", {name: value for name, value in tree.items() if name not in OPEN_SECTIONS}))


def _flat(prefix: str, tree: Mapping[str, object]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in tree.items():
        found += _flat(f"{prefix}{name}.", value) if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return found

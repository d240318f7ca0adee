"""A cycle's policy numbers as text: read, laid over one another, and written again as TOML.

The text of a cycle, and what a scenario changes in it, go through `policy.registry.read_policy`, like a district's own
`policy.toml`: one reader, one list of faults, one set of ranges.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policy.assembly import is_planner_key
from policy.catalogue import Parameter, parameters_on
from policy.catalogue import parameters as shipped_parameters
from policy.registry import PolicyReading, policy_on, read_policy
from policy.rotation import RotationPolicy
from policy.values import Flaw, Kind, Value, read_value

PLANNER_SECTIONS = (*("eligibility", "rotation", "travel", "shortage", "balance", "burden", "priorities"),)
"""Sections a cycle may set as single numbers; curriculum and loads come as text only."""

REFERENCE_DATE = "cycle.reference_date"

Tree = dict[str, Any]


def planner_parameters() -> Mapping[str, Parameter]:
    """Return the numbers a cycle or a scenario may set, by dotted key, in the order of the rule-set."""
    return {
        key: known
        for key, known in shipped_parameters().items()
        if key.split(".")[0] in PLANNER_SECTIONS and is_planner_key(key)
    }


def parse(text: str) -> Tree:
    """Read TOML with exact decimals; text that is none yields nothing (its faults are told by `reading_of`)."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return {}


def reading_of(text: str) -> PolicyReading:
    """Read a policy text: the policy, or every fault."""
    return read_policy(text)


def effective_text(text: str, overrides: Mapping[str, Value], reference_date: date) -> str:
    """Lay a scenario's numbers over a cycle's text; the day of the cycle is the reference date whatever they say."""
    tree = parse(text)
    for key, value in overrides.items():
        _put(tree, key, value)
    _put(tree, REFERENCE_DATE, reference_date)
    return written(tree)


def with_numbers(text: str, values: Mapping[str, Value], day: date) -> str:
    """Return a text in which these numbers are set; one equal to the shipped number of the day is left out."""
    tree = parse(text)
    for key, value in values.items():
        _drop(tree, key)
        if value != parameters_on(day)[key].value:
            _put(tree, key, value)
    return written(tree)


def numbers_of(text: str, day: date) -> dict[str, Value]:
    """Return every number a cycle may set as it is in force: its own, else the shipped one of the day."""
    tree, shipped = parse(text), parameters_on(day)
    found: dict[str, Value] = {}
    for key in planner_parameters():
        given = _get(tree, key)
        found[key] = shipped[key].value if given is None else _as_value(given)
    return found


def kept(values: Mapping[str, Value]) -> Tree:
    """Return numbers as JSON keeps them."""
    return {key: list(value) if isinstance(value, tuple) else _plain(value) for key, value in values.items()}


def revived(stored: Mapping[str, Any]) -> dict[str, Value]:
    """Return the numbers `kept` wrote; what the rule-set no longer knows is left out."""
    known = planner_parameters()
    return {key: _revived(known[key].form.kind, raw) for key, raw in stored.items() if key in known}


def read_number(key: str, text: str) -> Value | Flaw:
    """Read one number as a person types it: lists separated by commas, yes or no as true or false."""
    form = planner_parameters()[key].form
    return read_value(form, _typed(form.kind, text.strip()))


def _typed(kind: Kind, text: str) -> object:
    """Return what a typed text means for a kind; what cannot be meant stays text, and its reader refuses it."""
    if kind in {Kind.INTEGERS, Kind.CHOICES, Kind.TEXTS}:
        listed = text.strip("[]").replace("，", ",").replace("、", ",")
        parts = [part.strip() for part in listed.split(",") if part.strip()]
        return [_typed(Kind.INTEGER, part) for part in parts] if kind is Kind.INTEGERS else parts
    if kind is Kind.BOOLEAN:
        return {"true": True, "false": False}.get(text.lower(), text)
    try:
        return int(text) if kind is Kind.INTEGER else Decimal(text) if kind is Kind.DECIMAL else text
    except (ValueError, ArithmeticError):
        return text


def _plain(value: Value) -> object:
    return value if isinstance(value, bool | int | str) else str(value)


def _revived(kind: Kind, raw: Any) -> Value:
    if kind is Kind.DECIMAL:
        return Decimal(str(raw))
    return tuple(raw) if isinstance(raw, list) else raw


def policy_from(text: str, reference_date: date) -> RotationPolicy:
    """Return the policy of a text without faults; of one with faults the shipped policy of the day."""
    return reading_of(effective_text(text, {}, reference_date)).policy or policy_on(reference_date)


def written(tree: Mapping[str, Any]) -> str:
    """Write parsed TOML again: plain values first, then a section for each table; comments are not kept."""
    lines = [f"{_key(name)} = {_literal(value)}" for name, value in tree.items() if not isinstance(value, dict)]
    _sections("", tree, lines)
    return "\n".join(lines).strip() + "\n" if lines else ""


def _sections(prefix: str, tree: Mapping[str, Any], lines: list[str]) -> None:
    for name, value in tree.items():
        if not isinstance(value, dict):
            continue
        path = f"{prefix}{_key(name)}"
        plain = [f"{_key(key)} = {_literal(item)}" for key, item in value.items() if not isinstance(item, dict)]
        if plain or not value:
            lines += ["", f"[{path}]", *plain]
        _sections(f"{path}.", value, lines)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return _quoted(str(value))


def _key(name: str) -> str:
    return name if name and all(c.isascii() and (c.isalnum() or c in "-_") for c in name) else _quoted(name)


def _quoted(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in body) + '"'


def _put(tree: Tree, key: str, value: object) -> None:
    *path, last = key.split(".")
    for part in path:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            below = tree[part] = {}
        tree = below
    tree[last] = list(value) if isinstance(value, tuple) else value


def _get(tree: Tree, key: str) -> object:
    node: object = tree
    for part in key.split("."):
        if not isinstance(node, dict) or part not in node:
            return None
        node = node[part]
    return node


def _drop(tree: Tree, key: str) -> None:
    *path, last = key.split(".")
    trail = [tree]
    for part in path:
        below = trail[-1].get(part)
        if not isinstance(below, dict):
            return
        trail.append(below)
    trail[-1].pop(last, None)
    for parent, part in zip(reversed(trail[:-1]), reversed(path), strict=True):
        if not parent[part]:
            del parent[part]


def _as_value(raw: object) -> Value:
    return tuple(raw) if isinstance(raw, list) else raw  # type: ignore[return-value]  # read_policy judges it

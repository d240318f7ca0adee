"""The rotation policy in force: the shipped one on a day, or a district's `policy.toml` over it, with every fault."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from policy.assembly import REFERENCE_DATE, assemble, is_planner_key
from policy.catalogue import Parameter, parameters, parameters_on
from policy.faults import Findings, PolicyFault
from policy.lessons import OPEN_SECTIONS, read_curriculum
from policy.lookup import Lookup, lookup_on, newest
from policy.messages import say
from policy.rotation import RotationPolicy
from policy.values import Flaw, Value, read_value
from policy.vocabulary import Area, Stage

_PLACE = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


class PolicyReading(NamedTuple):
    """A district's policy, or None where it has faults; every fault, and the warnings."""

    policy: RotationPolicy | None
    faults: tuple[PolicyFault, ...]
    warnings: tuple[PolicyFault, ...]


def policy_on(day: date) -> RotationPolicy:
    """Return the shipped policy in force on a day (before the first version of a number, with its first)."""
    return _policy_on(day)


def read_policy(source: str | Mapping[str, object]) -> PolicyReading:
    """Read a district's policy, as TOML text or already parsed; what is absent takes the shipped value of its date."""
    found = Findings()
    tree = parse(source, found) if isinstance(source, str) else source
    values = _Reader(found).read(tree)
    day = _reference_date(values)
    curriculum = read_curriculum(tree, lookup_on(day), found)
    complete = Lookup({key: values.get(key, version.value) for key, version in parameters_on(day).items()})
    policy = None if found.faults else assemble(complete, curriculum)
    return PolicyReading(policy, tuple(found.faults), tuple(found.warnings))


def parse(text: str, found: Findings) -> Mapping[str, object]:
    """Parse TOML with exact decimals; text that is no TOML is one fault with its line and column."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except RecursionError:
        found.refuse("", "", Flaw(say("The policy nests brackets too deeply."), say("Write it as in docs/policy.md.")))
    except (ValueError, ArithmeticError) as error:  # ValueError: TOML faults, and integers too long to read
        place = _PLACE.search(str(error))
        where = f"line {place['line']}, column {place['column']}" if place and place["line"] else ""
        found.refuse("", where, _syntax_flaw(str(error), place))
    return {}


@cache
def _policy_on(day: date) -> RotationPolicy:
    found = Findings()
    values = lookup_on(day)
    return assemble(values, read_curriculum({}, values, found))


def _reference_date(values: Mapping[str, Value]) -> date:
    return Lookup(values).day(REFERENCE_DATE) if REFERENCE_DATE in values else newest().day(REFERENCE_DATE)


def _syntax_flaw(error: str, place: re.Match[str] | None) -> Flaw:
    cure = say("Mend the line; every setting is written as name = value.")
    reason = _PLACE.sub("", error).strip()
    if place is None:
        return Flaw(say("A number in the policy has too many digits to be read."), say("Write a shorter number."))
    if place["line"] is None:
        return Flaw(say("The policy cannot be read: {reason}, at its end.", reason=reason), cure)
    message = say(
        "The policy cannot be read: {reason}, in line {line}, column {column}.",
        reason=reason,
        line=int(place["line"]),
        column=int(place["column"]),
    )
    return Flaw(message, cure)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks a parsed policy and collects the values of the planner's keys."""

    found: Findings

    def read(self, tree: Mapping[str, object]) -> dict[str, Value]:
        """Return the values given, by dotted key."""
        values: dict[str, Value] = {}
        for name, raw in tree.items():
            if name not in OPEN_SECTIONS:
                self._visit(str(name), raw, values)
        return values

    def _visit(self, key: str, raw: object, values: dict[str, Value]) -> None:
        known = _planner_parameters()
        if key in known:
            self._take(key, raw, known[key], values)
        elif not (below := _entries_below(key)):
            self._unknown(key, raw)
        elif not isinstance(raw, Mapping):
            self.found.refuse_no_table(key, raw)
        else:
            for name, item in raw.items():
                if _is_closed(below) and name not in below:
                    self.found.refuse_unknown(f"{key}.{name}", item, below)
                else:
                    self._visit(f"{key}.{name}", item, values)

    def _take(self, key: str, raw: object, parameter: Parameter, values: dict[str, Value]) -> None:
        value = read_value(parameter.form, raw)
        if isinstance(value, Flaw):
            self.found.refuse(key, raw, value)
        else:
            values[key] = value

    def _unknown(self, key: str, raw: object) -> None:
        sections = {part for known in _planner_parameters() for part in _prefixes(known)}
        self.found.warn_unknown(key, raw, [*_planner_parameters(), *sections, *OPEN_SECTIONS])


@cache
def _planner_parameters() -> dict[str, Parameter]:
    return {key: parameter for key, parameter in parameters().items() if is_planner_key(key)}


@cache
def _entries_below(section: str) -> tuple[str, ...]:
    start = f"{section}."
    return tuple(
        dict.fromkeys(key.removeprefix(start).split(".")[0] for key in _planner_parameters() if key.startswith(start))
    )


def _is_closed(entries: tuple[str, ...]) -> bool:
    """Tell whether a table is keyed by areas or stages, where an unknown entry is a fault and not a stray key."""
    return set(entries) <= set(Area) or set(entries) <= set(Stage)


def _prefixes(key: str) -> list[str]:
    parts = key.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]

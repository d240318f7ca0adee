"""The shipped rule-set arranged for reading: chapters, and in each the numbers with unit, source and confidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.operations import rule_words
from app.operations.source_words import source_word
from policy.catalogue import Confidence, Parameter, Version, parameters
from policy.messages import Message, listed, say
from policy.values import Value, shown

DOUBTFUL = frozenset({Confidence.TO_CONFIRM})


@dataclass(frozen=True, slots=True)
class Number:
    """One value of a rule: what it is of (empty where the rule has one only), and the value in words."""

    of: Message | str
    value: Message | str


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the page."""

    key: str
    label: Message
    numbers: tuple[Number, ...]
    unit: Message | str
    source: Message | str
    since: date
    confidence: Message
    tone: str
    later: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules under one heading."""

    key: str
    title: Message
    rules: tuple[Rule, ...]


def chapters(day: date) -> tuple[Chapter, ...]:
    """Return all rules as they are in force on a day."""
    records: dict[str, list[Parameter]] = {}
    for parameter in parameters().values():
        records.setdefault(parameter.record, []).append(parameter)
    found: dict[str, list[Rule]] = {}
    for record, members in records.items():
        found.setdefault(record.partition(".")[0], []).append(_rule(record, members, day))
    return tuple(Chapter(key, rule_words.chapter(key), tuple(rules)) for key, rules in found.items())


def _rule(record: str, members: list[Parameter], day: date) -> Rule:
    version = members[0].on(day)
    later = sorted({v.effective_from for member in members for v in member.versions if v.effective_from > day})
    return Rule(
        key=record,
        label=rule_words.label(record),
        numbers=tuple(_numbers(record, members, day)),
        unit=rule_words.unit(members[0].form.unit),
        source=source_word(version.source),
        since=version.effective_from,
        confidence=rule_words.confidence(version.confidence),
        tone=_tone(version),
        later=tuple(later),
    )


def _numbers(record: str, members: list[Parameter], day: date) -> Iterator[Number]:
    for member in members:
        entry = member.key.removeprefix(record).removeprefix(".")
        yield Number(rule_words.entry(entry), _value(member.on(day).value))


def _value(value: Value) -> Message | str:
    if isinstance(value, tuple):
        return listed([rule_words.entry(shown(item)) for item in value]) if value else say("none")
    return rule_words.flag(value) if isinstance(value, bool) else rule_words.entry(shown(value))


def _tone(version: Version) -> str:
    return "warn" if version.confidence in DOUBTFUL else "none"

"""Sentences for people that pure code may make: an English template with its facts, translated where they are shown.

`say` is also the word the message extractor looks for, so a sentence is written once, where it is decided.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

_Item = TypeVar("_Item")
Translate = Callable[[str], str]

ONE = "one\x04"
"""The context (as gettext writes it before a message) under which a catalogue has the form for one thing."""

COUNTS = ("count", "number")
"""The facts that say how many things a sentence is about."""


def untranslated(template: str) -> str:
    """Return the English template as it is."""
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: an English template (the catalogue key) and the facts to fill in."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate = untranslated) -> str:
        """Render the sentence; facts that are sentences themselves, and days, are put into words of the language."""
        filled = {name: spoken(fact) for name, fact in self.facts.items()}
        shown = {name: fact.text(translate) if isinstance(fact, Message) else fact for name, fact in filled.items()}
        return self._form(translate).format(**shown)

    def _form(self, translate: Translate) -> str:
        """Return the template in a language: where one thing is counted, in the form the language has for one."""
        if any(str(self.facts.get(name)) == "1" for name in COUNTS):
            one = translate(f"{ONE}{self.template}")
            if not one.startswith(ONE):
                return one
        return translate(self.template)

    def __str__(self) -> str:
        return self.text()


def say(template: str, **facts: object) -> Message:
    """Make a sentence from a literal English template; `{name}` marks where a fact goes."""
    return Message(template, facts)


MONTHS = (
    say("Jan"),
    say("Feb"),
    say("Mar"),
    say("Apr"),
    say("May"),
    say("Jun"),
    say("Jul"),
    say("Aug"),
    say("Sep"),
    say("Oct"),
    say("Nov"),
    say("Dec"),
)


def spoken(fact: object) -> object:
    """Return a fact as a sentence takes it: a day as a sentence of its own, anything else as it is."""
    if isinstance(fact, date) and not isinstance(fact, datetime):
        return say("{day} {month} {year}", day=fact.day, month=MONTHS[fact.month - 1], year=fact.year)
    return fact


def listed(items: Sequence[_Item]) -> Message | _Item:
    """Return things of a kind, at least one, in a row as the language joins them."""
    if len(items) == 1:
        return items[0]
    half = len(items) // 2  # halves, so that a long list is not as deep as it is long
    return say("{first}, {second}", first=listed(items[:half]), second=listed(items[half:]))

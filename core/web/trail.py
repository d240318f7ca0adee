"""Entries of the audit trail in words: the application knows what every part of the product keeps there.

Records have timelines in several packages; what their keys and values mean is known to the application alone, which
installs the words when it is composed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy.orm import Session

from core.audit import AuditEntry

_KEY = "junheng.trail"


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept value as people read it; `whole` is what was kept where the text is shorter or another one."""

    text: str
    whole: str = ""


class TrailWords(Protocol):
    """The words for some entries, in the reader's language."""

    def event(self, name: str) -> str:
        """Return what an event is called."""

    def field(self, event: str, name: str) -> str:
        """Return what a field or fact of an event is called."""

    def value(self, event: str, name: str, value: object) -> Shown:
        """Return a value of a field or fact; what nobody has words for as it was kept."""

    def subject(self, entry: AuditEntry) -> Shown:
        """Return the record an entry is about."""


Speak = Callable[[Session, Iterable[AuditEntry]], TrailWords]


def install(app: Flask, speak: Speak) -> None:
    """Give a site the words of its trail."""
    app.extensions[_KEY] = speak


def trail_words(tx: Session, entries: Iterable[AuditEntry]) -> TrailWords:
    """Return the words for some entries; names behind ids are looked up once for all of them."""
    speak: Speak = current_app.extensions[_KEY]
    return speak(tx, entries)

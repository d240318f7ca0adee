"""The words of the audit trail as the pages of the site use them: installed when the site is composed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.imports.kinds import KINDS
from app.operations.event_words import event_word, kind_word
from app.operations.field_words import field_word
from app.operations.record_names import Names, names_of, references
from app.operations.value_words import value_word
from core.audit import AuditEntry
from core.web.language import text
from core.web.trail import Shown

UNTOLD = frozenset({"search_key", "title_key"})
"""What is kept for searching alone: the name or title stands beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words for some entries, the names behind their ids looked up."""

    names: Names

    def event(self, name: str) -> str:
        """Return what an event is called."""
        return text(event_word(name))

    def field(self, event: str, name: str) -> str:
        """Return what a field or fact of an event is called."""
        return text(field_word(event, name))

    def value(self, event: str, name: str, value: object) -> Shown:
        """Return a value of a field or fact as people read it."""
        return value_word(event, name, value, self.names)

    def subject(self, entry: AuditEntry) -> Shown:
        """Return the record an entry is about: its kind and its name, or its number where it has none."""
        kind, key = text(kind_word(entry.subject_kind)), entry.subject_key
        name = self.names.get((entry.subject_kind, key))
        if entry.subject_kind == "export" and key in KINDS:
            name = text(KINDS[key].title)
        return Shown(f"{kind} {name}", key) if name else Shown(f"{kind} {key}")


def speak(tx: Session, entries: Iterable[AuditEntry]) -> Words:
    """Return the words for some entries."""
    return Words(names_of(tx, references(entries)))

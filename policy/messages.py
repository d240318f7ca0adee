"""Sentences for people that pure code may make: an English template with its facts, translated where they are shown.

`say` is also the word the message extractor looks for, so a sentence is written once, where it is decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Translate = Callable[[str], str]


def untranslated(template: str) -> str:
    """Return the English template as it is."""
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: an English template (the catalogue key) and the facts to fill in."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate = untranslated) -> str:
        """Render the sentence; facts that are sentences themselves are translated too."""
        filled = {
            name: value.text(translate) if isinstance(value, Message) else value for name, value in self.facts.items()
        }
        return translate(self.template).format(**filled)

    def __str__(self) -> str:
        return self.text()


def say(template: str, **facts: object) -> Message:
    """Make a sentence from a literal English template; `{name}` marks where a fact goes."""
    return Message(template, facts)

"""What the rules are called on the page of the rules in force: chapters, rules, entries, units, how sure we are."""

from app.operations.rule_labels import CHAPTERS, CONFIDENCE, ENTRIES, LABELS, UNITS
from policy.catalogue import Confidence
from policy.messages import Message, say

SPEAKS_FOR_ITSELF = frozenset({"", "day", "month", "stages", "subjects", "lines, most important first"})


def chapter(key: str) -> Message:
    """Return the heading of a chapter."""
    return CHAPTERS.get(key) or _plain(key)


def label(record: str) -> Message:
    """Return what a rule is called."""
    return LABELS.get(record) or _plain(record)


def unit(name: str) -> Message | str:
    """Return a unit; none where the value says by itself what it is."""
    return "" if name in SPEAKS_FOR_ITSELF else UNITS.get(name) or _plain(name)


def entry(name: str) -> Message | str:
    """Return what one entry of a rule, or one of its choices, is called; names of subjects are as they are."""
    return ENTRIES.get(name) or name


def flag(value: bool) -> Message:
    """Return a yes or no."""
    return say("yes") if value else say("no")


def confidence(word: Confidence) -> Message:
    """Return how sure we are of a source."""
    return CONFIDENCE[word]


def _plain(name: str) -> Message:
    """Return a name as a sentence that says nothing but it."""
    return Message(name.replace("{", "{{").replace("}", "}}"))

"""The timeline of a record: entries of the audit trail in words, without what the reader may not know."""

from collections.abc import Iterable
from typing import Any

from core.audit import AuditEntry, actor_word
from core.clock import DISTRICT_ZONE
from core.db import reading
from core.web.language import day, text
from core.web.trail import TrailWords, trail_words
from policy.messages import say
from teachers.vocabulary import EVENTS

_KEPT_BACK = ("conduct.",)
_FACTS = frozenset(
    {
        *("school", "subject", "stage", "company", "level", "valid_from", "valid_to", "about", "field", "name"),
        *("campus", "number", "school_year"),
    }
)
_SENSITIVE = frozenset({"teacher.unmasked", "deferral.recorded", "deferral.corrected", "deferral.withdrawn"})
_HOME = frozenset({"longitude", "latitude"})
_MOST_TOLD = 4


def lines(entries: Iterable[AuditEntry], *, decides: bool, sees_home: bool = True) -> list[dict[str, Any]]:
    """Return entries for the timeline.

    Conduct, and what rotation put on record of somebody, are only told to those who decide; where a teacher lives to
    those who change the file and to the teacher.
    """
    known = [entry for entry in entries if decides or _is_open(entry.event)]
    words = trail_words(reading(), known)
    return [_line(entry, words, decides, sees_home) for entry in known]


def _is_open(event: str) -> bool:
    return event in EVENTS and not event.startswith(_KEPT_BACK)


def _line(entry: AuditEntry, words: TrailWords, decides: bool, sees_home: bool) -> dict[str, Any]:
    event, details = entry.event, entry.details
    hidden = frozenset() if sees_home or not event.startswith("teacher.") else _HOME
    told = [_change(words, event, name, pair) for name, pair in details["changes"].items() if name not in hidden]
    if decides or event not in _SENSITIVE:
        told += [_fact(words, event, name, value) for name, value in details["facts"].items() if name in _FACTS]
    told = [line for line in told if line]
    if len(told) > _MOST_TOLD:
        told = [*told[:_MOST_TOLD], text(say("and {count} more", count=len(told) - _MOST_TOLD))]
    if details["reason"] and decides:
        told.append(text(say("reason: {reason}", reason=details["reason"])))
    at = entry.at.astimezone(DISTRICT_ZONE)
    told.append(text(say("by {actor}, {time}", actor=actor_word(entry.actor), time=at.strftime("%H:%M"))))
    title = EVENTS[event] if event in EVENTS else words.event(event)
    return {"when": day(at), "title": title, "detail": text(say("; ")).join(told)}


def _change(words: TrailWords, event: str, name: str, pair: list[Any]) -> str:
    old, new = (words.value(event, name, value).text or "—" for value in pair)
    return text(say("{field}: {old} → {new}", field=words.field(event, name), old=old, new=new))


def _fact(words: TrailWords, event: str, name: str, value: Any) -> str:
    shown = words.value(event, name, value).text
    own = name == "name" and not event.startswith("campus.")  # the page is headed with the record's own name
    return text(say("{field} {value}", field=words.field(event, name), value=shown)) if shown and not own else ""

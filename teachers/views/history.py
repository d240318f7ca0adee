"""The timeline of a record: entries of the audit trail in words, without what the reader may not know."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.audit import AuditEntry, actor_word
from core.clock import DISTRICT_ZONE
from core.web.language import day, hundredths, text
from policy.messages import Message, say
from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from teachers.vocabulary import (
    EVENTS,
    CertificateLevel,
    CorrectionState,
    DeferralReason,
    DualLevel,
    PersonalField,
    TeacherStatus,
    field_label,
)

_KEPT_BACK = ("conduct.",)
_FACTS = frozenset(
    ["school", "subject", "stage", "company", "level", "valid_from", "valid_to", "about", "field", "name"]
)
_SENSITIVE = frozenset({"teacher.unmasked", "deferral.recorded", "deferral.withdrawn"})
_MOST_TOLD = 4
_HUNDREDTHS = frozenset({"fte", "required", "mountain_years"})
_TABLES = {"school_unit": "students", "class_count": "classes", "demand": "required"}
_WORDS: Mapping[str, type[Any]] = {
    "stage": Stage,
    "area": Area,
    "sex": Sex,
    "title": Title,
    "degree": Degree,
    "backbone": BackboneLevel,
    "post_type": PostType,
    "status": TeacherStatus,
    "reason": DeferralReason,
    "state": CorrectionState,
    "field": PersonalField,
}


def lines(entries: Iterable[AuditEntry], *, decides: bool) -> list[dict[str, Any]]:
    """Return entries for the timeline; conduct is only told to those who decide on it."""
    return [_line(entry, decides) for entry in entries if decides or not entry.event.startswith(_KEPT_BACK)]


def _line(entry: AuditEntry, decides: bool) -> dict[str, Any]:
    details: Mapping[str, Any] = entry.details
    told = [_change(entry.event, name, pair) for name, pair in details["changes"].items()]
    if decides or entry.event not in _SENSITIVE:
        told += [_fact(entry.event, name, value) for name, value in details["facts"].items() if name in _FACTS]
    told = [line for line in told if line]
    if len(told) > _MOST_TOLD:
        told = [*told[:_MOST_TOLD], text(say("and {count} more", count=len(told) - _MOST_TOLD))]
    if details["reason"] and decides:
        told.append(text(say("reason: {reason}", reason=details["reason"])))
    at = entry.at.astimezone(DISTRICT_ZONE)
    told.append(text(say("by {actor}, {time}", actor=actor_word(entry.actor), time=at.strftime("%H:%M"))))
    title = EVENTS.get(entry.event) or Message(entry.event)
    return {"when": day(at), "title": title, "detail": "；".join(told)}


def _change(event: str, name: str, pair: list[Any]) -> str:
    """Return a change in words; rows of a school year name their table and place in one."""
    table, _, place = name.partition(" ")
    field = _TABLES.get(table, table)
    old, new = (_shown(event, field, value) or "—" for value in pair)
    where = "".join(f" {_shown(event, 'stage', part)}" for part in place.split())
    return text(say("{field}{where}: {old} → {new}", field=field_label(field), where=where, old=old, new=new))


def _fact(event: str, name: str, value: Any) -> str:
    shown = _shown(event, name, value)
    own = name == "name" and not event.startswith("campus.")  # the page is headed with the record's own name
    return text(say("{field} {value}", field=field_label(name), value=shown)) if shown and not own else ""


def _shown(event: str, name: str, value: Any) -> str:
    """Return a kept value as people read it: words of closed lists, hundredths as decimals."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return "、".join(_shown(event, key, item) for key, item in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    if name in _HUNDREDTHS and isinstance(value, int):
        return hundredths(value)
    kind: Any = _levels(event) if name == "level" else _WORDS.get(name)
    return text(kind(value).label) if kind is not None and value in set(kind) else str(value)


def _levels(event: str) -> type[Any]:
    return CertificateLevel if event.startswith("certificate.") else DualLevel

"""What the audit trail keeps, in words: closed lists, shares of a post, days, names behind ids, shortened hashes."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app

from accounts.permissions import Role
from app.imports.kinds import KINDS
from app.operations.field_words import field_word
from app.operations.record_names import Names, reference_of
from core.i18n import Language
from core.jobs.binding import binding_of
from core.jobs.vocabulary import JobState
from core.web.language import day, hundredths, moment, month, number, source, text
from core.web.trail import Shown
from policy.messages import Message, listed, say
from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from rotation.forms.scenarios import ACTIONS
from rotation.vocabulary.states import (
    Answer,
    CycleState,
    ObjectionState,
    ProposalState,
    Reply,
    ReviewState,
    ScenarioState,
)
from teachers.vocabulary import (
    CertificateLevel,
    CorrectionState,
    DeferralReason,
    DualLevel,
    PersonalField,
    TeacherStatus,
)
from training.vocabulary import ActivityKind, Category, RecordState

_LISTS: Mapping[str, Any] = {
    "stage": Stage,
    "area": Area,
    "sex": Sex,
    "degree": Degree,
    "backbone": BackboneLevel,
    "post_type": PostType,
    "status": TeacherStatus,
    "category": Category,
    "role": Role,
    "teacher.title": Title,
    "teacher.field": PersonalField,
    "certificate.level": CertificateLevel,
    "dual.level": DualLevel,
    "deferral.reason": DeferralReason,
    "training.kind": ActivityKind,
    "review.answer": Answer,
    "review.reply": Reply,
    "correction.state": CorrectionState,
    "cycle.state": CycleState,
    "job.state": JobState,
    "objection.state": ObjectionState,
    "proposal.state": ProposalState,
    "review.state": ReviewState,
    "scenario.state": ScenarioState,
    "training.state": RecordState,
}
"""The closed list of a field: by its name, or by kind of event and name where the name alone says too little."""

_WORDS: Mapping[str, Mapping[Any, Message]] = {
    "language": {Language.CHINESE.value: say("in Chinese"), Language.ENGLISH.value: say("in English")},
    "theme": {"auto": say("as the device is set"), "light": say("light"), "dark": say("dark")},
    "action": ACTIONS,
    "reply_action": ACTIONS,
    "how": {"password": say("password"), "demonstration": say("by one press in the demonstration")},
    "what": {"password": say("password"), "code": say("code of the second step")},
    "rule": {"dual-evidence": say("evidence for the tier")},
}
_YES, _NO = say("yes"), say("no")
_HUNDREDTHS = frozenset({"fte", "required", "mountain_years", "hours"})
_YEARS = frozenset({"school_year"})
_FILES = frozenset({"proof_file_id", "evidence_file_id"})
_SOURCES = frozenset({"clause", "source"})
_NOT_COUNTED = frozenset({"longitude", "latitude", "version", "session"})

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_HASH = re.compile(r"[0-9a-f]{40,64}")
_SHORT = 12


def value_word(event: str, name: str, value: object, names: Names) -> Shown:
    """Return a kept value as people read it; what nobody has words for stays as it is."""
    field = name.partition(" ")[0]
    if value is None or value == "":
        return Shown("")
    if isinstance(value, bool):
        return Shown(text(_YES if value else _NO))
    if isinstance(value, Mapping):
        return Shown(_listed(_pair(event, key, item, names) for key, item in value.items()))
    if isinstance(value, list):
        return Shown(_listed(value_word(event, field, item, names).text for item in value))
    return _from_list(event, field, value) or _from_record(field, value, names) or _plain(field, value)


def _pair(event: str, name: str, value: object, names: Names) -> str:
    """Return a number of a row by what it counts; a share of a post says so by itself."""
    shown = value_word(event, name, value, names).text
    if name in _HUNDREDTHS:
        return text(say("{count} posts", count=shown))
    return text(say("{what} {count}", what=field_word(event, name), count=shown))


def _listed(parts: Iterable[str]) -> str:
    told = [part for part in parts if part]
    return text(listed(told)) if told else ""


def _from_list(event: str, name: str, value: object) -> Shown | None:
    group = event.partition(".")[0]
    kind = _LISTS.get(f"{group}.{name}") or _LISTS.get(name)
    if kind is not None and value in set(kind):
        return Shown(text(kind(value).label))
    told = _WORDS.get(name, {}).get(value) or _kinds(group, name).get(value)
    return None if told is None else Shown(text(told))


def _kinds(group: str, name: str) -> Mapping[object, Message]:
    """Return what kinds of jobs and of tables are called."""
    if name != "kind":
        return {}
    if group == "job":
        return {kind: found.label for kind, found in binding_of(current_app).kinds.items()}
    return {kind: found.title for kind, found in KINDS.items()} if group in {"import", "register"} else {}


def _from_record(name: str, value: object, names: Names) -> Shown | None:
    reference = reference_of(name, value)
    found = None if reference is None else names.get(reference)
    if found:
        return Shown(found, str(value))
    if name in _FILES:
        return Shown(text(say("file no. {number}", number=value)))
    return None


def _plain(name: str, value: object) -> Shown:
    if isinstance(value, int):
        return Shown(_counted(name, value))
    kept = str(value)
    if name in _SOURCES:
        return Shown(source(kept))
    for form, read in _FORMS:
        if form.fullmatch(kept):
            try:
                return Shown(read(kept))
            except ValueError:  # it looks like a day and is none
                return Shown(kept)
    return Shown(kept[:_SHORT] + "…", kept) if _HASH.fullmatch(kept) else Shown(kept)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_DAY, lambda kept: day(date.fromisoformat(kept))),
    (_MOMENT, lambda kept: moment(datetime.fromisoformat(kept))),
    (_MONTH, month),
)


def _counted(name: str, value: int) -> str:
    if name in _HUNDREDTHS:
        return hundredths(value)
    if name in _YEARS:
        return f"{value}–{value + 1}"
    return str(value) if name in _NOT_COUNTED else number(value)

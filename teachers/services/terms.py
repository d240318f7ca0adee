"""Verbs on terms that hold a teacher: deferrals with their evidence, conduct vetoes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.messages import say
from teachers.models import ConductRecord, Deferral, DualQualification, Teacher
from teachers.rules import terms as rules
from teachers.services.checking import require, text_of
from teachers.services.papers import forget_file
from teachers.services.repeating import refuse_twice
from teachers.vocabulary import ConductDraft, DeferralDraft, DeferralReason


def record_deferral(tx: Session, teacher: Teacher, draft: DeferralDraft, *, by: Actor, on: date) -> Deferral:
    """Record that a teacher does not rotate for a time.

    Raises `Invalid` for a term that ends before it begins or is over, and for an unnamed reason.
    """
    require(rules.is_period(draft.valid_from, draft.valid_to), "valid_to")
    if draft.valid_to is not None and draft.valid_to < on:
        message = say("This deferral ended on {end} already.", end=draft.valid_to)
        raise Invalid(message, say("Write the day until which it holds."), field="valid_to")
    note = text_of(draft.note, "note", needed=draft.reason is DeferralReason.OTHER)
    values: dict[str, Any] = {
        "reason": draft.reason,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "evidence_file_id": draft.evidence_file_id,
    }
    same = {"teacher_id": teacher.id, "note": note, **values}
    del same["evidence_file_id"]  # every upload is a file of its own
    refuse_twice(tx, Deferral, same, "reason")
    row = Deferral(teacher_id=teacher.id, note=note, decided_by=by.user_id, **values)
    tx.add(row)
    tx.flush()
    facts = values if draft.reason.is_sensitive else {**values, "note": note}
    audit.record(tx, "deferral.recorded", Subject.of("teacher", teacher.id), by=by, facts=facts)
    return row


def end_deferral(tx: Session, deferral: Deferral, last_day: date, *, version: int, by: Actor, on: date) -> None:
    """End a deferral earlier than it was to.

    Raises `Invalid` where it is over by then, `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(deferral, version)
    end_term(tx, deferral, last_day, "deferral.ended", by)


def correct_deferral(
    tx: Session, deferral: Deferral, draft: DeferralDraft, *, version: int, by: Actor, on: date
) -> bool:
    """Correct what was recorded of a deferral; new evidence takes the place of the old. Whether anything changed.

    Raises `Invalid` for a term that ends before it begins and for an unnamed reason, and `Conflict` where somebody
    else changed it since `version`.
    """
    del on
    expect_version(deferral, version)
    require(rules.is_period(draft.valid_from, draft.valid_to), "valid_to")
    evidence, sensitive = deferral.evidence_file_id, deferral.reason.is_sensitive or draft.reason.is_sensitive
    values: dict[str, Any] = {
        "reason": draft.reason,
        "note": text_of(draft.note, "note", needed=draft.reason is DeferralReason.OTHER),
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "evidence_file_id": draft.evidence_file_id or evidence,
    }
    changed = audit.changes(deferral, values)
    if changed:
        told, facts = _told(changed, "note") if sensitive else (changed, {})
        audit.record(tx, "deferral.corrected", Subject.of("teacher", deferral.teacher_id), told, by=by, facts=facts)
    if "evidence_file_id" in changed:
        forget_file(tx, evidence, by=by)
    return bool(changed)


def withdraw_deferral(tx: Session, deferral: Deferral, *, version: int, by: Actor, on: date, reason: str = "") -> None:
    """Take back a deferral that was recorded by mistake, with its evidence; the trail keeps that it was there.

    Raises `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(deferral, version)
    subject, evidence = Subject.of("teacher", deferral.teacher_id), deferral.evidence_file_id
    facts = {"reason": deferral.reason, "valid_from": deferral.valid_from, "valid_to": deferral.valid_to}
    audit.record(tx, "deferral.withdrawn", subject, by=by, reason=text_of(reason, "reason"), facts=facts)
    tx.delete(deferral)
    forget_file(tx, evidence, by=by)


def record_conduct(tx: Session, teacher: Teacher, draft: ConductDraft, *, by: Actor, on: date) -> ConductRecord:
    """Record a conduct veto; the reason stays with those who decide.

    Raises `Invalid` for a term that ends before it begins.
    """
    del on
    require(rules.is_period(draft.valid_from, draft.valid_to), "valid_to")
    reason = text_of(draft.reason, "reason", needed=True)
    values: dict[str, Any] = {"valid_from": draft.valid_from, "valid_to": draft.valid_to}
    refuse_twice(tx, ConductRecord, {"teacher_id": teacher.id, "reason": reason, **values}, "reason")
    row = ConductRecord(teacher_id=teacher.id, reason=reason, decided_by=by.user_id, **values)
    tx.add(row)
    tx.flush()
    audit.record(tx, "conduct.recorded", Subject.of("teacher", teacher.id), by=by, facts=values)
    return row


def end_conduct(tx: Session, record: ConductRecord, last_day: date, *, version: int, by: Actor, on: date) -> None:
    """End a conduct veto.

    Raises `Invalid` where it is over by then, `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(record, version)
    end_term(tx, record, last_day, "conduct.ended", by)


def correct_conduct(
    tx: Session, record: ConductRecord, draft: ConductDraft, *, version: int, by: Actor, on: date
) -> bool:
    """Correct what was recorded of a conduct veto; its reason stays with those who decide. Whether anything changed.

    Raises `Invalid` for a term that ends before it begins, `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(record, version)
    require(rules.is_period(draft.valid_from, draft.valid_to), "valid_to")
    values = {
        "reason": text_of(draft.reason, "reason", needed=True),
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }
    changed = audit.changes(record, values)
    if changed:
        told, facts = _told(changed, "reason")
        audit.record(tx, "conduct.corrected", Subject.of("teacher", record.teacher_id), told, by=by, facts=facts)
    return bool(changed)


def withdraw_conduct(tx: Session, record: ConductRecord, *, reason: str, version: int, by: Actor, on: date) -> None:
    """Take back a conduct veto that was recorded by mistake; the trail keeps that it was there, and why it went.

    Raises `Invalid` without a reason, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(record, version)
    subject, why = Subject.of("teacher", record.teacher_id), text_of(reason, "reason", needed=True)
    facts = {"valid_from": record.valid_from, "valid_to": record.valid_to}
    audit.record(tx, "conduct.withdrawn", subject, by=by, reason=why, facts=facts)
    tx.delete(record)


def end_term(
    tx: Session, row: Deferral | ConductRecord | DualQualification, last_day: date, event: str, by: Actor
) -> None:
    """End what runs for a time with a last day.

    Raises `Invalid` where it is over by then, or not begun.
    """
    if last_day < row.valid_from:
        message = say("The term begins only on {start}.", start=row.valid_from)
        raise Invalid(message, say("Choose a later day."), field="valid_to")
    if row.valid_to is not None and row.valid_to <= last_day:
        message = say("The term ends on {end} anyway.", end=row.valid_to)
        raise Invalid(message, say("Choose an earlier day."), field="valid_to")
    changed = audit.changes(row, {"valid_to": last_day})
    audit.record(tx, event, Subject.of("teacher", row.teacher_id), changed, by=by)


def _told(changed: Mapping[str, tuple[object, object]], secret: str) -> tuple[audit.Changes, dict[str, object]]:
    """Return changes as the trail may keep them: of what only those who decide may read, that it is another one."""
    told = {name: pair for name, pair in changed.items() if name != secret}
    return told, {"untold": [secret]} if secret in changed else {}

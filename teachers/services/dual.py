"""Verbs on the recognition as dual-qualified: record, correct, end, remove."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.credentials import CredentialTerms, credentials_on
from policy.messages import say
from policy.verdict import Verdict
from teachers.models import ConductRecord, DualQualification, IndustryPlacement, Teacher
from teachers.rules import credentials as rules
from teachers.rules import terms
from teachers.services.checking import require, text_of
from teachers.services.terms import end_term
from teachers.vocabulary import DualDraft

_JUDGED = ("level", "valid_from", "work_years")
"""What the evidence is judged by; the rest may be corrected whatever is on file by now."""


def recognise_dual(tx: Session, teacher: Teacher, draft: DualDraft, *, by: Actor, on: date) -> DualQualification:
    """Record a recognition as dual-qualified; without an end it runs for the policy's term.

    Raises `Invalid` under a conduct veto, without a basis, or where nothing on file bears the tier out.
    """
    policy = credentials_on(draft.valid_from)
    values = _values(draft, policy)
    evidence = _borne_out(tx, teacher.id, draft, policy)
    row = DualQualification(teacher_id=teacher.id, **values)
    tx.add(row)
    tx.flush()
    facts = {**values, "rule": evidence.rule, **evidence.facts, "clause": evidence.clause, "on": on}
    audit.record(tx, "dual.recognised", Subject.of("teacher", teacher.id), by=by, facts=facts)
    return row


def judge_dual(tx: Session, teacher: Teacher, draft: DualDraft, *, on: date) -> None:
    """Judge a recognition before anything is written; one on file that stays as it was judged is not judged again.

    Raises `Invalid` as `recognise_dual` does.
    """
    del on
    policy = credentials_on(draft.valid_from)
    values = _values(draft, policy)
    same = select(DualQualification.id).filter_by(teacher_id=teacher.id, **{name: values[name] for name in _JUDGED})
    if tx.execute(same).first() is None:
        _borne_out(tx, teacher.id, draft, policy)


def correct_dual(tx: Session, row: DualQualification, draft: DualDraft, *, version: int, by: Actor, on: date) -> bool:
    """Correct what was recorded of a recognition; returns whether anything changed.

    Another level, beginning or number of years is judged as a new recognition is. Raises `Invalid` as there, and
    `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(row, version)
    policy = credentials_on(draft.valid_from)
    values = _values(draft, policy)
    if any(getattr(row, name) != values[name] for name in _JUDGED):
        _borne_out(tx, row.teacher_id, draft, policy)
    changed = audit.changes(row, values)
    if changed:
        audit.record(tx, "dual.corrected", Subject.of("teacher", row.teacher_id), changed, by=by)
    return bool(changed)


def end_dual(tx: Session, row: DualQualification, last_day: date, *, version: int, by: Actor, on: date) -> None:
    """End a recognition as dual-qualified early.

    Raises `Invalid` where it is over by then, `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(row, version)
    end_term(tx, row, last_day, "dual.ended", by)


def remove_dual(tx: Session, row: DualQualification, *, reason: str, version: int, by: Actor, on: date) -> None:
    """Remove a recognition that was recorded by mistake; the trail keeps that it was there, and why it went.

    Raises `Invalid` without a reason, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(row, version)
    subject, why = Subject.of("teacher", row.teacher_id), text_of(reason, "reason", needed=True)
    facts = {name: getattr(row, name) for name in ("level", "valid_from", "valid_to", "basis", "number")}
    audit.record(tx, "dual.removed", subject, by=by, reason=why, facts=facts)
    tx.delete(row)


def _values(draft: DualDraft, policy: CredentialTerms) -> dict[str, Any]:
    """Return a recognition as it is kept.

    Raises `Invalid` for a term that ends before it begins, and without a basis.
    """
    end = draft.valid_to or rules.dual_term(draft.valid_from, policy)
    require(terms.is_period(draft.valid_from, end), "valid_to")
    return {
        "level": draft.level,
        "valid_from": draft.valid_from,
        "valid_to": end,
        "basis": text_of(draft.basis, "basis", needed=True),
        "number": text_of(draft.number, "number", longest=40),
        "work_years": draft.work_years,
    }


def _borne_out(tx: Session, teacher_id: int, draft: DualDraft, policy: CredentialTerms) -> Verdict:
    """Return what bears the tier out.

    Raises `Invalid` under a conduct veto, or where nothing on file does.
    """
    vetoes = select(ConductRecord).where(ConductRecord.teacher_id == teacher_id, ConductRecord.veto)
    held = (terms.Term(row.valid_from, row.valid_to) for row in tx.execute(vetoes).scalars())
    veto = terms.under_veto(held, draft.valid_from)
    if veto.holds:
        raise Invalid(veto.sentence, say("Recognition waits until the veto has ended."), field="valid_from")
    placements = select(IndustryPlacement).where(IndustryPlacement.teacher_id == teacher_id)
    stays = [rules.Placement(row.started_on, row.ended_on, row.days) for row in tx.execute(placements).scalars()]
    enough = rules.enough_placement(stays, draft.valid_from, policy)
    evidence = rules.dual_evidence(draft.level, draft.work_years, enough, draft.valid_from, policy)
    if not evidence.holds:
        raise Invalid(evidence.sentence, say("Record the placements or the years of work first."), field="level")
    return evidence

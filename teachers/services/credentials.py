"""Verbs on what a teacher holds: certificates, recognition as dual-qualified, placements in industry."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.credentials import credentials_on
from policy.messages import say
from teachers.models import ConductRecord, DualQualification, IndustryPlacement, Teacher, TeachingCertificate
from teachers.rules import credentials as rules
from teachers.rules import terms
from teachers.services.checking import require, text_of
from teachers.services.terms import end_term
from teachers.vocabulary import CertificateDraft, DualDraft, PlacementDraft


def add_certificate(
    tx: Session, teacher: Teacher, draft: CertificateDraft, *, by: Actor, on: date
) -> TeachingCertificate:
    """Add a teaching certificate to a file.

    Raises `Invalid` for the first field that cannot be taken.
    """
    values = _certificate_values(draft, on)
    certificate = TeachingCertificate(teacher_id=teacher.id, **values)
    tx.add(certificate)
    tx.flush()
    audit.record(tx, "certificate.added", Subject.of("teacher", teacher.id), by=by, facts=values)
    return certificate


def change_certificate(
    tx: Session, certificate: TeachingCertificate, draft: CertificateDraft, *, version: int, by: Actor, on: date
) -> bool:
    """Change a certificate, for example its last registration; returns whether anything changed.

    Raises `Invalid`, and `Conflict` where somebody else changed it since `version`.
    """
    expect_version(certificate, version)
    changed = audit.changes(certificate, _certificate_values(draft, on))
    if changed:
        audit.record(tx, "certificate.changed", Subject.of("teacher", certificate.teacher_id), changed, by=by)
    return bool(changed)


def recognise_dual(tx: Session, teacher: Teacher, draft: DualDraft, *, by: Actor, on: date) -> DualQualification:
    """Record a recognition as dual-qualified; without an end it runs for the policy's term.

    Raises `Invalid` under a conduct veto, without a basis, or where nothing on file bears the tier out.
    """
    policy = credentials_on(draft.valid_from)
    vetoes = select(ConductRecord).where(ConductRecord.teacher_id == teacher.id, ConductRecord.veto)
    veto = terms.under_veto(
        (terms.Term(row.valid_from, row.valid_to) for row in tx.execute(vetoes).scalars()), draft.valid_from
    )
    if veto.holds:
        raise Invalid(veto.sentence, say("Recognition waits until the veto has ended."), field="valid_from")
    end = draft.valid_to or rules.dual_term(draft.valid_from, policy)
    require(terms.is_period(draft.valid_from, end), "valid_to")
    placements = select(IndustryPlacement).where(IndustryPlacement.teacher_id == teacher.id)
    held = [rules.Placement(row.started_on, row.ended_on, row.days) for row in tx.execute(placements).scalars()]
    enough = rules.enough_placement(held, draft.valid_from, policy)
    evidence = rules.dual_evidence(draft.level, draft.work_years, enough, draft.valid_from, policy)
    if not evidence.holds:
        raise Invalid(evidence.sentence, say("Record the placements or the years of work first."), field="level")
    values = {"level": draft.level, "valid_from": draft.valid_from, "valid_to": end}
    row = DualQualification(teacher_id=teacher.id, basis=text_of(draft.basis, "basis", needed=True), **values)
    tx.add(row)
    tx.flush()
    facts = {**values, "basis": row.basis, "rule": evidence.rule, **evidence.facts, "clause": evidence.clause, "on": on}
    audit.record(tx, "dual.recognised", Subject.of("teacher", teacher.id), by=by, facts=facts)
    return row


def record_placement(tx: Session, teacher: Teacher, draft: PlacementDraft, *, by: Actor, on: date) -> IndustryPlacement:
    """Record a placement in industry.

    Raises `Invalid` where it ends before it begins, is still to come, or counts more days than it lasts.
    """
    values = _placement_values(draft, on)
    row = IndustryPlacement(teacher_id=teacher.id, **values)
    tx.add(row)
    tx.flush()
    audit.record(tx, "placement.recorded", Subject.of("teacher", teacher.id), by=by, facts=values)
    return row


def change_placement(
    tx: Session, placement: IndustryPlacement, draft: PlacementDraft, *, version: int, by: Actor, on: date
) -> bool:
    """Correct a placement; without a new proof the old one stays. Returns whether anything changed.

    Raises `Invalid` as for a new one, and `Conflict` where somebody else changed it since `version`.
    """
    expect_version(placement, version)
    values = _placement_values(draft, on)
    values["proof_file_id"] = draft.proof_file_id or placement.proof_file_id
    changed = audit.changes(placement, values)
    if changed:
        audit.record(tx, "placement.changed", Subject.of("teacher", placement.teacher_id), changed, by=by)
    return bool(changed)


def end_dual(tx: Session, row: DualQualification, last_day: date, *, version: int, by: Actor, on: date) -> None:
    """End a recognition as dual-qualified early, or one that was recorded by mistake with its first day.

    Raises `Invalid` where it is over by then, `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(row, version)
    end_term(tx, row, last_day, "dual.ended", by)


def _placement_values(draft: PlacementDraft, on: date) -> dict[str, Any]:
    require(terms.is_period(draft.started_on, draft.ended_on), "ended_on")
    if draft.ended_on > on:
        message = say("The placement ends only on {end}.", end=draft.ended_on)
        raise Invalid(message, say("Record it once it is over."), field="ended_on")
    span = (draft.ended_on - draft.started_on).days + 1
    if draft.days is not None and not 1 <= draft.days <= span:
        message = say("{days} days do not fit into a placement of {span} days.", days=draft.days, span=span)
        raise Invalid(message, say("Write the days worked there, or leave the field empty."), field="days")
    return {
        "company": text_of(draft.company, "company", needed=True, longest=100),
        "started_on": draft.started_on,
        "ended_on": draft.ended_on,
        "days": draft.days,
        "proof_file_id": draft.proof_file_id,
    }


def _certificate_values(draft: CertificateDraft, on: date) -> dict[str, Any]:
    for field in ("issued_on", "registered_on"):
        day = getattr(draft, field)
        if day is not None and day > on:
            message = say("{day} is still to come.", day=day)
            raise Invalid(message, say("Write the day printed on the certificate."), field=field)
    if draft.issued_on and draft.registered_on and draft.registered_on < draft.issued_on:
        message = say("The registration is earlier than the certificate.")
        raise Invalid(message, say("Check both days."), field="registered_on")
    if draft.issued_on and draft.expires_on and draft.expires_on < draft.issued_on:
        message = say("The certificate would expire before it was issued.")
        raise Invalid(message, say("Check both days."), field="expires_on")
    return {
        "level": draft.level,
        "subject": text_of(draft.subject, "subject"),
        "number": text_of(draft.number, "number", longest=40),
        "issued_on": draft.issued_on,
        "registered_on": draft.registered_on,
        "expires_on": draft.expires_on,
        "preschool_training": draft.preschool_training,
    }

"""Verbs on what a teacher holds: certificates and placements in industry."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.messages import say
from teachers.models import IndustryPlacement, Teacher, TeachingCertificate
from teachers.rules import terms
from teachers.services.checking import require, text_of
from teachers.services.papers import forget_file
from teachers.services.repeating import refuse_twice
from teachers.vocabulary import CertificateDraft, PlacementDraft

_CERTIFICATE = ("level", "subject", "number", "issued_on", "registered_on", "expires_on", "preschool_training")


def add_certificate(
    tx: Session, teacher: Teacher, draft: CertificateDraft, *, by: Actor, on: date
) -> TeachingCertificate:
    """Add a teaching certificate to a file.

    Raises `Invalid` for the first field that cannot be taken, and for a certificate that is on file already.
    """
    values = _certificate_values(draft, on)
    refuse_twice(tx, TeachingCertificate, {"teacher_id": teacher.id, **values}, "number")
    certificate = TeachingCertificate(teacher_id=teacher.id, **values)
    tx.add(certificate)
    tx.flush()
    audit.record(tx, "certificate.added", Subject.of("teacher", teacher.id), by=by, facts=values)
    return certificate


def judge_certificate(tx: Session, teacher: Teacher, draft: CertificateDraft, *, on: date) -> None:
    """Judge a certificate before anything is written.

    Raises `Invalid` for the first field that cannot be taken.
    """
    del tx, teacher
    _certificate_values(draft, on)


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


def record_placement(tx: Session, teacher: Teacher, draft: PlacementDraft, *, by: Actor, on: date) -> IndustryPlacement:
    """Record a placement in industry.

    Raises `Invalid` where it ends before it begins, is still to come, or counts more days than it lasts.
    """
    values = _placement_values(draft, on)
    same = {"teacher_id": teacher.id, **values}
    del same["proof_file_id"]  # every upload is a file of its own
    refuse_twice(tx, IndustryPlacement, same, "company")
    row = IndustryPlacement(teacher_id=teacher.id, **values)
    tx.add(row)
    tx.flush()
    audit.record(tx, "placement.recorded", Subject.of("teacher", teacher.id), by=by, facts=values)
    return row


def judge_placement(tx: Session, teacher: Teacher, draft: PlacementDraft, *, on: date) -> None:
    """Judge a placement before anything is written.

    Raises `Invalid` for the first field that cannot be taken.
    """
    del tx, teacher
    _placement_values(draft, on)


def change_placement(
    tx: Session, placement: IndustryPlacement, draft: PlacementDraft, *, version: int, by: Actor, on: date
) -> bool:
    """Correct a placement; a new proof takes the place of the old one. Returns whether anything changed.

    Raises `Invalid` as for a new one, and `Conflict` where somebody else changed it since `version`.
    """
    expect_version(placement, version)
    values, proof = _placement_values(draft, on), placement.proof_file_id
    values["proof_file_id"] = draft.proof_file_id or proof
    changed = audit.changes(placement, values)
    if "proof_file_id" in changed:
        forget_file(tx, proof, by=by)
    if changed:
        audit.record(tx, "placement.changed", Subject.of("teacher", placement.teacher_id), changed, by=by)
    return bool(changed)


def remove_certificate(
    tx: Session, certificate: TeachingCertificate, *, reason: str, version: int, by: Actor, on: date
) -> None:
    """Remove a certificate that was entered by mistake; the trail keeps that it was there, and why it went.

    Raises `Invalid` without a reason, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(certificate, version)
    subject, why = Subject.of("teacher", certificate.teacher_id), text_of(reason, "reason", needed=True)
    facts = {name: getattr(certificate, name) for name in _CERTIFICATE}
    audit.record(tx, "certificate.removed", subject, by=by, reason=why, facts=facts)
    tx.delete(certificate)


def remove_placement(
    tx: Session, placement: IndustryPlacement, *, reason: str, version: int, by: Actor, on: date
) -> None:
    """Remove a placement that was entered by mistake, with its proof; the trail keeps that it was there.

    Raises `Invalid` without a reason, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(placement, version)
    subject, why = Subject.of("teacher", placement.teacher_id), text_of(reason, "reason", needed=True)
    facts = {name: getattr(placement, name) for name in ("company", "started_on", "ended_on", "days")}
    audit.record(tx, "placement.removed", subject, by=by, reason=why, facts=facts)
    proof = placement.proof_file_id
    tx.delete(placement)
    forget_file(tx, proof, by=by)


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

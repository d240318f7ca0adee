"""Certificates, recognition as dual-qualified, placements in industry."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.audit import Subject
from core.clock import today
from core.db import reading
from core.files import store, was_sent
from core.web.pages import go
from policy.messages import Message, say
from teachers import services
from teachers.forms.parts import CertificateForm, DualForm, EndForm, PlacementForm
from teachers.models import DualQualification, IndustryPlacement, Teacher, TeachingCertificate
from teachers.views.frame import facts_of, form_page, loaded_part, loaded_teacher, saved, teachers

Page = Response | tuple[str, int]


@teachers.route("/<int:teacher_id>/certificates/new", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def add_certificate(teacher_id: int) -> Page:
    """Add a teaching certificate."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = CertificateForm()

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        services.add_certificate(tx, row, form.to_draft(), by=signed_in(), on=today())
        return say("The certificate is in the file of {name}.", name=row.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="certificates"))
    return form_page("teachers/certificate.html", form, teacher=teacher, held=None)


@teachers.route("/<int:teacher_id>/certificates/<int:certificate_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def change_certificate(teacher_id: int, certificate_id: int) -> Page:
    """Change a certificate, for example after its registration."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    held = loaded_part(reading(), TeachingCertificate, certificate_id, teacher)
    form = CertificateForm.of(held)

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        row = loaded_part(tx, TeachingCertificate, certificate_id, person)
        version = form.version.data or 0
        services.change_certificate(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        return say("The certificate of {name} is changed.", name=person.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="certificates"))
    return form_page("teachers/certificate.html", form, teacher=teacher, held=held)


@teachers.route("/<int:teacher_id>/dual/new", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def recognise_dual(teacher_id: int) -> Page:
    """Record a recognition as dual-qualified."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = DualForm()

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        held = services.recognise_dual(tx, row, form.to_draft(), by=signed_in(), on=today())
        return say("{name} is dual-qualified, {level}.", name=row.name, level=held.level.label)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="dual"))
    return form_page("teachers/recognition.html", form, teacher=teacher, held=None)


@teachers.route("/<int:teacher_id>/dual/<int:dual_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def correct_dual(teacher_id: int, dual_id: int) -> Page:
    """Correct what was recorded of a recognition."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    held = loaded_part(reading(), DualQualification, dual_id, teacher)
    form = DualForm.of(held)

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        row, version = loaded_part(tx, DualQualification, dual_id, person), form.version.data or 0
        changed = services.correct_dual(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        done = say("The recognition of {name} is corrected.", name=person.name)
        return done if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="dual"))
    return form_page("teachers/recognition.html", form, teacher=teacher, held=held)


@teachers.route("/<int:teacher_id>/placements/new", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def record_placement(teacher_id: int) -> Page:
    """Record a placement in industry with its proof."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = PlacementForm()

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        proof = kept_file(tx, row, form.proof)
        services.record_placement(tx, row, form.to_draft(proof), by=signed_in(), on=today())
        return say("The placement of {name} is recorded.", name=row.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="dual"))
    return form_page("teachers/placement.html", form, teacher=teacher, held=None)


@teachers.route("/<int:teacher_id>/placements/<int:placement_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def change_placement(teacher_id: int, placement_id: int) -> Page:
    """Correct a placement in industry."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    held = loaded_part(reading(), IndustryPlacement, placement_id, teacher)
    form = PlacementForm.of(held)

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        row, version = loaded_part(tx, IndustryPlacement, placement_id, person), form.version.data or 0
        draft = form.to_draft(kept_file(tx, person, form.proof))
        services.change_placement(tx, row, draft, version=version, by=signed_in(), on=today())
        return say("The placement of {name} is corrected.", name=person.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="dual"))
    return form_page("teachers/placement.html", form, teacher=teacher, held=held)


@teachers.route("/<int:teacher_id>/dual/<int:dual_id>/end", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def end_dual(teacher_id: int, dual_id: int) -> Page:
    """End a recognition as dual-qualified."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    held = loaded_part(reading(), DualQualification, dual_id, teacher)
    form = EndForm(data={"version": held.version, "last_day": today()})

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        row = loaded_part(tx, DualQualification, dual_id, person)
        last, version = form.last_day.data or today(), form.version.data or 0
        services.end_dual(tx, row, last, version=version, by=signed_in(), on=today())
        return say("The recognition of {name} ends on {day}.", name=person.name, day=last)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="dual"))
    shown = facts_of(held, "level", "valid_from", "valid_to")
    subject = say("recognition as dual-qualified")
    return form_page("teachers/ending.html", form, teacher=teacher, subject=subject, shown=shown)


def kept_file(tx: Session, teacher: Teacher, field: Any) -> int | None:
    """Store the file of a form field as the teacher's; None where none was sent."""
    if not was_sent(field.data):
        return None
    return store(tx, field.data, Subject.of("teacher", teacher.id), by=signed_in(), field=field.name).id

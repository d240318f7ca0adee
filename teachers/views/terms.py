"""Deferrals and conduct vetoes: recorded and ended by those who decide on them."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import go
from policy.messages import Message, say
from teachers import services
from teachers.forms.parts import ConductForm, DeferralForm, EndForm
from teachers.models import ConductRecord, Deferral
from teachers.views.credentials import kept_file
from teachers.views.frame import facts_of, form_page, loaded_part, loaded_teacher, saved, teachers

Page = Response | tuple[str, int]


@teachers.route("/<int:teacher_id>/deferrals/new", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def defer(teacher_id: int) -> Page:
    """Record a deferral with its evidence."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    form = DeferralForm(data={"valid_from": today()})

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        draft = form.to_draft(kept_file(tx, row, form.evidence))
        services.record_deferral(tx, row, draft, by=signed_in(), on=today())
        return say("The deferral of {name} is recorded.", name=row.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    return form_page("teachers/deferral.html", form, teacher=teacher, held=None)


@teachers.route("/<int:teacher_id>/deferrals/<int:deferral_id>/edit", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def correct_deferral(teacher_id: int, deferral_id: int) -> Page:
    """Correct a deferral, for example when its evidence comes in."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    held = loaded_part(reading(), Deferral, deferral_id, teacher)
    form = DeferralForm.of(held)

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        row, version = loaded_part(tx, Deferral, deferral_id, person), form.version.data or 0
        draft = form.to_draft(kept_file(tx, person, form.evidence))
        changed = services.correct_deferral(tx, row, draft, version=version, by=signed_in(), on=today())
        done = say("The deferral of {name} is corrected.", name=person.name)
        return done if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    return form_page("teachers/deferral.html", form, teacher=teacher, held=held)


@teachers.route("/<int:teacher_id>/deferrals/<int:deferral_id>/end", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def end_deferral(teacher_id: int, deferral_id: int) -> Page:
    """End a deferral early."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    row = loaded_part(reading(), Deferral, deferral_id, teacher)
    form = EndForm(data={"version": row.version, "last_day": today()})

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        deferral = loaded_part(tx, Deferral, deferral_id, person)
        last, version = form.last_day.data or today(), form.version.data or 0
        services.end_deferral(tx, deferral, last, version=version, by=signed_in(), on=today())
        return say("The deferral of {name} ends on {day}.", name=person.name, day=last)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    shown = facts_of(row, "reason", "valid_from", "valid_to")
    return form_page("teachers/ending.html", form, teacher=teacher, subject=say("deferral"), shown=shown)


@teachers.route("/<int:teacher_id>/conduct/new", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def record_conduct(teacher_id: int) -> Page:
    """Record a conduct veto."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    form = ConductForm(data={"valid_from": today()})

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        services.record_conduct(tx, row, form.to_draft(), by=signed_in(), on=today())
        return say("The conduct veto is recorded.")

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    return form_page("teachers/conduct.html", form, teacher=teacher, held=None)


@teachers.route("/<int:teacher_id>/conduct/<int:record_id>/edit", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def correct_conduct(teacher_id: int, record_id: int) -> Page:
    """Correct a conduct veto."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    held = loaded_part(reading(), ConductRecord, record_id, teacher)
    form = ConductForm.of(held)

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        row, version = loaded_part(tx, ConductRecord, record_id, person), form.version.data or 0
        changed = services.correct_conduct(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        return say("The conduct veto is corrected.") if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    return form_page("teachers/conduct.html", form, teacher=teacher, held=held)


@teachers.route("/<int:teacher_id>/conduct/<int:record_id>/end", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def end_conduct(teacher_id: int, record_id: int) -> Page:
    """End a conduct veto."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    row = loaded_part(reading(), ConductRecord, record_id, teacher)
    form = EndForm(data={"version": row.version, "last_day": today()})

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE, tx)
        record = loaded_part(tx, ConductRecord, record_id, person)
        last, version = form.last_day.data or today(), form.version.data or 0
        services.end_conduct(tx, record, last, version=version, by=signed_in(), on=today())
        return say("The conduct veto ends on {day}.", day=last)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="deferrals"))
    shown = facts_of(row, "reason", "valid_from", "valid_to")
    return form_page("teachers/ending.html", form, teacher=teacher, subject=say("conduct veto"), shown=shown)

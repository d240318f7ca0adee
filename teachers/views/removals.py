"""Removing what was entered into a file by mistake: it goes, the trail keeps that it was there, and why it went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from teachers.forms.parts import RemovalForm
from teachers.models import ConductRecord, Deferral, DualQualification, IndustryPlacement, TeachingCertificate
from teachers.views.frame import facts_of, form_page, loaded_part, loaded_teacher, saved, teachers

Page = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Removable:
    """A kind of row that may be removed: by whom, by which verb, what it is called, which of it is shown, and where."""

    table: type[Any]
    permission: Permission
    verb: Callable[..., None]
    subject: Message
    facts: tuple[str, ...]
    tab: str


_TERM = ("valid_from", "valid_to")
_CERTIFICATE = Removable(
    TeachingCertificate,
    Permission.TEACHER_EDIT,
    services.remove_certificate,
    say("teaching certificate"),
    ("level", "subject", "number", "issued_on"),
    "certificates",
)
_DUAL = Removable(
    DualQualification,
    Permission.TEACHER_EDIT,
    services.remove_dual,
    say("recognition as dual-qualified"),
    ("level", *_TERM, "basis"),
    "dual",
)
_PLACEMENT = Removable(
    IndustryPlacement,
    Permission.TEACHER_EDIT,
    services.remove_placement,
    say("industry placement"),
    ("company", "started_on", "ended_on"),
    "dual",
)
_DEFERRAL = Removable(
    Deferral, Permission.DEFERRAL_DECIDE, services.withdraw_deferral, say("deferral"), ("reason", *_TERM), "deferrals"
)
_CONDUCT = Removable(
    ConductRecord,
    Permission.DEFERRAL_DECIDE,
    services.withdraw_conduct,
    say("conduct veto"),
    ("reason", *_TERM),
    "deferrals",
)


@teachers.route("/<int:teacher_id>/certificates/<int:certificate_id>/remove", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def remove_certificate(teacher_id: int, certificate_id: int) -> Page:
    """Remove a teaching certificate."""
    return _removal(_CERTIFICATE, teacher_id, certificate_id)


@teachers.route("/<int:teacher_id>/dual/<int:dual_id>/remove", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def remove_dual(teacher_id: int, dual_id: int) -> Page:
    """Remove a recognition as dual-qualified."""
    return _removal(_DUAL, teacher_id, dual_id)


@teachers.route("/<int:teacher_id>/placements/<int:placement_id>/remove", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def remove_placement(teacher_id: int, placement_id: int) -> Page:
    """Remove a placement in industry."""
    return _removal(_PLACEMENT, teacher_id, placement_id)


@teachers.route("/<int:teacher_id>/deferrals/<int:deferral_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def withdraw_deferral(teacher_id: int, deferral_id: int) -> Page:
    """Take a deferral back."""
    return _removal(_DEFERRAL, teacher_id, deferral_id)


@teachers.route("/<int:teacher_id>/conduct/<int:record_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DEFERRAL_DECIDE)
def withdraw_conduct(teacher_id: int, record_id: int) -> Page:
    """Take a conduct veto back."""
    return _removal(_CONDUCT, teacher_id, record_id)


def _removal(kind: Removable, teacher_id: int, part_id: int) -> Page:
    teacher = loaded_teacher(teacher_id, kind.permission)
    held = loaded_part(reading(), kind.table, part_id, teacher)
    form = RemovalForm(data={"version": held.version})

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, kind.permission, tx)
        row, version = loaded_part(tx, kind.table, part_id, person), form.version.data or 0
        kind.verb(tx, row, reason=form.reason.data or "", version=version, by=signed_in(), on=today())
        return say("{subject} of {name}: removed.", subject=kind.subject, name=person.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab=kind.tab))
    shown = facts_of(held, *kind.facts)
    return form_page("teachers/removal.html", form, teacher=teacher, kind=kind, shown=shown)

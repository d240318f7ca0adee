"""Changing a teacher's file: enrol, change, remove a personal number, leave, come back."""

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
from teachers import queries, services
from teachers.forms.parts import fresh_posting
from teachers.forms.people import ForgetForm, LeaveForm, TeacherForm
from teachers.models import Teacher
from teachers.views.frame import form_page, loaded_teacher, saved, teachers
from teachers.vocabulary import PersonalField, TeacherStatus

Page = Response | tuple[str, int]


@teachers.route("/new", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def enrol() -> Page:
    """Enter a teacher into the register with the first posting."""
    form, posting = TeacherForm(), fresh_posting(today())
    posting.offer(queries.schools_to_choose(reading(), signed_in(), Permission.TEACHER_EDIT, today()))
    new: list[Teacher] = []

    def verb(tx: Session) -> Message:
        by, on = signed_in(), today()
        new.append(services.enrol_teacher(tx, form.to_draft(), posting.to_draft(), by=by, on=on))
        return say("{name} is in the register now.", name=new[0].name)

    sound = [part.was_sent for part in (form, posting)]  # both say what is wrong with them, not only the first
    if all(sound) and saved(form, verb):
        return go(url_for("teachers.show", teacher_id=new[0].id))
    return form_page("teachers/enrol.html", form, posting=posting)


@teachers.route("/<int:teacher_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def edit(teacher_id: int) -> Page:
    """Change a file; whoever is second with another window sees both versions."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = TeacherForm.of(teacher)

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        version = form.version.data or 0
        changed = services.change_teacher(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        return say("The file of {name} is changed.", name=row.name) if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id))
    return form_page("teachers/edit.html", form, teacher=teacher)


@teachers.route("/<int:teacher_id>/forget", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def forget(teacher_id: int) -> Page:
    """Remove an ID number or a phone from a file: in the form of the file, empty leaves it as it is."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = ForgetForm(data={"version": teacher.version})

    def verb(tx: Session) -> Message:
        row, number = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx), PersonalField(form.number.data)
        reason, version = form.reason.data or "", form.version.data or 0
        services.forget_number(tx, row, number, reason=reason, version=version, by=signed_in())
        return say("{number} of {name} is removed from the file.", number=number.label, name=row.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id))
    return form_page("teachers/forget.html", form, teacher=teacher)


@teachers.route("/<int:teacher_id>/leave", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def leave(teacher_id: int) -> Page:
    """Take a teacher out of service, or back into it."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = LeaveForm(data={"version": teacher.version})

    def verb(tx: Session) -> Message:
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        act = services.leave if row.status is TeacherStatus.ACTIVE else services.take_back
        act(tx, row, reason=form.reason.data or "", version=form.version.data or 0, by=signed_in(), on=today())
        return say("{name}: {status}.", name=row.name, status=row.status.label)

    if saved(form, verb):
        return go(url_for("teachers.index"))
    return form_page("teachers/leave.html", form, teacher=teacher)

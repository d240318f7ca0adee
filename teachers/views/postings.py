"""Postings of a teacher: begin, correct, end, take back."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import expect_version, reading
from core.web.pages import go
from policy.messages import Message, listed, say
from teachers import queries, services
from teachers.forms.parts import EndForm, PostingChangeForm, fresh_posting
from teachers.forms.people import WithdrawForm
from teachers.models import Posting
from teachers.rules.postings import not_begun
from teachers.views.frame import facts_of, form_page, loaded_part, loaded_school, loaded_teacher, saved, teachers
from teachers.vocabulary import field_label

Page = Response | tuple[str, int]


@teachers.route("/<int:teacher_id>/postings/new", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def post(teacher_id: int) -> Page:
    """Begin a posting; the one before it ends the day before."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    form = fresh_posting(today())
    form.offer(queries.schools_to_choose(reading(), signed_in(), Permission.TEACHER_EDIT, today()))

    def verb(tx: Session) -> Message:
        draft = form.to_draft()
        loaded_school(draft.school_id, Permission.TEACHER_EDIT, tx)
        row = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        unknown = queries.unknown_subjects(tx, (draft.subject, draft.second_subject), today())
        services.post_teacher(tx, row, draft, by=signed_in(), on=today())
        if unknown:
            return _begun_with_unknown(row.name, draft.valid_from, unknown)
        return say("The posting of {name} begins on {day}.", name=row.name, day=draft.valid_from)

    if saved(form, verb):
        return go(url_for("teachers.index", q=teacher.staff_no))
    return form_page("teachers/posting.html", form, teacher=teacher, posting=None)


@teachers.route("/<int:teacher_id>/postings/<int:posting_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def correct_posting(teacher_id: int, posting_id: int) -> Page:
    """Correct what was recorded of a posting."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    posting = loaded_part(reading(), Posting, posting_id, teacher)
    form = PostingChangeForm.of(posting)

    def verb(tx: Session) -> Message:
        row = loaded_part(tx, Posting, posting_id, loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx))
        loaded_school(row.school_id, Permission.TEACHER_EDIT, tx)
        draft, version = form.to_draft(row), form.version.data or 0
        unknown = queries.unknown_subjects(tx, (draft.subject, draft.second_subject), today())
        services.correct_posting(tx, row, draft, version=version, by=signed_in(), on=today())
        if unknown:
            told = {"name": teacher.name, "subjects": listed(unknown)}
            return say(
                "The posting of {name} is corrected. Neither the curriculum nor the register knows {subjects}: correct"
                " it if it is a slip.",
                **told,
            )
        return say("The posting of {name} is corrected.", name=teacher.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="postings"))
    return form_page("teachers/posting.html", form, teacher=teacher, posting=posting)


@teachers.route("/<int:teacher_id>/postings/<int:posting_id>/end", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def end_posting(teacher_id: int, posting_id: int) -> Page:
    """End a posting without another following it."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    posting = loaded_part(reading(), Posting, posting_id, teacher)
    form = EndForm(data={"version": posting.version, "last_day": today()})

    def verb(tx: Session) -> Message:
        row = loaded_part(tx, Posting, posting_id, loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx))
        loaded_school(row.school_id, Permission.TEACHER_EDIT, tx)
        expect_version(row, form.version.data or 0)
        services.end_posting(tx, row, form.last_day.data or today(), by=signed_in(), on=today())
        return say("The posting of {name} ends on {day}.", name=teacher.name, day=row.valid_to)

    if saved(form, verb):
        return go(url_for("teachers.index", q=teacher.staff_no))
    shown = [(field_label("school"), posting.school.name), *facts_of(posting, "stage", "subject", "valid_from")]
    return form_page("teachers/ending.html", form, teacher=teacher, subject=say("posting"), shown=shown)


@teachers.route("/<int:teacher_id>/postings/<int:posting_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def withdraw_posting(teacher_id: int, posting_id: int) -> Page:
    """Take back a posting that has not begun."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    posting = loaded_part(reading(), Posting, posting_id, teacher)
    form = WithdrawForm(data={"version": posting.version})

    def verb(tx: Session) -> Message:
        row = loaded_part(tx, Posting, posting_id, loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx))
        loaded_school(row.school_id, Permission.TEACHER_EDIT, tx)
        reason, version = form.reason.data or "", form.version.data or 0
        services.withdraw_posting(tx, row, reason, version=version, by=signed_in(), on=today())
        return say("The posting of {name} is taken back.", name=teacher.name)

    if saved(form, verb):
        return go(url_for("teachers.show", teacher_id=teacher_id, tab="postings"))
    standing = not_begun(posting.valid_from, today())
    return form_page("teachers/withdrawal.html", form, teacher=teacher, posting=posting, standing=standing)


def _begun_with_unknown(name: str, first: date, subjects: list[str]) -> Message:
    return say(
        "The posting of {name} begins on {day}. Neither the curriculum nor the register knows {subjects}: correct it"
        " if it is a slip.",
        name=name,
        day=first,
        subjects=listed(subjects),
    )

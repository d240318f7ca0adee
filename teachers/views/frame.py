"""What all pages of the register share: the blueprints, loading within reach, and saving a form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.errors import NotFound
from core.web.forms import Form, Refused
from core.web.language import day
from core.web.pages import flash_done, render
from policy.messages import Message
from teachers import queries
from teachers.models import School, Teacher
from teachers.vocabulary import field_label

schools = Blueprint("schools", __name__, url_prefix="/schools")
teachers = Blueprint("teachers", __name__, url_prefix="/teachers")
my_file = Blueprint("own_file", __name__, url_prefix="/my/file")

UNPROCESSABLE = 422


def loaded_teacher(teacher_id: int, permission: Permission, tx: Session | None = None) -> Teacher:
    """Return a teacher within the reader's reach, for looking or within a transaction.

    Raises `NotFound`.
    """
    return queries.teacher(tx or reading(), teacher_id, signed_in(), permission, on=today())


def loaded_school(school_id: int, permission: Permission, tx: Session | None = None) -> School:
    """Return a school within the reader's reach, for looking or within a transaction.

    Raises `NotFound`.
    """
    return queries.school(tx or reading(), school_id, signed_in(), permission)


def loaded_part(tx: Session, table: type[Any], part_id: int, teacher: Teacher) -> Any:
    """Return a row of a teacher's file.

    Raises `NotFound` where it is not this teacher's.
    """
    row = queries.part_of(tx, table, part_id, teacher)
    if row is None:
        raise NotFound
    return row


def saved(form: Form, verb: Callable[[Session], Message | None]) -> bool:
    """Run a verb in its transaction when its form was sent; whether it was done. What it refused is in the form."""
    if not form.was_sent:
        return False
    try:
        with form.collects_errors(), transaction() as tx:
            done = verb(tx)
    except Refused:
        return False
    if done is not None:
        flash_done(done)
    return True


def form_page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """Render the page of a form; one that was refused says so to machines as well."""
    refused = request.method == "POST"
    return render(template, form=form, **context), UNPROCESSABLE if refused else 200


def facts_of(held: object, *names: str) -> list[tuple[Message, object]]:
    """Return what a row of a file says, as its pages name it, so that one sees which is ended or removed."""
    return [(field_label(name), _shown(getattr(held, name))) for name in names]


def _shown(value: object) -> object:
    return day(value) if isinstance(value, date) else getattr(value, "label", value)

"""What this package needs of the register, by the names of its tables: numbers and names, nothing personal besides."""

from typing import Any

from sqlalchemy import Row, Select, column, exists, or_, select, table
from sqlalchemy.orm import Session

from accounts.models import User
from core.text import escaped_like

_teacher = table("teacher", column("id"), column("staff_no"), column("name"), column("status"))
_IN_SERVICE = "active"


def file_of(tx: Session, staff_no: str) -> int | None:
    """Return the teacher whose staff number this is, None where the register has none."""
    rows = select(_teacher.c.id).where(_teacher.c.staff_no == staff_no, _teacher.c.status == _IN_SERVICE)
    return tx.execute(rows).scalar_one_or_none()


def name_on_file(tx: Session, staff_no: str) -> str | None:
    """Return in whose name the file of a staff number is, None where the register has none."""
    rows = select(_teacher.c.name).where(_teacher.c.staff_no == staff_no, _teacher.c.status == _IN_SERVICE)
    return tx.execute(rows).scalar_one_or_none()


def without_account(term: str = "") -> Select[Any]:
    """Return the selection of teachers in service who have no account yet, by staff number."""
    has_one = exists().where(or_(User.teacher_id == _teacher.c.id, User.staff_no == _teacher.c.staff_no))
    rows = select(_teacher.c.id, _teacher.c.staff_no, _teacher.c.name).where(_teacher.c.status == _IN_SERVICE, ~has_one)
    if term:
        like = f"%{escaped_like(term)}%"
        rows = rows.where(or_(_teacher.c.staff_no.like(like, escape="\\"), _teacher.c.name.like(like, escape="\\")))
    return rows.order_by(_teacher.c.staff_no, _teacher.c.id)


def teachers(tx: Session, ids: list[int]) -> list[Row[Any]]:
    """Return those of the given teachers who have no account yet."""
    return list(tx.execute(without_account().where(_teacher.c.id.in_(ids))))

"""Whose rows a person may see: the one place where permissions become conditions of a query."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.db import one
from teachers.models import Posting, School, Teacher


def posted_on(on: date) -> ColumnElement[bool]:
    """Return the condition that a posting is in force on a day."""
    return and_(Posting.valid_from <= on, or_(Posting.valid_to.is_(None), Posting.valid_to >= on))


def schools_within(identity: Identity, permission: Permission) -> ColumnElement[bool]:
    """Return the condition on `School` that a permission sets."""
    reach = identity.reach(permission)
    if reach is Reach.ALL:
        return true()
    if reach is Reach.SCHOOL and identity.school_id is not None:
        return School.id == identity.school_id
    return false()


def teachers_within(identity: Identity, permission: Permission, *, on: date) -> ColumnElement[bool]:
    """Return the condition on `Teacher` that a permission sets: of a school are those posted there on the day."""
    reach = identity.reach(permission)
    if reach is Reach.ALL:
        return true()
    if reach is Reach.SCHOOL and identity.school_id is not None:
        here = select(Posting.teacher_id).where(Posting.school_id == identity.school_id, posted_on(on))
        return Teacher.id.in_(here)
    if reach is Reach.OWN and identity.teacher_id is not None:
        return Teacher.id == identity.teacher_id
    return false()


def visible_schools(identity: Identity, permission: Permission) -> Select[School]:
    """Return the selection of schools a permission lets a person reach."""
    return select(School).where(schools_within(identity, permission))


def visible_teachers(identity: Identity, permission: Permission, *, on: date) -> Select[Teacher]:
    """Return the selection of teachers a permission lets a person reach on a day."""
    return select(Teacher).where(teachers_within(identity, permission, on=on))


def school(tx: Session, school_id: int, identity: Identity, permission: Permission) -> School:
    """Return one school within reach.

    Raises `NotFound`, outside the reach as well.
    """
    found: School = one(tx, visible_schools(identity, permission).where(School.id == school_id))
    return found


def teacher(tx: Session, teacher_id: int, identity: Identity, permission: Permission, *, on: date) -> Teacher:
    """Return one teacher within reach.

    Raises `NotFound`, outside the reach as well.
    """
    found: Teacher = one(tx, visible_teachers(identity, permission, on=on).where(Teacher.id == teacher_id))
    return found

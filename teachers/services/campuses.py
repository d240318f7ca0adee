"""Verbs on the campuses of a school: add, change, remove."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.messages import say
from teachers.models import Campus, School
from teachers.services.checking import coordinates, differing, text_of
from teachers.vocabulary import CampusDraft


def add_campus(tx: Session, school: School, draft: CampusDraft, *, by: Actor, on: date) -> Campus:
    """Add a campus to a school.

    Raises `Invalid` for a name taken already.
    """
    del on
    values = _values(draft)
    _refuse_taken(tx, school.id, str(values["name"]), None)
    campus = Campus(school_id=school.id, **values)
    tx.add(campus)
    audit.record(tx, "campus.added", Subject.of("school", school.id), by=by, facts=values)
    return campus


def change_campus(tx: Session, campus: Campus, draft: CampusDraft, *, version: int, by: Actor, on: date) -> bool:
    """Change a campus; returns whether anything changed.

    Raises `Invalid` for a name taken already, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    values = _values(draft)
    if campus.version != version:
        raise differing(values, campus)
    _refuse_taken(tx, campus.school_id, str(values["name"]), campus.id)
    name = campus.name
    changed = audit.changes(campus, values)
    if changed:
        subject = Subject.of("school", campus.school_id)
        audit.record(tx, "campus.changed", subject, changed, by=by, facts={"campus": name})
    return bool(changed)


def remove_campus(tx: Session, campus: Campus, *, version: int, by: Actor, on: date) -> None:
    """Remove a campus that is given up, or was entered by mistake; the trail keeps that it was there.

    Raises `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(campus, version)
    facts = {name: getattr(campus, name) for name in ("name", "address", "longitude", "latitude")}
    audit.record(tx, "campus.removed", Subject.of("school", campus.school_id), by=by, facts=facts)
    tx.delete(campus)


def _values(draft: CampusDraft) -> dict[str, object]:
    return {
        "name": text_of(draft.name, "name", needed=True, longest=100),
        "address": text_of(draft.address, "address"),
        **coordinates(draft.longitude, draft.latitude),
    }


def _refuse_taken(tx: Session, school_id: int, name: str, own_id: int | None) -> None:
    same = select(Campus.id).where(Campus.school_id == school_id, Campus.name == name)
    other = tx.execute(same).scalar_one_or_none()
    if other is not None and other != own_id:
        raise Invalid(say("This school has a campus of that name."), say("Choose another name."), field="name")

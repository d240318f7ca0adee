"""Verbs on many teachers at once: the same rules and the same traces as one by one, with a handful of queries."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.crypto import keyring
from core.errors import Invalid
from policy.messages import say
from policy.months import format_month
from teachers.models import Posting, Teacher
from teachers.queries import posted_on
from teachers.rules.months import born_before_joining
from teachers.rules.years import month_of
from teachers.services.checking import require, teacher_values
from teachers.services.postings import lay_posting, places, post_teacher, posting_values
from teachers.services.teachers import lay_values, told
from teachers.vocabulary import PostingDraft, TeacherDraft, TeacherStatus

CHUNK = 500
"""How many keys one look-up names: databases limit the length of a statement."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A teacher with the posting that is to be in force."""

    teacher: TeacherDraft
    posting: PostingDraft | None


def chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Yield keys in pieces a database takes."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def enrol_many(tx: Session, drafts: Sequence[FileDraft], *, by: Actor, on: date) -> list[int]:
    """Enter many teachers into the register, each with the first posting; returns their ids in order.

    Raises `Invalid` for the first draft that cannot be taken; nothing is kept then.
    """
    if not drafts:
        return []
    known = places(tx)
    prepared = [teacher_values(draft.teacher, on) for draft in drafts]
    _refuse_taken(tx, prepared)
    new = insert(Teacher.__table__).returning(Teacher.id, sort_by_parameter_order=True)  # type: ignore[arg-type]
    ids = list(tx.execute(new, [_row(values) for values in prepared]).scalars())
    postings: list[dict[str, Any]] = []
    for key, values, draft in zip(ids, prepared, drafts, strict=True):
        subject = Subject.of("teacher", key)
        audit.record(tx, "teacher.enrolled", subject, by=by, facts=told(values))
        if draft.posting is not None:
            kept = posting_values(known, draft.posting)
            kept["joined_school"] = kept["joined_school"] or format_month(month_of(draft.posting.valid_from))
            require(born_before_joining(str(values["birth_month"]), kept["joined_school"]), "birth_month")
            kept["valid_from"] = draft.posting.valid_from
            postings.append({**kept, "teacher_id": key, "valid_to": None, "version": 1})
            facts = {**kept, "school": known[draft.posting.school_id].name}
            audit.record(tx, "posting.begun", subject, by=by, facts=facts)
    if postings:
        tx.execute(insert(Posting.__table__), postings)  # type: ignore[arg-type]
    return ids


def change_many(tx: Session, drafts: Mapping[int, FileDraft], *, by: Actor, on: date) -> int:
    """Change many teachers ({id: draft}); returns how many files changed. Empty personal numbers keep those on file.

    A posting at another school begins with the draft's day; at the same school the posting in force is corrected.
    Raises `Invalid` for the first draft that cannot be taken.
    """
    known = places(tx)
    prepared = {key: _given(teacher_values(draft.teacher, on)) for key, draft in drafts.items()}
    _refuse_taken(tx, list(prepared.values()), own=list(prepared))
    changed = 0
    for ids in chunks(list(drafts)):
        teachers = {row.id: row for row in tx.execute(select(Teacher).where(Teacher.id.in_(ids))).scalars()}
        current = _current(tx, ids, on)
        for key in ids:
            wrote = lay_values(tx, teachers[key], prepared[key], by)
            posting, running = drafts[key].posting, current.get(key)
            if posting is None:
                pass
            elif running is not None and running.school_id == posting.school_id:
                values = posting_values(known, posting)
                joined = values["joined_school"] or running.joined_school
                require(born_before_joining(teachers[key].birth_month, joined), "birth_month")
                wrote |= lay_posting(tx, running, values, by)
            else:
                post_teacher(tx, teachers[key], posting, by=by, on=on)
                wrote = True
            changed += wrote
        tx.flush()
    return changed


def taken(tx: Session, numbers: Sequence[str]) -> dict[str, int]:
    """Return who of the register has which of some ID numbers: {ID number: teacher id}."""
    ring = keyring()
    indexes = {ring.index(number, "teacher.id_number"): number for number in numbers}
    found: dict[str, int] = {}
    for part in chunks(list(indexes)):
        rows = select(Teacher.id_number_index, Teacher.id).where(Teacher.id_number_index.in_(part))
        found |= {indexes[str(index)]: key for index, key in tx.execute(rows)}
    return found


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a teacher's attributes as a row of the table: personal numbers sealed, as the model would do it."""
    ring, uid = keyring(), uuid.uuid4().hex
    row = {**values, "uid": uid, "version": 1, "status": TeacherStatus.ACTIVE}
    for name in ("id_number", "phone"):
        number = row.pop(name)
        row[f"{name}_sealed"] = ring.seal(number, f"teacher.{name}.{uid}") if number else None
        row[f"{name}_index"] = ring.index(number, f"teacher.{name}") if number else None
    return row


def _current(tx: Session, ids: Sequence[int], on: date) -> dict[int, Posting]:
    """Return the posting in force on a day, or else the one to come, by teacher."""
    running = select(Posting).where(Posting.teacher_id.in_(ids), posted_on(on))
    coming = select(Posting).where(Posting.teacher_id.in_(ids), Posting.valid_from > on).order_by(Posting.valid_from)
    current = {row.teacher_id: row for row in reversed(tx.execute(coming).scalars().all())}
    return current | {row.teacher_id: row for row in tx.execute(running).scalars()}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name not in {"id_number", "phone"}}


def _refuse_taken(tx: Session, prepared: Sequence[Mapping[str, Any]], own: Sequence[int] = ()) -> None:
    """Refuse staff numbers and ID numbers that others of the register have already."""
    holders: dict[str, int | None] = {}
    for place, values in enumerate(prepared):
        holders[str(values["staff_no"])] = own[place] if own else None
    for part in chunks(list(holders)):
        for staff_no, key in tx.execute(select(Teacher.staff_no, Teacher.id).where(Teacher.staff_no.in_(part))):
            if holders[staff_no] != key:
                message = say("The staff number {staff_no} is taken already.", staff_no=staff_no)
                raise Invalid(message, say("Look for the person in the list of teachers."), field="staff_no")
    numbers = {str(values["id_number"]): place for place, values in enumerate(prepared) if values.get("id_number")}
    for number, key in taken(tx, list(numbers)).items():
        if not own or own[numbers[number]] != key:
            message = say("Somebody else of the register has this ID number.")
            raise Invalid(message, say("Look for the person in the list of teachers."), field="id_number")

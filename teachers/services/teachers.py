"""Verbs on teachers: enrol, change, leave, return, and the logged look at a personal number."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, AuditEntry, Subject
from core.clock import instant
from core.crypto import keyring, mask_id_number, mask_phone
from core.errors import Invalid, TooMany
from policy.messages import say
from teachers.models import Posting, Teacher
from teachers.services.checking import differing, teacher_values, text_of
from teachers.services.postings import born_before_schools, drop_posting, end_posting, post_teacher
from teachers.vocabulary import UNMASKED_AN_HOUR, PersonalField, PostingDraft, TeacherDraft, TeacherStatus

_MASKS = {"id_number": mask_id_number, "phone": mask_phone}
_HOUR = timedelta(hours=1)
_SHORTEST_REASON = 4


def enrol_teacher(tx: Session, draft: TeacherDraft, posting: PostingDraft | None, *, by: Actor, on: date) -> Teacher:
    """Enter a teacher into the register, with the first posting where one is given.

    Raises `Invalid` for the first field that cannot be taken.
    """
    values = teacher_values(draft, on)
    _refuse_taken(tx, values, None)
    teacher = Teacher(**values)
    tx.add(teacher)
    tx.flush()
    audit.record(tx, "teacher.enrolled", Subject.of("teacher", teacher.id), by=by, facts=told(values))
    if posting is not None:
        post_teacher(tx, teacher, posting, by=by, on=on)
    return teacher


def change_teacher(tx: Session, teacher: Teacher, draft: TeacherDraft, *, version: int, by: Actor, on: date) -> bool:
    """Change a teacher's file; returns whether anything changed. Empty personal numbers keep those on file.

    Raises `Invalid`, and `Conflict` where somebody else changed the file since `version`.
    """
    values = teacher_values(draft, on, kept_number=teacher.id_number)
    born_before_schools(tx, teacher.id, str(values["birth_month"]))
    for name in _MASKS:
        if not values[name]:
            del values[name]
    if teacher.version != version:
        raise differing(values, teacher)
    _refuse_taken(tx, values, teacher.id)
    return lay_values(tx, teacher, values, by)


def lay_values(tx: Session, teacher: Teacher, values: Mapping[str, object], by: Actor) -> bool:
    """Make a teacher what the values say and put it on record; returns whether anything changed."""
    changed = masked_changes(audit.changes(teacher, values))
    if changed:
        audit.record(tx, "teacher.changed", Subject.of("teacher", teacher.id), changed, by=by)
    return bool(changed)


def forget_number(tx: Session, teacher: Teacher, field: PersonalField, *, reason: str, version: int, by: Actor) -> None:
    """Remove a personal number from a file; that it was there, masked, and why it went stay on record.

    Raises `Invalid` without a reason or where there is none, `Conflict` where the file was changed meanwhile.
    """
    if teacher.version != version:
        raise differing({}, teacher)
    why = text_of(reason, "reason", needed=True, longest=200)
    if not getattr(teacher, field.value):
        message = say("No {number} is on file.", number=field.label)
        raise Invalid(message, say("Choose the other number."), field="number")
    changed = masked_changes(audit.changes(teacher, {field.value: ""}))
    audit.record(tx, "teacher.number_removed", Subject.of("teacher", teacher.id), changed, by=by, reason=why)


def leave(tx: Session, teacher: Teacher, *, reason: str, version: int, by: Actor, on: date) -> None:
    """Take a teacher out of service: the posting in force ends on the day, one to come is taken back; the file stays.

    Raises `Invalid` for somebody who has left already, `Conflict` where the file was changed meanwhile.
    """
    if teacher.version != version:
        raise differing({"status": TeacherStatus.LEFT}, teacher)
    why = text_of(reason, "reason", needed=True)
    if not teacher.status.can_become(TeacherStatus.LEFT):
        raise Invalid(say("This teacher has left already."), field="status")
    rest = select(Posting).where(
        Posting.teacher_id == teacher.id, or_(Posting.valid_to.is_(None), Posting.valid_to > on)
    )
    for posting in tx.execute(rest.order_by(Posting.valid_from.desc())).scalars().all():
        if posting.valid_from > on:
            drop_posting(tx, posting, by, why)
        else:
            end_posting(tx, posting, on, by=by, on=on)
    changed = audit.changes(teacher, {"status": TeacherStatus.LEFT})
    audit.record(tx, "teacher.left", Subject.of("teacher", teacher.id), changed, by=by, reason=why)


def take_back(tx: Session, teacher: Teacher, *, reason: str, version: int, by: Actor, on: date) -> None:
    """Take a teacher who had left back into service; a posting is begun separately.

    Raises `Invalid` for somebody in service, `Conflict` where the file was changed meanwhile.
    """
    del on
    if teacher.version != version:
        raise differing({"status": TeacherStatus.ACTIVE}, teacher)
    why = text_of(reason, "reason", needed=True)
    if not teacher.status.can_become(TeacherStatus.ACTIVE):
        raise Invalid(say("This teacher is in service."), field="status")
    changed = audit.changes(teacher, {"status": TeacherStatus.ACTIVE})
    audit.record(tx, "teacher.returned", Subject.of("teacher", teacher.id), changed, by=by, reason=why)


def unmask(tx: Session, teacher: Teacher, field: PersonalField, reason: str, *, by: Actor) -> str:
    """Return a personal number in clear; the look, its reason and who looked are on record.

    Raises `Invalid` without a reason, `TooMany` beyond what an hour of desk work needs.
    """
    why = text_of(reason, "reason", needed=True, longest=200)
    if len(why) < _SHORTEST_REASON:
        raise Invalid(
            say("This reason is too short to be understood later."), say("Write what it is for."), field="reason"
        )
    now = instant()
    looks = select(func.count(), func.min(AuditEntry.at)).where(
        AuditEntry.event == "teacher.unmasked", AuditEntry.actor_id == by.user_id, AuditEntry.at > now - _HOUR
    )
    count, first = tx.execute(looks).one()
    if count >= UNMASKED_AN_HOUR:
        wait = max(1, int((first + _HOUR - now).total_seconds()))
        message = say("You have opened {count} personal numbers within the hour; that is the limit.", count=count)
        raise TooMany(message, wait_seconds=wait)
    subject = Subject.of("teacher", teacher.id)
    audit.record(tx, "teacher.unmasked", subject, by=by, reason=why, facts={"field": field.value})
    return str(getattr(teacher, field.value))


def told(values: Mapping[str, object]) -> dict[str, object]:
    """Return what the audit trail may keep of a teacher's attributes: personal numbers masked, nothing empty."""
    shown = {name: _MASKS[name](str(value)) if name in _MASKS else value for name, value in values.items()}
    return {name: value for name, value in shown.items() if name != "search_key" and value not in ("", None)}


def masked_changes(changed: Mapping[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """Return changes as the audit trail may keep them."""
    told_changes = {
        name: (_MASKS[name](str(old)), _MASKS[name](str(new))) if name in _MASKS else (old, new)
        for name, (old, new) in changed.items()
    }
    told_changes.pop("search_key", None)
    return told_changes


def _refuse_taken(tx: Session, values: Mapping[str, object], own_id: int | None) -> None:
    """Refuse a staff number or an ID number somebody else has; whose it is, is not told."""
    staff = select(Teacher.id).where(Teacher.staff_no == values["staff_no"])
    number = values.get("id_number")
    checks = [("staff_no", staff, say("This staff number is taken already."))]
    if number:
        index = keyring().index(str(number), "teacher.id_number")
        same = select(Teacher.id).where(Teacher.id_number_index == index)
        checks.append(("id_number", same, say("Somebody else of the register has this ID number.")))
    for field, rows, message in checks:
        other = tx.execute(rows).scalar_one_or_none()
        if other is not None and other != own_id:
            raise Invalid(message, say("Look for the person in the list of teachers."), field=field)

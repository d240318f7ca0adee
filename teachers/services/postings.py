"""Verbs on postings: a new one ends the one before it, so that nobody ever teaches at two schools on one day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.queries import user_of_teacher
from core import audit, notices
from core.audit import Actor, Subject
from core.db import expect_version
from core.errors import Invalid
from policy.messages import say
from policy.months import format_month
from policy.vocabulary import Stage
from teachers.models import Posting, School, SchoolUnit, Teacher
from teachers.rules import postings as rules
from teachers.rules.months import born_before_joining, joined_in_time
from teachers.rules.postings import Period
from teachers.rules.years import month_of
from teachers.services.checking import month_text, require, share_of_post, text_of
from teachers.vocabulary import PostingDraft, TeacherStatus


def post_teacher(
    tx: Session, teacher: Teacher, draft: PostingDraft, *, by: Actor, on: date, reason: str = ""
) -> Posting:
    """Post a teacher to a school from a day on; a posting still open ends the day before.

    Raises `Invalid` where the posting does not fit the school or the teacher's other postings.
    """
    del on
    others = _locked(tx, teacher)
    if teacher.status is TeacherStatus.LEFT:
        raise Invalid(say("This teacher has left the service."), say("Take the teacher back into service first."))
    known = places(tx, [draft.school_id])
    values = posting_values(known, draft)
    require(born_before_joining(teacher.birth_month, values["joined_school"] or _begins(draft)), "valid_from")
    running = next((other for other in others if other.valid_to is None and other.valid_from < draft.valid_from), None)
    if running is not None:
        _close(tx, running, rules.day_before(draft.valid_from), by)
        tx.flush()  # the open posting must be closed before the next is written: only one may be open
    periods = [_period(other) for other in others]
    require(rules.fits(periods, draft.valid_from, None), "valid_from")
    joined = values["joined_school"] or rules.joined_school(periods, draft.school_id, draft.valid_from)
    posting = Posting(teacher_id=teacher.id, valid_from=draft.valid_from, **{**values, "joined_school": joined})
    tx.add(posting)
    tx.flush()
    facts = {**values, "joined_school": joined, "valid_from": draft.valid_from, "school": known[draft.school_id].name}
    audit.record(tx, "posting.begun", Subject.of("teacher", teacher.id), by=by, facts=facts, reason=reason)
    return posting


def correct_posting(tx: Session, posting: Posting, draft: PostingDraft, *, version: int, by: Actor, on: date) -> bool:
    """Correct what was recorded of a posting; school and beginning stay, a move is a posting of its own.

    Raises `Invalid`, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    expect_version(posting, version)
    if draft.school_id != posting.school_id:
        message = say("A posting keeps its school.")
        raise Invalid(message, say("Add a posting to the other school instead."), field="school_id")
    values = posting_values(places(tx, [draft.school_id]), draft)
    born = tx.get_one(Teacher, posting.teacher_id).birth_month
    require(born_before_joining(born, values["joined_school"]), "joined_school")
    return lay_posting(tx, posting, values, by)


def lay_posting(tx: Session, posting: Posting, values: Mapping[str, Any], by: Actor) -> bool:
    """Make a posting what the values say and put it on record; returns whether anything changed."""
    wanted = {**values, "joined_school": values["joined_school"] or posting.joined_school}
    changed = audit.changes(posting, wanted)
    if changed:
        audit.record(tx, "posting.corrected", Subject.of("teacher", posting.teacher_id), changed, by=by)
    return bool(changed)


def end_posting(tx: Session, posting: Posting, last_day: date, *, by: Actor, on: date) -> None:
    """End a posting with a day.

    Raises `Invalid` where it has ended already or would end before it began.
    """
    del on
    if posting.valid_to is not None and posting.valid_to <= last_day:
        raise Invalid(say("This posting has ended already."), field="valid_to")
    if last_day < posting.valid_from:
        message = say("The posting begins only on {start}.", start=posting.valid_from)
        raise Invalid(message, say("Choose a later day."), field="valid_to")
    _close(tx, posting, last_day, by)


def withdraw_posting(tx: Session, posting: Posting, reason: str, *, version: int, by: Actor, on: date) -> None:
    """Take back a posting that has not begun; the one that was to end for its sake goes on, and the teacher is told.

    Raises `Invalid` once it has begun and without a reason, `Conflict` where somebody else changed it.
    """
    expect_version(posting, version)
    require(rules.not_begun(posting.valid_from, on), "reason")
    why = text_of(reason, "reason", needed=True)
    others = _locked(tx, tx.get_one(Teacher, posting.teacher_id))
    drop_posting(tx, posting, by, why)
    _tell(tx, posting)
    resumed = next((other for other in others if other.valid_to == rules.day_before(posting.valid_from)), None)
    if resumed is not None:
        later = (other.valid_from for other in others if other.valid_from > posting.valid_from)
        following = min(later, default=None)
        changed = audit.changes(resumed, {"valid_to": following and rules.day_before(following)})
        facts = {"school": _name(tx, resumed.school_id), "subject": resumed.subject}
        audit.record(tx, "posting.corrected", Subject.of("teacher", resumed.teacher_id), changed, by=by, facts=facts)


def drop_posting(tx: Session, posting: Posting, by: Actor, reason: str) -> None:
    """Remove a posting nobody has taught under yet, and put it on record."""
    facts = {"school": _name(tx, posting.school_id), "subject": posting.subject, "valid_from": posting.valid_from}
    tx.delete(posting)
    tx.flush()
    audit.record(tx, "posting.withdrawn", Subject.of("teacher", posting.teacher_id), by=by, facts=facts, reason=reason)


@dataclass(frozen=True, slots=True)
class Place:
    """A school as postings see it."""

    code: str
    name: str
    closed_on: date | None
    stages: frozenset[Stage]


def places(tx: Session, school_ids: Iterable[int] | None = None) -> dict[int, Place]:
    """Return schools with their stages, by id: some, or all."""
    schools = select(School.id, School.code, School.name, School.closed_on)
    units = select(SchoolUnit.school_id, SchoolUnit.stage)
    if school_ids is not None:
        wanted = list(school_ids)
        schools, units = schools.where(School.id.in_(wanted)), units.where(SchoolUnit.school_id.in_(wanted))
    stages: dict[int, set[Stage]] = defaultdict(set)
    for school_id, stage in tx.execute(units):
        stages[school_id].add(stage)
    return {row.id: Place(row.code, row.name, row.closed_on, frozenset(stages[row.id])) for row in tx.execute(schools)}


def posting_values(known: Mapping[int, Place], draft: PostingDraft) -> dict[str, Any]:
    """Return the attributes of a posting as they are kept; `known` are the schools there are.

    Raises `Invalid` for the first field that cannot be taken.
    """
    place = known.get(draft.school_id)
    if place is None or (place.closed_on is not None and place.closed_on <= draft.valid_from):
        raise Invalid(say("There is no such school."), say("Choose a school from the list."), field="school_id")
    require(rules.has_unit(place.stages, draft.stage), "stage")
    joined = month_text(draft.joined_school, "joined_school")
    require(joined_in_time(joined, draft.valid_from), "joined_school")
    subject = text_of(draft.subject, "subject", needed=True)
    second = text_of(draft.second_subject, "second_subject", longest=40)
    require(rules.two_subjects(subject, second), "second_subject")
    return {
        "school_id": draft.school_id,
        "stage": draft.stage,
        "subject": subject,
        "second_subject": second,
        "fte": share_of_post(draft.fte),
        "joined_school": joined,
    }


def born_before_schools(tx: Session, teacher_id: int, birth_month: str) -> None:
    """Refuse a month of birth that comes after the teacher was at a school.

    Raises `Invalid`.
    """
    rows = select(Posting).where(Posting.teacher_id == teacher_id)
    for posting in tx.execute(rows).scalars():
        joined = posting.joined_school or format_month(month_of(posting.valid_from))
        require(born_before_joining(birth_month, joined), "birth_month")


def _begins(draft: PostingDraft) -> str:
    return format_month(month_of(draft.valid_from))


def _locked(tx: Session, teacher: Teacher) -> Sequence[Posting]:
    """Return a teacher's postings with the teacher's row locked: two postings at once wait for each other."""
    tx.execute(select(Teacher.id).where(Teacher.id == teacher.id).with_for_update())
    return tx.execute(select(Posting).where(Posting.teacher_id == teacher.id)).scalars().all()


def _close(tx: Session, posting: Posting, last_day: date, by: Actor) -> None:
    changed = audit.changes(posting, {"valid_to": last_day})
    facts = {"school": _name(tx, posting.school_id), "subject": posting.subject}
    audit.record(tx, "posting.ended", Subject.of("teacher", posting.teacher_id), changed, by=by, facts=facts)


def _tell(tx: Session, posting: Posting) -> None:
    """Tell a teacher that a posting they may have been told of does not begin."""
    user = user_of_teacher(tx, posting.teacher_id)
    if user is not None:
        facts = {"school": _name(tx, posting.school_id), "day": posting.valid_from}
        text = say("Your posting at {school} from {day} on was taken back.", **facts)
        notices.send(tx, [user], text, link="/my/file")


def _period(posting: Posting) -> Period:
    return Period(posting.school_id, posting.valid_from, posting.valid_to, posting.joined_school)


def _name(tx: Session, school_id: int) -> str:
    return tx.execute(select(School.name).where(School.id == school_id)).scalar_one()

"""Whose training records a person may see, and which ones wait for this person's decision."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.db import one
from teachers.models import Teacher
from teachers.queries import teachers_within
from training.models import TrainingRecord
from training.vocabulary import RecordState, Step

_DECIDES = {
    Step.SCHOOL: Permission.TRAINING_APPROVE_SCHOOL,
    Step.DISTRICT: Permission.TRAINING_APPROVE_DISTRICT,
}
_UNSENT = (RecordState.DRAFT, RecordState.WITHDRAWN)


def records_within(identity: Identity, *, on: date) -> ColumnElement[bool]:
    """Return the condition on `TrainingRecord` for reading: records of teachers within reach, drafts excepted.

    A school also keeps seeing the records it had to decide on. A draft is the business of its author alone.
    """
    reach = identity.reach(Permission.TRAINING_READ)
    if reach is None:
        return false()
    sent = TrainingRecord.state.not_in(_UNSENT)
    if reach is Reach.ALL:
        return sent
    theirs: ColumnElement[bool] = TrainingRecord.teacher_id.in_(
        select(Teacher.id).where(teachers_within(identity, Permission.TRAINING_READ, on=on))
    )
    if reach is Reach.SCHOOL and identity.school_id is not None:
        theirs = or_(theirs, TrainingRecord.school_id == identity.school_id)
    return and_(sent, theirs)


def visible_records(identity: Identity, *, on: date) -> Select[TrainingRecord]:
    """Return the selection of the records a person may read."""
    return select(TrainingRecord).where(records_within(identity, on=on))


def visible_record(tx: Session, record_id: int, identity: Identity, *, on: date) -> TrainingRecord:
    """Return one record a person may read: within reach, or the own one.

    Raises `NotFound`, outside the reach as well.
    """
    own = own_records_of(identity)
    rows = select(TrainingRecord).where(TrainingRecord.id == record_id, or_(records_within(identity, on=on), own))
    found: TrainingRecord = one(tx, rows)
    return found


def own_records_of(identity: Identity) -> ColumnElement[bool]:
    """Return the condition on `TrainingRecord` for the own ones."""
    if identity.teacher_id is None or not identity.may(Permission.TRAINING_LOG):
        return false()
    return TrainingRecord.teacher_id == identity.teacher_id


def within_step(identity: Identity, step: Step) -> ColumnElement[bool]:
    """Return the condition on `TrainingRecord` for those that wait for a person at one of the two steps."""
    reach = identity.reach(_DECIDES[step])
    if reach is None:
        return false()
    submitted, passed = (
        TrainingRecord.state == RecordState.SUBMITTED,
        TrainingRecord.state == RecordState.SCHOOL_APPROVED,
    )
    waits = (
        and_(submitted, TrainingRecord.district_only.is_(False))
        if step is Step.SCHOOL
        else or_(passed, and_(submitted, TrainingRecord.district_only.is_(True)))
    )
    return and_(waits, _reached(identity, reach))


def decider_reaches(identity: Identity) -> ColumnElement[bool]:
    """Return the condition on `TrainingRecord` for those a person may decide on at some time, own ones included.

    Own ones are included so that the refusal can say why; what was never submitted is not: nobody was asked.
    """
    district = identity.reach(Permission.TRAINING_APPROVE_DISTRICT) is Reach.ALL
    school = identity.may(Permission.TRAINING_APPROVE_SCHOOL) and identity.school_id is not None
    here = TrainingRecord.school_id == identity.school_id if school else false()
    return and_(TrainingRecord.submitted_on.is_not(None), true() if district else here)


def _reached(identity: Identity, reach: Reach) -> ColumnElement[bool]:
    """Return the condition for the schools a decider decides for; own records wait for somebody else."""
    others = true() if identity.teacher_id is None else TrainingRecord.teacher_id != identity.teacher_id
    if reach is Reach.ALL:
        return others
    if reach is Reach.SCHOOL and identity.school_id is not None:
        return and_(others, TrainingRecord.school_id == identity.school_id)
    return false()


def step_of(record: TrainingRecord) -> Step | None:
    """Return which decision a record waits for, None where it waits for none."""
    if record.state is RecordState.SCHOOL_APPROVED:
        return Step.DISTRICT
    if record.state is RecordState.SUBMITTED:
        return Step.DISTRICT if record.district_only else Step.SCHOOL
    return None

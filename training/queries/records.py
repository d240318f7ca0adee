"""Lists of training records: a teacher's own, the queue of those who decide, and what was recorded at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from core.db import one, total
from core.text import escaped_like
from teachers.models import School, Teacher
from training.models import TrainingRecord
from training.queries.scope import decider_reaches, own_records_of, records_within, within_step
from training.vocabulary import COUNTED, GONE, ActivityKind, Category, RecordState, Step, Taken

_BATCH = 500


class Sort(Enum):
    """The orders a list of records may have; the names stand in addresses."""

    END = "end"
    NAME = "name"
    HOURS = "hours"
    TITLE = "title"


_COLUMNS = {
    Sort.END: TrainingRecord.end_on,
    Sort.NAME: Teacher.search_key,
    Sort.HOURS: TrainingRecord.hours,
    Sort.TITLE: TrainingRecord.title,
}


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What a list is narrowed to; empty means everything."""

    term: str = ""
    school_id: int | None = None
    kind: ActivityKind | None = None
    category: Category | None = None
    state: RecordState | None = None
    start: date | None = None
    end: date | None = None
    sort: Sort = Sort.END
    descending: bool = True


def own_selection(identity: Identity) -> Select[TrainingRecord]:
    """Return the selection of a teacher's own records, newest activity first."""
    order = (TrainingRecord.end_on.desc(), TrainingRecord.id.desc())
    return select(TrainingRecord).where(own_records_of(identity)).order_by(*order)


def own_records(tx: Session, identity: Identity, limit: int) -> Sequence[TrainingRecord]:
    """Return the newest of a teacher's own records."""
    return tx.execute(own_selection(identity).limit(limit)).scalars().all()


def own_record(tx: Session, record_id: int, identity: Identity) -> TrainingRecord:
    """Return one of a teacher's own records.

    Raises `NotFound`, for the records of others as well.
    """
    found: TrainingRecord = one(
        tx, select(TrainingRecord).where(own_records_of(identity), TrainingRecord.id == record_id)
    )
    return found


def defaults_for(tx: Session, identity: Identity) -> TrainingRecord | None:
    """Return the record logged last: most people log the same kind of thing again."""
    rows = select(TrainingRecord).where(own_records_of(identity)).order_by(TrainingRecord.id.desc()).limit(1)
    return tx.execute(rows).scalar_one_or_none()


def same_activity(
    tx: Session, teacher_id: int, title_key: str, start_on: date, *, but: int | None = None
) -> TrainingRecord | None:
    """Return the standing record of the same activity: same teacher, same name, same first day."""
    rows = select(TrainingRecord).where(
        TrainingRecord.teacher_id == teacher_id,
        TrainingRecord.title_key == title_key,
        TrainingRecord.start_on == start_on,
        TrainingRecord.state.not_in(GONE),
        TrainingRecord.id != (but or 0),
    )
    return tx.execute(rows.limit(1)).scalar_one_or_none()


def taken_days(tx: Session, teacher_ids: Iterable[int]) -> dict[int, dict[int, Taken]]:
    """Return the days each teacher has hours on: {teacher: {record: days and hours}}."""
    found: dict[int, dict[int, Taken]] = {teacher: {} for teacher in teacher_ids}
    ids = sorted(found)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        rows = select(TrainingRecord).where(TrainingRecord.teacher_id.in_(part), TrainingRecord.state.in_(COUNTED))
        for row in tx.execute(rows).scalars():
            found[row.teacher_id][row.id] = Taken(row.title, row.start_on, row.end_on, row.hours)
    return found


def listed(identity: Identity, wanted: RecordFilter, *, on: date) -> Select[TrainingRecord, Teacher, School | None]:
    """Return the selection of records with teacher and school that a person may read."""
    return _narrowed(_joined().where(records_within(identity, on=on)), wanted)


def waiting(identity: Identity, step: Step, wanted: RecordFilter) -> Select[TrainingRecord, Teacher, School | None]:
    """Return the selection of records that wait for a person's decision at one step."""
    return _narrowed(_joined().where(within_step(identity, step)), wanted)


def waiting_count(tx: Session, identity: Identity) -> int:
    """Return how many records wait for a person: for the desk."""
    both = or_(within_step(identity, Step.SCHOOL), within_step(identity, Step.DISTRICT))
    return total(tx, select(TrainingRecord.id).where(both))


def decidable(tx: Session, record_id: int, identity: Identity) -> TrainingRecord:
    """Return a record that is in the reach of a decider, whatever its state, locked until the transaction ends.

    Raises `NotFound`.
    """
    rows = (
        select(TrainingRecord)
        .where(TrainingRecord.id == record_id, decider_reaches(identity))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found: TrainingRecord = one(tx, rows)
    return found


def _joined() -> Select[TrainingRecord, Teacher, School | None]:
    return (
        select(TrainingRecord, Teacher, School)
        .join(Teacher, Teacher.id == TrainingRecord.teacher_id)
        .outerjoin(School, School.id == TrainingRecord.school_id)
    )


def _narrowed(
    rows: Select[TrainingRecord, Teacher, School | None], wanted: RecordFilter
) -> Select[TrainingRecord, Teacher, School | None]:
    if wanted.term:
        like = f"%{escaped_like(wanted.term.casefold())}%"
        rows = rows.where(
            or_(Teacher.search_key.like(like, escape="\\"), TrainingRecord.title.ilike(like, escape="\\"))
        )
    for column, value in (
        (TrainingRecord.school_id, wanted.school_id),
        (TrainingRecord.kind, wanted.kind),
        (TrainingRecord.category, wanted.category),
        (TrainingRecord.state, wanted.state),
    ):
        if value is not None:
            rows = rows.where(column == value)
    if wanted.start is not None:
        rows = rows.where(TrainingRecord.end_on >= wanted.start)
    if wanted.end is not None:
        rows = rows.where(TrainingRecord.end_on <= wanted.end)
    order = _COLUMNS[wanted.sort]
    return rows.order_by(order.desc() if wanted.descending else order, TrainingRecord.id.desc())

"""Who teaches where on which day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from teachers.models import Posting, Teacher
from teachers.queries.scope import posted_on
from teachers.rules.postings import day_before


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """Somebody who is to come to a school or to leave it; `day` is the first or the last there."""

    name: str
    staff_no: str
    posting: Posting  # at this school
    comes: bool
    day: date
    other: Posting | None  # at the school before, or after


def posting_on(tx: Session, teacher_id: int, on: date) -> Posting | None:
    """Return the posting of a teacher in force on a day, its school loaded."""
    rows = select(Posting).where(Posting.teacher_id == teacher_id, posted_on(on)).options(joinedload(Posting.school))
    return tx.execute(rows).scalar_one_or_none()


def school_id_on(tx: Session, teacher_id: int, on: date) -> int | None:
    """Return the school a teacher belongs to on a day: for sign-in and scope."""
    return tx.execute(
        select(Posting.school_id).where(Posting.teacher_id == teacher_id, posted_on(on))
    ).scalar_one_or_none()


def postings_of(tx: Session, teacher_id: int) -> Sequence[Posting]:
    """Return all postings of a teacher, newest first, their schools loaded."""
    rows = (
        select(Posting)
        .where(Posting.teacher_id == teacher_id)
        .options(joinedload(Posting.school))
        .order_by(Posting.valid_from.desc())
    )
    return tx.execute(rows).scalars().all()


def changes_ahead(tx: Session, school_id: int, on: date) -> list[ChangeAhead]:
    """Return who is to come to a school and who is to leave it, as postings stand on a day; the next first."""
    here = select(Posting.teacher_id).where(
        Posting.school_id == school_id, or_(Posting.valid_from > on, Posting.valid_to >= on)
    )
    rows = select(Posting).where(Posting.teacher_id.in_(here)).options(joinedload(Posting.school))
    postings: dict[int, list[Posting]] = defaultdict(list)
    for row in tx.execute(rows.order_by(Posting.valid_from)).scalars():
        postings[row.teacher_id].append(row)
    people = {row.id: row for row in tx.execute(select(Teacher).where(Teacher.id.in_(list(postings)))).scalars()}
    found = [
        ChangeAhead(people[key].name, people[key].staff_no, posting, comes, day, other)
        for key, theirs in postings.items()
        for posting, comes, day, other in _changes(theirs, school_id, on)
    ]
    return sorted(found, key=lambda change: (change.day, not change.comes, change.staff_no))


def _changes(
    postings: Sequence[Posting], school_id: int, on: date
) -> Iterator[tuple[Posting, bool, date, Posting | None]]:
    """Yield the comings and goings of one teacher; a posting that only changes the subject is neither."""
    for place, row in enumerate(postings):
        before = postings[place - 1] if place else None
        after = postings[place + 1] if place + 1 < len(postings) else None
        if row.school_id != school_id:
            continue
        if row.valid_from > on and not (before and _joins(before, row) and before.school_id == school_id):
            yield row, True, row.valid_from, before if before and _joins(before, row) else None
        if row.valid_to and row.valid_to >= on and not (after and _joins(row, after) and after.school_id == school_id):
            yield row, False, row.valid_to, after if after and _joins(row, after) else None


def _joins(one: Posting, other: Posting) -> bool:
    return one.valid_to == day_before(other.valid_from)

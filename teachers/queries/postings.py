"""Who teaches where on which day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from teachers.models import Posting
from teachers.queries.scope import posted_on


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

"""Teachers as rows of the workbook: what import compares with, and what export writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from core.crypto import keyring
from teachers.models import Deferral, Posting, School, Teacher
from teachers.queries import deferral_texts
from teachers.rules.years import month_or_none
from teachers.sheets.cells import degrees, of_hundredths

_PLAIN = ("staff_no", "name", "sex", "post_type", "title", "degree", "backbone")
_MONTHS = ("birth_month", "retirement_month", "joined_school")


def teacher_rows(tx: Session, staff_nos: Sequence[str], on: date) -> Iterator[dict[str, Any]]:
    """Yield the files of some staff numbers as rows: the posting in force, else the one to come; numbers in clear."""
    teachers = tx.execute(_selection(staff_nos, on)).mappings().all()
    ids = {row["id"] for row in teachers}
    deferred = deferral_texts(tx, ids, on)
    seen: set[int] = set()
    for row in teachers:
        if row["id"] not in seen:  # somebody posted now and elsewhere later stands at the earlier posting
            seen.add(row["id"])
            yield _cells(row, deferred.get(row["id"]))


def _selection(staff_nos: Sequence[str], on: date) -> Any:
    current = and_(Posting.teacher_id == Teacher.id, or_(Posting.valid_to.is_(None), Posting.valid_to >= on))
    return (
        select(*_COLUMNS)
        .outerjoin(Posting, current)
        .outerjoin(School, School.id == Posting.school_id)
        .where(Teacher.staff_no.in_(staff_nos))
        .order_by(Teacher.staff_no, Posting.valid_from)
    )


_COLUMNS = (
    *(Teacher.id, Teacher.uid, Teacher.staff_no, Teacher.name, Teacher.sex, Teacher.birth_month, Teacher.post_type),
    *(Teacher.retirement_month, Teacher.title, Teacher.degree, Teacher.backbone, Teacher.team, Teacher.mountain_years),
    *(Teacher.longitude, Teacher.latitude, Teacher.id_number_sealed, Teacher.phone_sealed),
    *(Posting.stage, Posting.subject, Posting.second_subject, Posting.fte, Posting.joined_school, Posting.valid_from),
    School.code.label("school"),
)


def _cells(row: Mapping[Any, Any], deferral: tuple[str, Deferral] | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        **{name: row[name] for name in _PLAIN},
        **{name: month_or_none(row[name] or "") for name in _MONTHS},
        "id_number": _opened(row, "id_number"),
        "phone": _opened(row, "phone"),
        "school": row["school"],
        "valid_from": row["valid_from"],
        "stage": row["stage"],
        "subject": row["subject"],
        "second_subject": row["second_subject"] or None,
        "fte": None if row["fte"] is None else of_hundredths(row["fte"]),
        "deferral": deferral[0] if deferral else None,
        "deferral_until": deferral[1].valid_to if deferral else None,
        "team": row["team"] or None,
        "mountain_years": of_hundredths(row["mountain_years"]),
        "longitude": degrees(row["longitude"]),
        "latitude": degrees(row["latitude"]),
    }


def _opened(row: Mapping[Any, Any], name: str) -> str | None:
    sealed = row[f"{name}_sealed"]
    return keyring().open(sealed, f"teacher.{name}.{row['uid']}") if sealed else None

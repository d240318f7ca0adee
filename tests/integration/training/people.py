"""Two schools, teachers, a principal, clerks and the district's officers, and what they do most."""

import io
from dataclasses import dataclass
from datetime import date

from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from core.clock import instant
from core.db import transaction
from policy.vocabulary import Area, Stage
from teachers.models import Posting, School, Teacher
from training import services
from training.models import TrainingRecord
from training.services import Choice
from training.services.keeping import evidence
from training.vocabulary import ActivityKind, Category, RecordDraft

ON = date(2026, 6, 18)


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    school: int
    other_school: int
    teacher: Identity
    colleague: Identity
    elsewhere: Identity
    principal: Identity
    clerk: Identity
    other_clerk: Identity
    hr: Identity
    second_hr: Identity
    auditor: Identity
    sysadmin: Identity


def cast_of() -> Cast:
    """Write the people and commit them."""
    with transaction() as tx:
        here, there = _school(tx, 1), _school(tx, 2)
        return Cast(
            here,
            there,
            teacher=_person(tx, 1, Role.TEACHER, here, teaches=True),
            colleague=_person(tx, 2, Role.TEACHER, here, teaches=True),
            elsewhere=_person(tx, 3, Role.TEACHER, there, teaches=True),
            principal=_person(tx, 4, Role.PRINCIPAL, here, teaches=True),
            clerk=_person(tx, 5, Role.CLERK, here, teaches=True),
            other_clerk=_person(tx, 6, Role.CLERK, there),
            hr=_person(tx, 7, Role.DISTRICT_HR, None),
            second_hr=_person(tx, 8, Role.DISTRICT_HR, None),
            auditor=_person(tx, 9, Role.AUDITOR, None),
            sysadmin=_person(tx, 10, Role.SYSADMIN, None),
        )


def _school(tx: Session, number: int) -> int:
    row = School(code=f"31100{number}", name=f"试验第{number}中学", area=Area.URBAN)
    tx.add(row)
    tx.flush()
    return row.id


def _person(tx: Session, number: int, role: Role, school_id: int | None, *, teaches: bool = False) -> Identity:
    staff_no, name = f"T{number:04d}", f"陈{number}"
    teacher_id = _teacher(tx, staff_no, name, school_id) if teaches and school_id else None
    user = User(staff_no=staff_no, name=name, teacher_id=teacher_id, opened_at=instant())
    tx.add(user)
    tx.flush()
    roles = {role} | ({Role.TEACHER} if teaches else set())
    return Identity(user.id, staff_no, name, frozenset(roles), school_id, teacher_id)


def _teacher(tx: Session, staff_no: str, name: str, school_id: int) -> int:
    row = Teacher(staff_no=staff_no, name=name, search_key=f"{name} chen {staff_no}".lower())
    tx.add(row)
    tx.flush()
    tx.add(
        Posting(
            teacher_id=row.id,
            school_id=school_id,
            stage=Stage.JUNIOR,
            subject="数学",
            valid_from=date(2020, 9, 1),
            joined_school="2020-09",
        )
    )
    return row.id


def a_draft(**changes: object) -> RecordDraft:
    """Return a believable activity."""
    values: dict[str, object] = {
        "kind": ActivityKind.TRAINING,
        "category": Category.REQUIRED_PROFESSIONAL,
        "title": "初中数学单元整体教学研修",
        "start_on": date(2026, 6, 12),
        "end_on": date(2026, 6, 12),
        "hours": 800,
        "organiser": "区教师研修中心",
    }
    return RecordDraft(**{**values, **changes})  # type: ignore[arg-type]


def photo(name: str = "结业证书.jpg") -> FileStorage:
    """Return a photo as a form brings it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return FileStorage(io.BytesIO(out.getvalue()), filename=name)


def logged(by: Identity, **changes: object) -> TrainingRecord:
    """Log an activity with a photo, and keep it as a draft."""
    with transaction() as tx:
        row = services.log(tx, a_draft(**changes), by=by, on=ON)
        services.attach(tx, row, [photo()], by=by)
        return row


def change(row: TrainingRecord, by: Identity, **changes: object) -> None:
    """Change a record as it stands now."""
    with transaction() as tx:
        fresh = tx.get_one(TrainingRecord, row.id)
        services.change(tx, fresh, a_draft(**changes), fresh.version, by=by, on=ON)


def submit(row: TrainingRecord, by: Identity) -> TrainingRecord:
    """Hand a record in as it stands now."""
    with transaction() as tx:
        fresh = tx.get_one(TrainingRecord, row.id)
        services.submit(tx, fresh, fresh.version, by=by, on=ON)
        return fresh


def withdraw(row: TrainingRecord, by: Identity) -> None:
    """Take a record back as it stands now."""
    with transaction() as tx:
        fresh = tx.get_one(TrainingRecord, row.id)
        services.withdraw(tx, fresh, fresh.version, by=by)


def attach(row: TrainingRecord, by: Identity, count: int = 1) -> None:
    """Put photos to a record."""
    with transaction() as tx:
        services.attach(tx, tx.get_one(TrainingRecord, row.id), [photo() for _ in range(count)], by=by)


def detach(row: TrainingRecord, by: Identity) -> None:
    """Take the first piece of evidence out of a record."""
    with transaction() as tx:
        fresh = tx.get_one(TrainingRecord, row.id)
        services.detach(tx, fresh, evidence(tx, fresh)[0].token, by=by)


def submitted(by: Identity, **changes: object) -> TrainingRecord:
    """Log an activity and hand it in."""
    return submit(logged(by, **changes), by)


def choice(row: TrainingRecord) -> Choice:
    """Return a record as somebody saw it just now."""
    return Choice(row.id, row.version)


def approved(by: Identity, cast: Cast, **changes: object) -> TrainingRecord:
    """Log an activity and have it approved by school and district."""
    row = submitted(by, **changes)
    with transaction() as tx:
        assert all(one.done for one in services.approve_school(tx, [choice(row)], by=cast.principal, on=ON))
    row = again(row)
    with transaction() as tx:
        assert all(one.done for one in services.approve_district(tx, [choice(row)], by=cast.hr, on=ON))
    return again(row)


def again(row: TrainingRecord) -> TrainingRecord:
    """Read a record anew."""
    with transaction() as tx:
        return tx.get_one(TrainingRecord, row.id)

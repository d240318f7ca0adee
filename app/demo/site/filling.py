"""What the planner's tables do not hold and a register does: classes, personal numbers, certificates, placements."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from app.demo.schools import SCHOOLS
from core.db import reading, transaction
from policy.vocabulary import Stage
from teachers import services
from teachers.models import Posting, School, Teacher
from teachers.rules.years import school_year_on
from teachers.vocabulary import (
    CampusDraft,
    CertificateDraft,
    CertificateLevel,
    DualDraft,
    DualLevel,
    PlacementDraft,
)

FIRST_GRADES = {Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10}
LEVELS = {
    Stage.KINDERGARTEN: CertificateLevel.KINDERGARTEN,
    Stage.PRIMARY: CertificateLevel.PRIMARY,
    Stage.JUNIOR: CertificateLevel.JUNIOR,
    Stage.SENIOR: CertificateLevel.SENIOR,
}
NOWHERE = "199901"
"""A region code given to nobody: the numbers belong to no one."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RECOGNISED = 40
COMPANY = "云岭智能装备有限公司（虚构）"


def classes_table(codes: set[str], on: date) -> bytes:
    """Return the classes of some schools as the import takes them; students are spread over the classes."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("school", "school_year", "grade", "classes", "students"))
    for plan in SCHOOLS:
        for unit in plan.units if plan.key in codes else ():
            first = FIRST_GRADES.get(unit.stage)
            if first is None:
                continue
            total = sum(unit.classes)
            for place, classes in enumerate(unit.classes):
                students = unit.students * classes // total
                writer.writerow((plan.key, school_year_on(on), first + place, classes, students))
    return target.getvalue().encode()


def with_numbers(teachers: bytes) -> bytes:
    """Return the teachers with an ID number and a phone each: well formed, and nobody's."""
    rows = list(csv.DictReader(io.StringIO(teachers.decode())))
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [*rows[0], "id_number", "phone"], lineterminator="\n")
    writer.writeheader()
    for place, row in enumerate(rows):
        numbers = {"id_number": id_number(row, place), "phone": f"1000{place:07d}"}
        writer.writerow({**row, **(numbers if row["birth_month"] and row["sex"] else {})})
    return target.getvalue().encode()


def id_number(row: dict[str, str], place: int) -> str:
    """Return a well-formed ID number of a region there is not: month and sex as in the row, the rest counted up."""
    day, order = 1 + place % 28, 2 * (place // 28 % 500) + (row["sex"] == "male")
    body = f"{NOWHERE}{row['birth_month'].replace('-', '')}{day:02d}{order:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def add_credentials(staff: dict[str, Identity], *, by: Identity, on: date) -> None:
    """Give the teachers among the accounts a certificate, a school a campus, and vocational teachers their tiers."""
    with transaction() as tx:
        for identity in staff.values():
            if identity.teacher_id is not None:
                _certificate(tx, tx.get_one(Teacher, identity.teacher_id), by, on)
        school = tx.execute(select(School).order_by(School.code).limit(1)).scalar_one()
        services.add_campus(tx, school, CampusDraft("东校区", "云岭区东街（虚构）"), by=by, on=on)
    for teacher_id in _vocational():
        _recognise(teacher_id, by, on)


def _certificate(tx: Session, teacher: Teacher, by: Identity, on: date) -> None:
    with_stage = (
        select(Posting.stage, Posting.subject).where(Posting.teacher_id == teacher.id).order_by(Posting.valid_from)
    )
    stage, subject = tx.execute(with_stage).all()[-1]
    level = LEVELS.get(stage, CertificateLevel.SENIOR)
    issued = on - timedelta(days=365 * 9)
    draft = CertificateDraft(level, subject, f"1999{teacher.id:011d}", issued, on - timedelta(days=365 * 2))
    services.add_certificate(tx, teacher, draft, by=by, on=on)


def _recognise(teacher_id: int, by: Identity, on: date) -> None:
    """Record placements of a summer in each of some years, then the recognition they bear out."""
    with transaction() as tx:
        teacher = tx.get_one(Teacher, teacher_id)
        for years in (1, 2, 3):
            start = date(on.year - years, 7, 1)
            services.record_placement(
                tx, teacher, PlacementDraft(COMPANY, start, start + timedelta(days=61)), by=by, on=on
            )
        draft = DualDraft(DualLevel.JUNIOR, date(on.year, 1, 1), "企业实践满六个月")
        services.recognise_dual(tx, teacher, draft, by=by, on=on)


def _vocational() -> list[int]:
    rows = (
        select(Posting.teacher_id)
        .where(Posting.stage == Stage.VOCATIONAL, Posting.valid_to.is_(None))
        .order_by(Posting.teacher_id)
        .limit(RECOGNISED)
    )
    return list(reading().execute(rows).scalars())


def codes_of(tables: Path) -> set[str]:
    """Return the codes of the schools in a folder of tables."""
    with (tables / "schools.csv").open(encoding="utf-8", newline="") as text:
        return {row["school"] for row in csv.DictReader(text)}

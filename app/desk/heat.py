"""Where posts are short and where they are spare, school by school: counted in the database, not teacher by teacher."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Heat, HeatRow
from policy.registry import policy_on
from policy.vocabulary import Stage
from teachers import queries
from teachers.models import Posting, School, Teacher
from teachers.vocabulary import TeacherStatus

SHOWN_STAGES = (Stage.PRIMARY, Stage.JUNIOR)
SHOWN_SCHOOLS = 12
SHOWN_SUBJECTS = 12

Cells = Mapping[tuple[int, Stage, str], int]


def heats(tx: Session, identity: Identity, on: date) -> list[Heat]:
    """Return the picture of each shown stage over the schools within reach; stages nobody teaches are left out."""
    schools = {
        school.id: school
        for school in tx.execute(queries.visible_schools(identity, Permission.SCHOOL_READ)).unique().scalars()
    }
    codes = {school.id: school.code for school in schools.values()}
    need = queries.demand_on(tx, on, policy_on(on), codes).required
    ids = {code: school_id for school_id, code in codes.items()}
    required = {(ids[code], stage, subject): amount for (code, stage, subject), amount in need.items()}
    present = present_on(tx, on)
    return [heat for stage in SHOWN_STAGES if (heat := _heat(stage, schools, required, present)) is not None]


def present_on(tx: Session, on: date) -> Cells:
    """Return what every cell (school, stage, subject) has on a day, in hundredths of a post."""
    rows = (
        select(Posting.school_id, Posting.stage, Posting.subject, func.sum(Posting.fte))
        .join(Teacher, Teacher.id == Posting.teacher_id)
        .where(queries.posted_on(on), Teacher.status == TeacherStatus.ACTIVE)
        .group_by(Posting.school_id, Posting.stage, Posting.subject)
    )
    return {(school, stage, subject): int(amount) for school, stage, subject, amount in tx.execute(rows)}


def _heat(stage: Stage, schools: Mapping[int, School], required: Cells, present: Cells) -> Heat | None:
    """Return one stage: the subjects with the most posts, the schools that lack most."""
    weight: dict[str, int] = defaultdict(int)
    short: dict[int, int] = defaultdict(int)
    for (school, of, subject), amount in required.items():
        if of is stage:
            weight[subject] += amount
            short[school] += max(0, amount - present.get((school, of, subject), 0))
    if not weight:
        return None
    subjects = sorted(weight, key=lambda subject: (-weight[subject], subject))[:SHOWN_SUBJECTS]
    order = sorted(short, key=lambda school: (-short[school], schools[school].code))
    shown = sorted(order[:SHOWN_SCHOOLS], key=lambda school: (_rank(schools[school]), schools[school].code))
    rows = [
        HeatRow(
            school_id=school,
            name=schools[school].name,
            area=schools[school].area,
            cells=[_balance((school, stage, subject), required, present) for subject in subjects],
            short=short[school],
        )
        for school in shown
    ]
    return Heat(stage, subjects, rows, len(order) - len(shown))


def _rank(school: School) -> int:
    return ("urban", "township", "mountain").index(school.area.value)


def _balance(cell: tuple[int, Stage, str], required: Cells, present: Cells) -> int | None:
    if cell not in required:
        return None
    return present.get(cell, 0) - required[cell]

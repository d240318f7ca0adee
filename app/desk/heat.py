"""Where posts are short and where they are spare, school by school: counted in the database, not teacher by teacher."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Heat, HeatMap, HeatRow, Lack
from policy.registry import policy_on
from policy.subjects import in_usual_order
from policy.vocabulary import Area, Stage
from teachers import queries
from teachers.models import Posting, School, Teacher
from teachers.vocabulary import TeacherStatus

SHOWN_STAGES = (Stage.PRIMARY, Stage.JUNIOR)
SHOWN_SCHOOLS = 12
SHOWN_SUBJECTS = 10  # so many columns let two stages stand side by side
NAMED = 2

Cells = Mapping[tuple[int, Stage, str], int]


def heat_map(tx: Session, identity: Identity, on: date) -> HeatMap | None:
    """Return each shown stage over the schools within reach, and what is short most; None where nothing is needed."""
    schools = {
        school.id: school
        for school in tx.execute(queries.visible_schools(identity, Permission.SCHOOL_READ)).unique().scalars()
    }
    codes = {school.id: school.code for school in schools.values()}
    need = queries.demand_on(tx, on, policy_on(on), codes).required
    ids = {code: school_id for school_id, code in codes.items()}
    required = {
        (ids[code], stage, subject): amount
        for (code, stage, subject), amount in need.items()
        if stage in SHOWN_STAGES and amount
    }
    present = present_on(tx, on)
    balance = {cell: present.get(cell, 0) - amount for cell, amount in required.items()}
    stages = [heat for stage in SHOWN_STAGES if (heat := _heat(stage, schools, required, balance)) is not None]
    if not stages:
        return None
    return HeatMap(stages, _worst(schools, balance), _by_area(schools, balance))


def present_on(tx: Session, on: date) -> Cells:
    """Return what every cell (school, stage, subject) has on a day, in hundredths of a post."""
    rows = (
        select(Posting.school_id, Posting.stage, Posting.subject, func.sum(Posting.fte))
        .join(Teacher, Teacher.id == Posting.teacher_id)
        .where(queries.posted_on(on), Teacher.status == TeacherStatus.ACTIVE)
        .group_by(Posting.school_id, Posting.stage, Posting.subject)
    )
    return {(school, stage, subject): int(amount) for school, stage, subject, amount in tx.execute(rows)}


def _heat(stage: Stage, schools: Mapping[int, School], required: Cells, balance: Cells) -> Heat | None:
    """Return one stage: the subjects with the most posts, as a timetable lists them; the schools that lack most."""
    weight: Counter[str] = Counter()
    short: Counter[int] = Counter()
    for (school, of, subject), amount in required.items():
        if of is stage:
            weight[subject] += amount
            short[school] += max(0, -balance[school, of, subject])
    if not weight:
        return None
    heaviest = sorted(weight, key=lambda subject: (-weight[subject], subject))[:SHOWN_SUBJECTS]
    subjects = in_usual_order(heaviest)
    order = sorted(short, key=lambda school: (-short[school], schools[school].code))
    shown = sorted(order[:SHOWN_SCHOOLS], key=lambda school: (_rank(schools[school]), schools[school].code))
    rows = [
        HeatRow(
            school_id=school,
            name=schools[school].name,
            area=schools[school].area,
            cells=[balance.get((school, stage, subject)) for subject in subjects],
            short=short[school],
        )
        for school in shown
    ]
    return Heat(stage, subjects, rows, len(order) - len(shown), len(weight) - len(subjects))


def _worst(schools: Mapping[int, School], balance: Cells) -> list[Lack]:
    """Return the subjects that lack most; a single school sees them anyway."""
    if len({school for school, _, _ in balance}) < NAMED:
        return []
    order = sorted(balance.items(), key=lambda cell: (cell[1], schools[cell[0][0]].code, cell[0][1:]))[:NAMED]
    return [
        Lack(schools[school].name, stage, subject, -amount) for (school, stage, subject), amount in order if amount < 0
    ]


def _by_area(schools: Mapping[int, School], balance: Cells) -> Mapping[Area, int]:
    """Return what the schools of each area lack together; spare posts elsewhere do not make up for it."""
    lacked: Counter[Area] = Counter()
    for (school, _, _), amount in balance.items():
        lacked[schools[school].area] += max(0, -amount)
    return {area: lacked[area] for area in Area if area in lacked}


def _rank(school: School) -> int:
    return list(Area).index(school.area)

"""The register on one day, read in bulk: what the planner, the eligibility list and the district's figures stand on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.curriculum import ClassRow
from policy.messages import say
from policy.registry import policy_on
from policy.rotation import RotationPolicy
from policy.vocabulary import Stage
from teachers.models import (
    ClassCount,
    ConductRecord,
    Deferral,
    Demand,
    Partnership,
    Posting,
    School,
    SchoolGroup,
    SchoolUnit,
    Teacher,
    TravelTime,
    Zone,
)
from teachers.queries.scope import posted_on
from teachers.rules.demand import Given, Needed, grade_stages, holding, needed
from teachers.rules.years import month_or_none, school_year_on
from teachers.vocabulary import (
    DeferralReason,
    Register,
    RegisteredSchool,
    RegisteredTeacher,
    RegisteredTravel,
    RegisteredUnit,
    TeacherStatus,
)

YearTable = type[SchoolUnit] | type[ClassCount]


def register_on(tx: Session, on: date, policy: RotationPolicy | None = None) -> Register:
    """Return the whole register as it stands on a day; demand is counted by the policy (default: the day's)."""
    schools = schools_on(tx, on)
    need = demand_on(tx, on, policy or policy_on(on), {school.id: school.code for school in schools})
    return Register(
        on=on,
        schools=schools,
        units=units_on(tx, on),
        required=need.required,
        teachers=teachers_on(tx, on),
        travel=_travel(tx, on),
        uncounted={unit: reason.text() for unit, reason in need.uncounted.items()},
    )


def open_on(on: date) -> ColumnElement[bool]:
    """Return the condition that a school is not closed on a day."""
    return or_(School.closed_on.is_(None), School.closed_on > on)


def schools_on(tx: Session, on: date) -> tuple[RegisteredSchool, ...]:
    """Return all schools open on a day, by code."""
    partners = _partners(tx)
    rows = (
        select(School, Zone.name, SchoolGroup.name)
        .outerjoin(Zone, Zone.id == School.zone_id)
        .outerjoin(SchoolGroup, SchoolGroup.id == School.group_id)
        .where(open_on(on))
        .order_by(School.code)
    )
    return tuple(
        RegisteredSchool(
            id=school.id,
            code=school.code,
            name=school.name,
            area=school.area,
            zone=zone or "",
            group=group or "",
            partners=tuple(sorted(partners[school.id])),
            longitude=school.longitude,
            latitude=school.latitude,
            authorised_headcount=school.authorised_headcount,
            senior_posts=school.senior_posts,
        )
        for school, zone, group in tx.execute(rows)
    )


def units_on(tx: Session, on: date, school_ids: Iterable[int] | None = None) -> tuple[RegisteredUnit, ...]:
    """Return the units of open schools with the students of each school's newest year recorded by the day."""
    rows = (
        of_newest_year(SchoolUnit, school_year_on(on))
        .join(School, School.id == SchoolUnit.school_id)
        .add_columns(School.code)
        .where(open_on(on))
    )
    if school_ids is not None:
        rows = rows.where(School.id.in_(list(school_ids)))
    units = (
        RegisteredUnit(unit.school_id, code, unit.stage, unit.school_year, unit.students)
        for unit, code in tx.execute(rows)
    )
    order = list(Stage)
    return tuple(sorted(units, key=lambda unit: (unit.school_code, order.index(unit.stage))))


def demand_on(tx: Session, on: date, policy: RotationPolicy, codes: Mapping[int, str]) -> Needed:
    """Return what the schools ({id: code}) need on a day."""
    given, classes, counted = given_and_classes(tx, school_year_on(on), codes)
    held = {(row.school, row.stage, row.subject): row.required for row in holding(given, counted)}
    return needed(held, classes, policy.curriculum)


def given_and_classes(
    tx: Session, school_year: int, codes: Mapping[int, str]
) -> tuple[list[Given], list[ClassRow], dict[tuple[str, Stage], int]]:
    """Return what was given to some schools ({id: code}) by a school year, their newest classes, and of which year."""
    stored = select(Demand).where(Demand.school_year <= school_year, Demand.school_id.in_(list(codes)))
    given = [
        Given(codes[row.school_id], row.stage, row.subject, row.school_year, row.required)
        for row in tx.execute(stored).scalars()
    ]
    classes: list[ClassRow] = []
    counted: dict[tuple[str, Stage], int] = {}
    for row in tx.execute(of_newest_year(ClassCount, school_year)).scalars():
        if row.school_id in codes:
            code, stage = codes[row.school_id], grade_stages().get(row.grade)
            classes.append(ClassRow(code, row.grade, row.classes))
            if stage is not None:
                counted[code, stage] = row.school_year
    return given, classes, counted


def of_newest_year(table: YearTable, school_year: int) -> Select[Any]:
    """Return the selection of each school's rows of the newest school year recorded, up to one."""
    other = aliased(table)
    newest = (
        select(other.school_id, func.max(other.school_year).label("year"))
        .where(other.school_year <= school_year)
        .group_by(other.school_id)
        .subquery()
    )
    return select(table).join(newest, and_(newest.c.school_id == table.school_id, newest.c.year == table.school_year))


def teachers_on(tx: Session, on: date, teacher_ids: Iterable[int] | None = None) -> tuple[RegisteredTeacher, ...]:
    """Return every teacher in post on a day, or those asked for, by staff number."""
    deferred = deferrals_on(tx, on)
    vetoed = vetoes_on(tx, on)
    rows = (
        select(*_TEACHER_COLUMNS)
        .join(Posting, Posting.teacher_id == Teacher.id)
        .join(School, School.id == Posting.school_id)
        .where(posted_on(on), Teacher.status == TeacherStatus.ACTIVE)
        .order_by(Teacher.staff_no)
    )
    if teacher_ids is not None:
        rows = rows.where(Teacher.id.in_(list(teacher_ids)))
    return tuple(_registered(row, deferred, vetoed) for row in tx.execute(rows).mappings())


def deferrals_on(tx: Session, on: date) -> dict[int, tuple[DeferralReason, str]]:
    """Return the deferral in force by teacher: its reason, and the text the lists print (in Chinese, as data are).

    Lists are read by many: of what tells of health they print the fact alone, and the note of none.
    """
    rows = select(Deferral.teacher_id, Deferral.reason).where(
        Deferral.valid_from <= on, or_(Deferral.valid_to.is_(None), Deferral.valid_to >= on)
    )
    speak = translator(Language.CHINESE, TRANSLATIONS)
    return {
        teacher: (reason, (_UNTOLD if reason.is_sensitive else reason.label).text(speak))
        for teacher, reason in tx.execute(rows.order_by(Deferral.valid_from))
    }


_UNTOLD = say("deferred for personal reasons")


def deferral_texts(tx: Session, teacher_ids: set[int], on: date) -> dict[int, tuple[str, Deferral]]:
    """Return the deferrals in force of some teachers with their full text: for those who decide on them."""
    speak = translator(Language.CHINESE, TRANSLATIONS)
    rows = select(Deferral).where(
        Deferral.teacher_id.in_(teacher_ids),
        Deferral.valid_from <= on,
        or_(Deferral.valid_to.is_(None), Deferral.valid_to >= on),
    )
    found = tx.execute(rows.order_by(Deferral.valid_from)).scalars()
    return {row.teacher_id: (row.note or row.reason.label.text(speak), row) for row in found}


def vetoes_on(tx: Session, on: date) -> set[int]:
    """Return the teachers under a conduct veto on a day."""
    rows = select(ConductRecord.teacher_id).where(
        ConductRecord.veto,
        ConductRecord.valid_from <= on,
        or_(ConductRecord.valid_to.is_(None), ConductRecord.valid_to >= on),
    )
    return set(tx.execute(rows).scalars())


_SAME_NAME = ("id", "staff_no", "name", "sex", "post_type", "title", "degree", "backbone", "team", "mountain_years")
_TEACHER_COLUMNS = (
    *(getattr(Teacher, name) for name in (*_SAME_NAME, "birth_month", "retirement_month", "longitude", "latitude")),
    *(getattr(Posting, name) for name in ("school_id", "stage", "subject", "second_subject", "joined_school", "fte")),
    School.code.label("school_code"),
)


def _registered(
    row: Mapping[Any, Any], deferred: Mapping[int, tuple[DeferralReason, str]], vetoed: set[int]
) -> RegisteredTeacher:
    values: dict[str, Any] = dict(row)
    for name in ("birth_month", "retirement_month", "joined_school"):
        values[name] = month_or_none(values[name])
    reason, text = deferred.get(values["id"], (None, ""))
    return RegisteredTeacher(**values, deferral_reason=reason, deferral=text, conduct_veto=values["id"] in vetoed)


def _partners(tx: Session) -> dict[int, set[str]]:
    codes = {row.id: row.code for row in tx.execute(select(School.id, School.code))}
    partners: dict[int, set[str]] = defaultdict(set)
    for one, other in tx.execute(select(Partnership.school_a_id, Partnership.school_b_id)):
        partners[one].add(codes[other])
        partners[other].add(codes[one])
    return partners


def _travel(tx: Session, on: date) -> tuple[RegisteredTravel, ...]:
    start, target = aliased(School), aliased(School)
    rows = (
        select(func.coalesce(Teacher.staff_no, start.code), target.code, TravelTime.minutes)
        .select_from(TravelTime)
        .join(target, target.id == TravelTime.to_school_id)
        .outerjoin(start, start.id == TravelTime.from_school_id)
        .outerjoin(Teacher, Teacher.id == TravelTime.teacher_id)
        .where(*(or_(place.closed_on.is_(None), place.closed_on > on) for place in (start, target)))
        .order_by(func.coalesce(Teacher.staff_no, start.code), target.code)
    )
    return tuple(RegisteredTravel(*row) for row in tx.execute(rows))

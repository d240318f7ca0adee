"""The lists of teachers and schools: what may be filtered and sorted by, and the selection that follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.crypto import keyring
from core.text import escaped_like
from policy.curriculum import subjects_of
from policy.registry import policy_on
from policy.vocabulary import Area, BackboneLevel, Stage, Title
from teachers.models import (
    ConductRecord,
    Deferral,
    Demand,
    DualQualification,
    Posting,
    School,
    SchoolGroup,
    SchoolUnit,
    Teacher,
    Zone,
)
from teachers.queries.register import open_on, units_on
from teachers.queries.scope import posted_on, schools_within, teachers_within
from teachers.rules.identity_numbers import normal_id_number
from teachers.rules.searching import folded
from teachers.vocabulary import DualLevel, TeacherStatus

ANY_BACKBONE = "any"
WITHOUT_POSTING = "without-posting"
DEFERRED = "deferred"
VETOED = "vetoed"
_ID_LENGTH = 18


@dataclass(frozen=True, slots=True)
class TeacherWish:
    """What the address of the list asks for; empty means everything."""

    q: str = ""
    school_id: int | None = None
    stage: Stage | None = None
    subject: str = ""
    title: Title | None = None
    backbone: str = ""  # a BackboneLevel, or ANY_BACKBONE for district level and higher
    dual: DualLevel | None = None
    status: str = ""  # a TeacherStatus, WITHOUT_POSTING, DEFERRED or VETOED; empty: in service
    sort: str = "staff_no"


@dataclass(frozen=True, slots=True)
class SchoolWish:
    """What the address of the list of schools asks for."""

    q: str = ""
    area: Area | None = None
    stage: Stage | None = None
    zone_id: int | None = None
    group_id: int | None = None
    closed: bool = False
    sort: str = "code"


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """A school's line in the list: stages, pupils, staff in post, of them with a senior title."""

    stages: tuple[Stage, ...]
    students: int
    staff: int
    seniors: int


TEACHER_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "staff_no": (Teacher.staff_no,),
    "name": (Teacher.search_key,),
    "school": (School.code, Teacher.search_key),
    "subject": (Posting.subject, Teacher.search_key),
    "title": (Teacher.title, Teacher.search_key),
    "joined": (Posting.joined_school, Teacher.staff_no),
}
SCHOOL_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "code": (School.code,),
    "name": (School.search_key,),
    "area": (School.area, School.code),
    "zone": (Zone.name, School.code),
}


def teacher_rows(identity: Identity, permission: Permission, wish: TeacherWish, *, on: date) -> Select[Any]:
    """Return the selection of a list of teachers: columns for the page, within the person's reach."""
    rows: Select[Any] = (
        select(*_TEACHER_COLUMNS)  # type: ignore[assignment]  # a page reads the columns by name
        .outerjoin(Posting, and_(Posting.teacher_id == Teacher.id, posted_on(on)))
        .outerjoin(School, School.id == Posting.school_id)
        .where(teachers_within(identity, permission, on=on), *_teacher_conditions(wish, on))
    )
    return rows.order_by(*_ordered(TEACHER_ORDERS, wish.sort, "staff_no"), Teacher.id)


def school_rows(identity: Identity, permission: Permission, wish: SchoolWish, *, on: date) -> Select[Any]:
    """Return the selection of a list of schools: columns for the page, within the person's reach."""
    rows: Select[Any] = (
        select(*_SCHOOL_COLUMNS)  # type: ignore[assignment]  # a page reads the columns by name
        .outerjoin(Zone, Zone.id == School.zone_id)
        .outerjoin(SchoolGroup, SchoolGroup.id == School.group_id)
        .where(schools_within(identity, permission), *_school_conditions(wish, on))
    )
    return rows.order_by(*_ordered(SCHOOL_ORDERS, wish.sort, "code"), School.id)


def matches(key: Any, q: str) -> list[ColumnElement[bool]]:
    """Return the conditions that every word of a search occurs in a search key."""
    words = [folded(word) for word in q.split()]
    return [key.like(f"%{escaped_like(word)}%", escape="\\") for word in words if word]


def staff_counts(tx: Session, school_ids: Sequence[int], on: date) -> dict[int, tuple[int, int]]:
    """Return staff in post and how many of them hold a senior title, by school."""
    senior = func.count().filter(Teacher.title.in_([title for title in Title if title.is_senior]))
    rows = (
        select(Posting.school_id, func.count(), senior)
        .join(Teacher, Teacher.id == Posting.teacher_id)
        .where(Posting.school_id.in_(school_ids), posted_on(on), Teacher.status == TeacherStatus.ACTIVE)
        .group_by(Posting.school_id)
    )
    return {school: (staff, seniors) for school, staff, seniors in tx.execute(rows)}


def school_counts(tx: Session, school_ids: Sequence[int], on: date) -> dict[int, SchoolCounts]:
    """Return pupils, staff in post and senior titles by school."""
    students: dict[int, int] = {}
    stages: dict[int, list[Stage]] = {}
    for unit in units_on(tx, on, school_ids):
        students[unit.school_id] = students.get(unit.school_id, 0) + unit.students
        stages.setdefault(unit.school_id, []).append(unit.stage)
    staff = staff_counts(tx, school_ids, on)
    return {
        key: SchoolCounts(tuple(stages.get(key, ())), students.get(key, 0), *staff.get(key, (0, 0)))
        for key in school_ids
    }


def deferred_among(tx: Session, teacher_ids: Sequence[int], on: date) -> set[int]:
    """Return which of some teachers have a deferral in force."""
    rows = select(Deferral.teacher_id).where(Deferral.teacher_id.in_(teacher_ids), _deferred_on(on))
    return set(tx.execute(rows).scalars())


def subjects_in_use(tx: Session, on: date) -> list[str]:
    """Return every subject taught on a day, most taught first."""
    count = func.count()
    rows = select(Posting.subject).where(posted_on(on)).group_by(Posting.subject).order_by(count.desc())
    return list(tx.execute(rows).scalars())


def unknown_subjects(tx: Session, subjects: Iterable[str], on: date) -> list[str]:
    """Return which of some subjects nobody knows: not the curriculum, not the needs given, not the postings so far."""
    asked = sorted({subject for subject in subjects if subject})
    known = set(subjects_of(policy_on(on).curriculum))
    for column in (Posting.subject, Posting.second_subject, Demand.subject):
        known |= set(tx.execute(select(column).where(column.in_(asked)).distinct()).scalars())
    return [subject for subject in asked if subject not in known]


def schools_to_choose(tx: Session, identity: Identity, permission: Permission, on: date) -> list[tuple[int, str]]:
    """Return id and name of the open schools a permission reaches, for pickers."""
    rows = select(School.id, School.name).where(schools_within(identity, permission), open_on(on))
    return [(row.id, row.name) for row in tx.execute(rows.order_by(School.code))]


def zones_to_choose(tx: Session) -> list[tuple[int, str]]:
    """Return id and name of every zone."""
    return [(row.id, row.name) for row in tx.execute(select(Zone.id, Zone.name).order_by(Zone.name))]


def groups_to_choose(tx: Session) -> list[tuple[int, str]]:
    """Return id and name of every education group."""
    rows = select(SchoolGroup.id, SchoolGroup.name).order_by(SchoolGroup.name)
    return [(row.id, row.name) for row in tx.execute(rows)]


_TEACHER_COLUMNS = (
    *(Teacher.id, Teacher.staff_no, Teacher.name, Teacher.title, Teacher.backbone, Teacher.status, Teacher.team),
    *(Posting.stage, Posting.subject, Posting.second_subject, Posting.fte, Posting.joined_school, Posting.school_id),
    School.name.label("school_name"),
    School.area,
)
_SCHOOL_COLUMNS = (
    *(School.id, School.code, School.name, School.area, School.authorised_headcount, School.senior_posts),
    School.closed_on,
    Zone.name.label("zone"),
    SchoolGroup.name.label("group"),
)


def _teacher_conditions(wish: TeacherWish, on: date) -> list[ColumnElement[bool]]:
    conditions = [*_found(wish.q), *_standing(wish, on)]
    if wish.school_id is not None:
        conditions.append(Posting.school_id == wish.school_id)
    if wish.stage is not None:
        conditions.append(Posting.stage == wish.stage)
    if wish.subject:
        conditions.append(or_(Posting.subject == wish.subject, Posting.second_subject == wish.subject))
    if wish.title is not None:
        conditions.append(Teacher.title == wish.title)
    if wish.backbone == ANY_BACKBONE:
        conditions.append(Teacher.backbone.in_([level for level in BackboneLevel if level.counts]))
    elif wish.backbone:
        conditions.append(Teacher.backbone == BackboneLevel(wish.backbone))
    if wish.dual is not None:
        held = and_(DualQualification.teacher_id == Teacher.id, DualQualification.level == wish.dual, _dual_on(on))
        conditions.append(exists().where(held))
    return conditions


def _found(q: str) -> list[ColumnElement[bool]]:
    """Return the conditions of the search box; a whole ID number is looked up by its keyed hash."""
    number = normal_id_number(q)
    if len(number) == _ID_LENGTH and number[:-1].isdecimal():
        return [Teacher.id_number_index == keyring().index(number, "teacher.id_number")]
    return matches(Teacher.search_key, q)


def _standing(wish: TeacherWish, on: date) -> list[ColumnElement[bool]]:
    if wish.status == TeacherStatus.LEFT:
        return [Teacher.status == TeacherStatus.LEFT]
    serving = [Teacher.status == TeacherStatus.ACTIVE]
    if wish.status == WITHOUT_POSTING:
        return [*serving, Posting.id.is_(None)]
    if wish.status == VETOED:
        return [*serving, exists().where(ConductRecord.teacher_id == Teacher.id, _vetoed_on(on))]
    if wish.status == DEFERRED:
        return [*serving, exists().where(Deferral.teacher_id == Teacher.id, _deferred_on(on))]
    return serving


def _school_conditions(wish: SchoolWish, on: date) -> list[ColumnElement[bool]]:
    conditions = matches(School.search_key, wish.q)
    conditions.append(~open_on(on) if wish.closed else open_on(on))
    if wish.area is not None:
        conditions.append(School.area == wish.area)
    if wish.zone_id is not None:
        conditions.append(School.zone_id == wish.zone_id)
    if wish.group_id is not None:
        conditions.append(School.group_id == wish.group_id)
    if wish.stage is not None:
        unit = and_(SchoolUnit.school_id == School.id, SchoolUnit.stage == wish.stage)
        conditions.append(exists().where(unit))
    return conditions


def _ordered(orders: Mapping[str, tuple[Any, ...]], sort: str, usual: str) -> list[Any]:
    """Return the columns of an order by its name; a leading hyphen turns it round, an unknown name is the usual one."""
    name = sort.removeprefix("-")
    columns = orders.get(name, orders[usual])
    return [column.desc() for column in columns] if sort.startswith("-") and name in orders else list(columns)


def _deferred_on(on: date) -> ColumnElement[bool]:
    return and_(Deferral.valid_from <= on, or_(Deferral.valid_to.is_(None), Deferral.valid_to >= on))


def _vetoed_on(on: date) -> ColumnElement[bool]:
    end = ConductRecord.valid_to
    return and_(ConductRecord.veto, ConductRecord.valid_from <= on, or_(end.is_(None), end >= on))


def _dual_on(on: date) -> ColumnElement[bool]:
    end = DualQualification.valid_to
    return and_(DualQualification.valid_from <= on, or_(end.is_(None), end >= on))

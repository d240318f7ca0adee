"""A school in figures: staff against headcount, subjects required and present, the teacher indicators of 优质均衡."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from policy.messages import Message, say
from policy.quality import quality_on
from policy.registry import policy_on
from policy.rotation import BalanceTerms, RotationPolicy
from policy.vocabulary import BackboneLevel, Degree, Stage, Title
from teachers.models import (
    Campus,
    ClassCount,
    Partnership,
    Posting,
    School,
    SchoolGroup,
    SchoolUnit,
    Teacher,
    Zone,
)
from teachers.queries.register import demand_on, units_on
from teachers.queries.scope import posted_on
from teachers.vocabulary import BALANCED_STAGES, FULL_POST, RegisteredUnit, TeacherStatus


@dataclass(frozen=True, slots=True)
class SubjectFigure:
    """One subject of a stage in hundredths of a post; `balance` is negative where teachers are missing."""

    stage: Stage
    subject: str
    required: int
    present: int
    people: int

    @property
    def balance(self) -> int:
        """What is there beyond what is required."""
        return self.present - self.required

    @property
    def short(self) -> int:
        """What is missing, in hundredths."""
        return max(0, -self.balance)

    @property
    def spare(self) -> bool:
        """Whether at least half a post could be given away."""
        return 2 * self.balance >= FULL_POST


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """One teacher indicator of a unit: heads, and teachers per hundred students in hundredths."""

    stage: Stage
    name: Message
    counts: Message
    heads: int
    value: int
    standard: int
    target: int  # teachers the standard asks for, in hundredths

    @property
    def holds(self) -> bool:
        """Whether the unit reaches the standard."""
        return self.missing == 0

    @property
    def missing(self) -> int:
        """How many teachers are missing to the standard, rounded up: heads are whole."""
        return max(0, -(-self.target // FULL_POST) - self.heads)


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """What the head of a school's page shows."""

    staff: int
    seniors: int
    backbone: int
    units: tuple[RegisteredUnit, ...]
    subjects: tuple[SubjectFigure, ...]
    indicators: tuple[IndicatorFigure, ...]
    uncounted: Mapping[Stage, Message]
    given: frozenset[Stage]  # stages whose need was given by hand

    @property
    def students(self) -> int:
        """All students of the school."""
        return sum(unit.students for unit in self.units)

    @property
    def short(self) -> int:
        """Posts missing, over all subjects, in hundredths."""
        return sum(-subject.balance for subject in self.subjects if subject.balance < 0)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The classes and pupils of one school year."""

    school_year: int
    units: tuple[tuple[Stage, int], ...]
    classes: tuple[tuple[int, int, int], ...]  # grade, classes, students


def school_figures(tx: Session, school: School, on: date) -> SchoolFigures:
    """Return a school's figures on a day, by the policy of that day."""
    policy = policy_on(on)
    people = _people(tx, school.id, on)
    need = demand_on(tx, on, policy, {school.id: school.code})
    units = units_on(tx, on, [school.id])
    required = {(stage, subject): posts for (_, stage, subject), posts in need.required.items()}
    return SchoolFigures(
        staff=len(people),
        seniors=sum(1 for person in people if person.title is not None and Title(person.title).is_senior),
        backbone=sum(1 for person in people if BackboneLevel(person.backbone).counts),
        units=units,
        subjects=_subjects(required, people),
        indicators=tuple(_indicators(units, people, policy, on)),
        uncounted={stage: reason for (_, stage), reason in need.uncounted.items()},
        given=frozenset(stage for _, stage in need.given),
    )


def partners_of(tx: Session, school_id: int) -> list[School]:
    """Return the partner schools of a school, by code."""
    ones = select(Partnership.school_b_id).where(Partnership.school_a_id == school_id)
    others = select(Partnership.school_a_id).where(Partnership.school_b_id == school_id)
    rows = select(School).where(School.id.in_(ones.union(others))).order_by(School.code)
    return list(tx.execute(rows).scalars())


def campuses_of(tx: Session, school_id: int) -> list[Campus]:
    """Return the campuses of a school."""
    return list(tx.execute(select(Campus).where(Campus.school_id == school_id).order_by(Campus.id)).scalars())


def campus_of(tx: Session, school_id: int, campus_id: int) -> Campus | None:
    """Return a campus, None where it is not this school's."""
    rows = select(Campus).where(Campus.id == campus_id, Campus.school_id == school_id)
    return tx.execute(rows).scalar_one_or_none()


def zone_name(tx: Session, school: School) -> str:
    """Return the name of a school's zone, empty where it has none."""
    zone = tx.get(Zone, school.zone_id) if school.zone_id else None
    return zone.name if zone else ""


def group_name(tx: Session, school: School) -> str:
    """Return the name of a school's education group, empty where it has none."""
    group = tx.get(SchoolGroup, school.group_id) if school.group_id else None
    return group.name if group else ""


def school_with_places(tx: Session, school_id: int) -> School:
    """Return a school the caller may change, its zone and group loaded."""
    rows = select(School).where(School.id == school_id).options(joinedload(School.zone), joinedload(School.group))
    return tx.execute(rows.execution_options(populate_existing=True)).scalar_one()


def years_of(tx: Session, school_id: int) -> list[YearFigures]:
    """Return the recorded school years of a school, newest first."""
    units: dict[int, list[tuple[Stage, int]]] = defaultdict(list)
    for unit in tx.execute(select(SchoolUnit).where(SchoolUnit.school_id == school_id)).scalars():
        units[unit.school_year].append((unit.stage, unit.students))
    classes: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for row in tx.execute(select(ClassCount).where(ClassCount.school_id == school_id)).scalars():
        classes[row.school_year].append((row.grade, row.classes, row.students))
    order = list(Stage)
    return [
        YearFigures(
            year,
            tuple(sorted(units[year], key=lambda unit: order.index(unit[0]))),
            tuple(sorted(classes[year])),
        )
        for year in sorted({*units, *classes}, reverse=True)
    ]


def _people(tx: Session, school_id: int, on: date) -> list[Any]:
    columns = (Posting.stage, Posting.subject, Posting.fte, Teacher.title, Teacher.degree, Teacher.backbone)
    rows = (
        select(*columns)
        .join(Teacher, Teacher.id == Posting.teacher_id)
        .where(Posting.school_id == school_id, posted_on(on), Teacher.status == TeacherStatus.ACTIVE)
    )
    return list(tx.execute(rows))


def _subjects(required: Mapping[tuple[Stage, str], int], people: Iterable[Any]) -> tuple[SubjectFigure, ...]:
    present: Counter[tuple[Stage, str]] = Counter()
    heads: Counter[tuple[Stage, str]] = Counter()
    for person in people:
        present[person.stage, person.subject] += person.fte
        heads[person.stage, person.subject] += 1
    order = list(Stage)
    cells = sorted({*required, *present}, key=lambda cell: (order.index(cell[0]), -required.get(cell, 0), cell[1]))
    return tuple(
        SubjectFigure(stage, subject, required.get((stage, subject), 0), present[stage, subject], heads[stage, subject])
        for stage, subject in cells
    )


def _indicators(
    units: Iterable[RegisteredUnit], people: Iterable[Any], policy: RotationPolicy, on: date
) -> Iterable[IndicatorFigure]:
    everyone = list(people)
    for unit in units:
        if unit.stage not in BALANCED_STAGES or unit.students < quality_on(on).min_students:
            continue
        here = [person for person in everyone if person.stage == unit.stage]
        for name, counted, standard, heads in _counted(unit.stage, here, policy.balance):
            value = (2 * 10_000 * heads + unit.students) // (2 * unit.students)  # per hundred, in hundredths, half up
            target = (standard * unit.students + 50) // 100
            yield IndicatorFigure(unit.stage, name, counted, heads, value, standard, target)


def _counted(stage: Stage, people: Iterable[Any], terms: BalanceTerms) -> tuple[tuple[Message, Message, int, int], ...]:
    """Return the three indicators of a stage: name, what is counted, standard in hundredths, heads."""
    staff = list(people)
    enough = {Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR} | ({Degree.COLLEGE} if stage is Stage.PRIMARY else set())
    degree = say("college diploma or higher") if stage is Stage.PRIMARY else say("bachelor or higher")
    subjects = set(terms.pe_arts_subjects)
    return (
        (say("Above the required degree"), degree, terms.degree[stage], sum(p.degree in enough for p in staff)),
        (
            say("Backbone teachers"),
            say("district level or higher"),
            terms.backbone[stage],
            sum(BackboneLevel(p.backbone).counts for p in staff),
        ),
        (
            say("PE and arts"),
            say("teachers of these subjects"),
            terms.pe_arts[stage],
            sum(p.subject in subjects for p in staff),
        ),
    )

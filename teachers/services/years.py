"""Verbs on a school's numbers of one school year: students by stage, classes by grade, given demand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.errors import Invalid
from policy.messages import say
from policy.vocabulary import Stage
from teachers.models import ClassCount, Demand, Posting, School, SchoolUnit
from teachers.queries import posted_on
from teachers.rules.demand import grade_stages
from teachers.services.checking import text_of
from teachers.vocabulary import YearDraft

Row = SchoolUnit | ClassCount | Demand
_LATEST_YEAR = 2200
_EARLIEST_YEAR = 1950


def record_year(tx: Session, school: School, draft: YearDraft, *, by: Actor, on: date) -> bool:
    """Make the school's numbers of a school year what the draft says; returns whether anything changed.

    Parts of the draft left empty (classes, demand) keep what is stored; units given replace those stored. Raises
    `Invalid`.
    """
    _refuse_unsound(tx, school, draft, on)
    changed: dict[str, tuple[object, object]] = {}
    keep = {"school_id": school.id, "school_year": draft.school_year}
    if draft.units:
        changed |= _lay(tx, SchoolUnit, keep, {(unit.stage,): {"students": unit.students} for unit in draft.units})
    if draft.classes:
        rows = {(row.grade,): {"classes": row.classes, "students": row.students} for row in draft.classes}
        changed |= _lay(tx, ClassCount, keep, rows)
    if draft.demand:
        needs = {(row.stage, text_of(row.subject, "subject", needed=True)): row.required for row in draft.demand}
        changed |= _lay(tx, Demand, keep, {key: {"required": required} for key, required in needs.items()})
    if changed:
        facts = {"school_year": draft.school_year}
        audit.record(tx, "school.counted", Subject.of("school", school.id), changed, by=by, facts=facts)
    return bool(changed)


_KEYS: Mapping[type[Row], tuple[str, ...]] = {
    SchoolUnit: ("stage",),
    ClassCount: ("grade",),
    Demand: ("stage", "subject"),
}


def _lay(
    tx: Session, table: type[Row], keep: Mapping[str, int], wanted: Mapping[tuple[Any, ...], Mapping[str, int]]
) -> dict[str, tuple[object, object]]:
    """Make a table's rows of one school and year exactly those wanted; return what changed."""
    names = _KEYS[table]
    stored = {
        tuple(getattr(row, name) for name in names): row
        for row in tx.execute(select(table).filter_by(**keep)).scalars()
    }
    changed: dict[str, tuple[object, object]] = {}
    for key in sorted({*stored, *wanted}, key=str):
        place = " ".join((table.__tablename__, *(str(part) for part in key)))
        row, values = stored.get(key), wanted.get(key)
        if row is None and values is not None:
            tx.add(table(**keep, **dict(zip(names, key, strict=True)), **values))
            changed[place] = (None, dict(values))
        elif row is not None and values is None:
            changed[place] = ({name: getattr(row, name) for name in _numbers(table)}, None)
            tx.delete(row)
        elif row is not None and values is not None and (now := audit.changes(row, values)):
            changed[place] = (
                {name: pair[0] for name, pair in now.items()},
                {name: pair[1] for name, pair in now.items()},
            )
    return changed


def _numbers(table: type[Row]) -> tuple[str, ...]:
    return {SchoolUnit: ("students",), ClassCount: ("classes", "students"), Demand: ("required",)}[table]


def _refuse_unsound(tx: Session, school: School, draft: YearDraft, on: date) -> None:
    if not _EARLIEST_YEAR <= draft.school_year <= _LATEST_YEAR:
        message = say("{year} is no school year.", year=draft.school_year)
        raise Invalid(message, say("Write the year in which the school year begins."), field="school_year")
    numbers = [unit.students for unit in draft.units] + [row.required for row in draft.demand]
    numbers += [number for row in draft.classes for number in (row.classes, row.students)]
    if any(number < 0 for number in numbers):
        raise Invalid(
            say("A number of classes or pupils cannot be negative."), say("Write 0 or more."), field="students"
        )
    stages = {unit.stage for unit in draft.units} or _stages(tx, school, draft.school_year)
    for row in draft.classes:
        stage = grade_stages().get(row.grade)
        if stage is None or stage not in stages:
            message = say("Grade {grade} belongs to a stage this school does not have.", grade=row.grade)
            raise Invalid(message, say("Record the students of that stage first."), field="grade")
    if draft.units:
        _refuse_deserting(tx, school, stages, on)


def _refuse_deserting(tx: Session, school: School, stages: set[Stage], on: date) -> None:
    taught = select(Posting.stage).where(Posting.school_id == school.id, posted_on(on)).distinct()
    for stage in tx.execute(taught).scalars():
        if stage not in stages:
            message = say("Teachers are posted at the {stage} stage of this school.", stage=stage.label)
            raise Invalid(
                message, say("Keep the stage with 0 students, or post them elsewhere first."), field="students"
            )


def _stages(tx: Session, school: School, school_year: int) -> set[Stage]:
    rows = select(SchoolUnit.stage).where(SchoolUnit.school_id == school.id, SchoolUnit.school_year == school_year)
    return set(tx.execute(rows).scalars())

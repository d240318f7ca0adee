"""Verbs on a school's numbers of one school year: students by stage, classes by grade, given demand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.errors import Conflict, Invalid
from policy.messages import Message, say
from policy.vocabulary import Stage
from teachers.models import ClassCount, Demand, Posting, School, SchoolUnit
from teachers.queries import posted_on, years_of
from teachers.rules import counting as rules
from teachers.rules.demand import grade_stages
from teachers.rules.years import school_year_on, year_mark
from teachers.services.checking import text_of
from teachers.vocabulary import YearDraft

Row = SchoolUnit | ClassCount | Demand
_LATEST_YEAR = 2200
_EARLIEST_YEAR = 1950


def record_year(tx: Session, school: School, draft: YearDraft, *, by: Actor, on: date, seen: str | None = None) -> bool:
    """Make the school's numbers of a school year what the draft says; returns whether anything changed.

    Parts of the draft left empty (classes, demand) keep what is stored, unless it is `whole`; units given replace those
    stored. Raises `Invalid`, and `Conflict` where `seen` is not the mark of what is stored.
    """
    if seen is not None:
        _refuse_overtaken(tx, school, draft, seen)
    _refuse_unsound(tx, school, draft, on)
    changed: dict[str, tuple[object, object]] = {}
    keep = {"school_id": school.id, "school_year": draft.school_year}
    if draft.units or draft.whole:
        changed |= lay(tx, SchoolUnit, keep, {(unit.stage,): {"students": unit.students} for unit in draft.units})
    if draft.classes or draft.whole:
        rows = {(row.grade,): {"classes": row.classes, "students": row.students} for row in draft.classes}
        changed |= lay(tx, ClassCount, keep, rows)
    if changed:
        facts = {"school_year": draft.school_year}
        audit.record(tx, "school.counted", Subject.of("school", school.id), changed, by=by, facts=facts)
    needs = {(row.stage, text_of(row.subject, "subject", needed=True)): row.required for row in draft.demand}
    if draft.whole and not needs:  # what was given to a stage the school has no more goes with the stage
        needs = _still_given(tx, keep, {unit.stage for unit in draft.units})
    given = lay_demand(tx, school.id, draft.school_year, needs, by) if needs or draft.whole else False
    return bool(changed) or given


def lay_demand(
    tx: Session, school_id: int, school_year: int, needs: Mapping[tuple[Stage, str], int], by: Actor
) -> bool:
    """Make the given demand of a school year exactly this and put it on record; returns whether anything changed."""
    keep = {"school_id": school_id, "school_year": school_year}
    changed = lay(tx, Demand, keep, {key: {"required": required} for key, required in needs.items()})
    if changed:
        facts = {"school_year": school_year}
        audit.record(tx, "demand.given", Subject.of("school", school_id), changed, by=by, facts=facts)
    return bool(changed)


_KEYS: Mapping[type[Row], tuple[str, ...]] = {
    SchoolUnit: ("stage",),
    ClassCount: ("grade",),
    Demand: ("stage", "subject"),
}


def lay(
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


def _refuse_overtaken(tx: Session, school: School, draft: YearDraft, seen: str) -> None:
    """Refuse numbers entered over others than those stored, and show both."""
    tx.refresh(school, attribute_names=["version"], with_for_update=True)  # the second of two waits for the first
    stored = next((year for year in years_of(tx, school.id) if year.school_year == draft.school_year), None)
    units, classes = (stored.units, stored.classes) if stored else ((), ())
    if year_mark(units, classes) == seen:
        return
    mine = _told(((unit.stage, unit.students) for unit in draft.units), _counted(draft))
    theirs = _told(units, classes)
    differ = [label for label in sorted({*mine, *theirs}) if mine.get(label) != theirs.get(label)]
    raise Conflict(
        say("Somebody else has changed this meanwhile; nothing of yours was saved."),
        say("Compare both, load the page again and enter what is still missing."),
        mine=[(_line(label), mine.get(label, "")) for label in differ],
        theirs=[(_line(label), theirs.get(label, "")) for label in differ],
    )


Line = tuple[int, int]
_UNITS, _CLASSES, _PUPILS = range(3)


def _counted(draft: YearDraft) -> Iterable[tuple[int, int, int]]:
    return ((row.grade, row.classes, row.students) for row in draft.classes)


def _told(units: Iterable[tuple[Stage, int]], classes: Iterable[tuple[int, int, int]]) -> dict[Line, int]:
    """Return a year's numbers line by line."""
    lines = {(_UNITS, list(Stage).index(stage)): students for stage, students in units}
    for grade, number, students in classes:
        lines |= {(_CLASSES, grade): number, (_PUPILS, grade): students}
    return lines


def _line(line: Line) -> Message:
    """Return what people call a line."""
    part, number = line
    if part == _UNITS:
        return list(Stage)[number].label
    if part == _CLASSES:
        return say("Classes of grade {grade}", grade=number)
    return say("Pupils of grade {grade}", grade=number)


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
    stages = {unit.stage for unit in draft.units}
    if not stages and not draft.whole:
        stages = _stages(tx, school, draft.school_year)
    for row in draft.classes:
        stage = grade_stages().get(row.grade)
        if stage is None or stage not in stages:
            message = say("Grade {grade} belongs to a stage this school does not have.", grade=row.grade)
            raise Invalid(message, say("Record the students of that stage first."), field="grade")
    _refuse_pupils_without_place(draft)
    if draft.units or draft.whole:
        _refuse_deserting(tx, school, draft.school_year, stages, on)


def _refuse_pupils_without_place(draft: YearDraft) -> None:
    """Refuse pupils without classes, and more pupils in the grades of a whole year than at their stage."""
    for row in draft.classes:
        verdict = rules.pupils_have_classes(row.grade, row.classes, row.students)
        if not verdict.holds:
            raise Invalid(verdict.sentence, say("Write the number of classes, or no pupils."), field="students")
    if draft.whole:
        in_grades = Counter[Stage]()
        for row in draft.classes:
            in_grades[grade_stages()[row.grade]] += row.students
        for unit in draft.units:
            verdict = rules.grades_within_stage(unit.stage, unit.students, in_grades[unit.stage])
            if not verdict.holds:
                raise Invalid(verdict.sentence, say("Mend the stage or the grades."), field="students")


def _refuse_deserting(tx: Session, school: School, school_year: int, stages: set[Stage], on: date) -> None:
    """Refuse to take a stage away where teachers teach at it: in the year that counts, or that would then count."""
    now = school_year_on(on)
    others = {year for year in _years(tx, school) if year <= now and year != school_year}
    if school_year > now or school_year < max(others, default=school_year):
        return
    if not stages and others:
        stages = _stages(tx, school, max(others))
    taught = select(Posting.stage).where(Posting.school_id == school.id, posted_on(on)).distinct()
    for stage in tx.execute(taught).scalars():
        if stage not in stages:
            message = say("Teachers are posted at the {stage} stage of this school.", stage=stage.label)
            raise Invalid(
                message, say("Keep the stage with 0 students, or post them elsewhere first."), field="students"
            )


def _years(tx: Session, school: School) -> set[int]:
    return set(tx.execute(select(SchoolUnit.school_year).where(SchoolUnit.school_id == school.id)).scalars())


def _still_given(tx: Session, keep: Mapping[str, int], stages: set[Stage]) -> dict[tuple[Stage, str], int]:
    rows = tx.execute(select(Demand).filter_by(**keep)).scalars()
    return {(row.stage, row.subject): row.required for row in rows if row.stage in stages}


def _stages(tx: Session, school: School, school_year: int) -> set[Stage]:
    rows = select(SchoolUnit.stage).where(SchoolUnit.school_id == school.id, SchoolUnit.school_year == school_year)
    return set(tx.execute(rows).scalars())

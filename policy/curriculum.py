"""How many teachers the lesson plan needs: classes × lessons ÷ load, exact until a cell is rounded (§7.4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from policy.lessons import stage_of_grades
from policy.lookup import newest
from policy.messages import Message, say
from policy.rotation import CurriculumTerms
from policy.vocabulary import Stage

OTHER_SUBJECTS = "*"
"""The entry of a load table that stands for every subject it does not name."""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A row of `classes`: how many parallel classes a school has in a grade."""

    school: str
    grade: int
    classes: int


@dataclass(frozen=True, slots=True)
class CurriculumFault:
    """Why the demand of some rows cannot be computed: the grade or subject, what is wrong, how to mend it."""

    what: str
    message: Message
    cure: Message


@dataclass(frozen=True, slots=True)
class Demand:
    """Required teachers by (school, stage, subject) in hundredths of an FTE; empty where there are faults."""

    required: Mapping[tuple[str, Stage, str], int]
    faults: tuple[CurriculumFault, ...]


def required_from_classes(rows: Iterable[ClassRow], terms: CurriculumTerms) -> Demand:
    """Compute the demand of every cell; each cell is rounded half up, cells without lessons are left out."""
    exact: dict[tuple[str, Stage, str], Fraction] = {}
    faults: dict[str, CurriculumFault] = {}
    stages, taught = _stages(), _taught(terms)
    for row in rows:
        if row.grade not in stages or row.grade not in taught:
            fault = _unknown_grade(row.grade, row.grade in stages)
            faults.setdefault(fault.what, fault)
            continue
        stage = stages[row.grade]
        for subject, lessons in taught[row.grade]:
            load = load_of(terms, stage, subject)
            if not load:
                fault = _no_load(stage, subject)
                faults.setdefault(fault.what, fault)
                continue
            cell = (row.school, stage, subject_name(terms, subject))
            exact[cell] = exact.get(cell, Fraction()) + Fraction(row.classes * lessons, load)
    required = {cell: _half_up(100 * posts) for cell, posts in exact.items() if posts}
    return Demand({} if faults else required, tuple(faults.values()))


def subject_name(terms: CurriculumTerms, subject: str) -> str:
    """Return what the district's tables call a subject of the lesson plan."""
    return terms.subject_alias.get(subject, subject)


def subjects_of(terms: CurriculumTerms) -> frozenset[str]:
    """Return every subject the lesson plan and its loads name, by the district's names as well."""
    loads = {subject for by_subject in terms.load.values() for subject in by_subject}
    named = {*terms.lessons, *loads, *terms.subject_alias.values()} - {OTHER_SUBJECTS}
    return frozenset(named)


def load_of(terms: CurriculumTerms, stage: Stage, subject: str) -> int | None:
    """Return the weekly lessons of a full post: of the subject, of the name it goes by, of the others, or None."""
    loads = terms.load.get(stage, {})
    names = (subject, subject_name(terms, subject), OTHER_SUBJECTS)
    return next((loads[name] for name in names if name in loads), None)


def _taught(terms: CurriculumTerms) -> dict[int, list[tuple[str, int]]]:
    """Return subjects with their lessons by grade; a grade no subject names is absent."""
    taught: dict[int, list[tuple[str, int]]] = {}
    for grade, subject, lessons in _entries(terms):
        known = taught.setdefault(grade, [])
        if lessons:
            known.append((subject, lessons))
    return taught


def _entries(terms: CurriculumTerms) -> Iterator[tuple[int, str, int]]:
    for subject, by_grade in terms.lessons.items():
        for grade, lessons in by_grade.items():
            yield grade, subject, lessons


@cache
def _stages() -> dict[int, Stage]:
    return stage_of_grades(newest())


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _unknown_grade(grade: int, exists: bool) -> CurriculumFault:
    if not exists:
        message = say("There is no grade {grade}.", grade=grade)
        return CurriculumFault(
            str(grade), message, say("Write a grade from the first of primary to the last of senior.")
        )
    return CurriculumFault(
        str(grade),
        say("The policy has no lessons for grade {grade}.", grade=grade),
        say("Add the weekly lessons of grade {grade} to [curriculum], or give the table demand instead.", grade=grade),
    )


def _no_load(stage: Stage, subject: str) -> CurriculumFault:
    return CurriculumFault(
        f"{stage}.{subject}",
        say("The policy has no full load for {subject} ({stage}).", subject=subject, stage=stage.label),
        say('Add it to [load.{section}], or add "*" for every other subject.', section=stage.value),
    )

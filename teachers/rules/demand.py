"""What units need in posts: as given, else by the lesson plan from their classes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from policy.curriculum import ClassRow, required_from_classes
from policy.lessons import stage_of_grades
from policy.lookup import newest
from policy.messages import Message
from policy.rotation import CurriculumTerms
from policy.vocabulary import Stage

Cell = tuple[str, Stage, str]
Unit = tuple[str, Stage]


@dataclass(frozen=True, slots=True)
class Given:
    """What one subject of a unit was given for a school year, in hundredths."""

    school: str
    stage: Stage
    subject: str
    school_year: int
    required: int


@dataclass(frozen=True, slots=True)
class Needed:
    """Required posts in hundredths by cell, why some units could not be counted, and which are given."""

    required: Mapping[Cell, int]
    uncounted: Mapping[Unit, Message]
    given: frozenset[Unit]


@cache
def grade_stages() -> Mapping[int, Stage]:
    """Return the stage of every grade."""
    return stage_of_grades(newest())


def holding(given: Iterable[Given], counted: Mapping[Unit, int]) -> list[Given]:
    """Return what is given and still holds: of each unit the newest year's, until classes of a later one are recorded.

    `counted` is the newest school year with classes of each unit.
    """
    by_unit: dict[Unit, list[Given]] = {}
    for row in given:
        by_unit.setdefault((row.school, row.stage), []).append(row)
    held: list[Given] = []
    for unit, rows in by_unit.items():
        newest = max(row.school_year for row in rows)
        if newest >= counted.get(unit, newest):
            held += [row for row in rows if row.school_year == newest]
    return held


def decided(typed: Mapping[str, int | None], counted: Mapping[str, int], stored: Collection[str]) -> dict[str, int]:
    """Return what a unit is given where somebody typed numbers beside those counted from its classes.

    What was left empty is as counted. Where nothing was typed, or nothing else than what is counted, nothing is given.
    A subject without a row needs nobody: nought is only written where it stood before or nothing else would be.
    """
    if all(number is None for number in typed.values()):
        return {}
    whole = {**counted, **{subject: number for subject, number in typed.items() if number is not None}}
    if {subject: number for subject, number in whole.items() if number} == counted:
        return {}
    told = {subject: number for subject, number in whole.items() if number or subject in stored}
    return told if any(told.values()) else whole


def needed(given: Mapping[Cell, int], classes: Iterable[ClassRow], terms: CurriculumTerms) -> Needed:
    """Return what is needed: a unit with any given cell keeps to what is given, the others follow their classes."""
    settled = {(school, stage) for school, stage, _ in given}
    by_stage: dict[Stage, list[ClassRow]] = {}
    for row in classes:
        stage = grade_stages().get(row.grade)
        if stage is not None and (row.school, stage) not in settled:
            by_stage.setdefault(stage, []).append(row)
    required, uncounted = dict(given), {}
    for stage, rows in by_stage.items():
        demand = required_from_classes(rows, terms)
        required.update(demand.required)
        if demand.faults:
            reason = demand.faults[0].message
            uncounted.update({(row.school, stage): reason for row in rows if row.classes})
    return Needed(required, uncounted, frozenset(settled))

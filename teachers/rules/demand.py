"""What units need in posts: as given, else by the lesson plan from their classes."""

from collections.abc import Iterable, Mapping
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
class Needed:
    """Required posts in hundredths by (school code, stage, subject), and why some units could not be counted."""

    required: Mapping[Cell, int]
    uncounted: Mapping[Unit, Message]


@cache
def grade_stages() -> Mapping[int, Stage]:
    """Return the stage of every grade."""
    return stage_of_grades(newest())


def needed(given: Mapping[Cell, int], classes: Iterable[ClassRow], terms: CurriculumTerms) -> Needed:
    """Return what is needed: a unit with any given cell keeps to what is given, the others follow their classes."""
    decided = {(school, stage) for school, stage, _ in given}
    by_stage: dict[Stage, list[ClassRow]] = {}
    for row in classes:
        stage = grade_stages().get(row.grade)
        if stage is not None and (row.school, stage) not in decided:
            by_stage.setdefault(stage, []).append(row)
    required, uncounted = dict(given), {}
    for stage, rows in by_stage.items():
        demand = required_from_classes(rows, terms)
        required.update(demand.required)
        if demand.faults:
            reason = demand.faults[0].message
            uncounted.update({(row.school, stage): reason for row in rows if row.classes})
    return Needed(required, uncounted)

"""One teacher of a benchmark district, drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from optimizer.problem import Cell, School, Teacher
from policy.months import Month
from policy.vocabulary import Area, BackboneLevel, Degree, Sex, Title

TITLES = ((Title.FULL_SENIOR, 1), (Title.SENIOR, 19), (Title.FIRST, 42), (Title.SECOND, 30), (None, 8))
DEGREES = ((Degree.MASTER, 10), (Degree.BACHELOR, 68), (Degree.COLLEGE, 18), (Degree.OTHER, 4))
LEVELS = {
    Area.URBAN: ((BackboneLevel.CITY, 4), (BackboneLevel.DISTRICT, 16), (BackboneLevel.SCHOOL, 15)),
    Area.TOWNSHIP: ((BackboneLevel.CITY, 2), (BackboneLevel.DISTRICT, 11), (BackboneLevel.SCHOOL, 15)),
    Area.MOUNTAIN: ((BackboneLevel.CITY, 1), (BackboneLevel.DISTRICT, 7), (BackboneLevel.SCHOOL, 12)),
}
"""Percent of teachers by level; the others have none."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What is given of a teacher: number, school and cell, subjects to have a second one of, the month."""

    staff_no: str
    school: School
    cell: Cell
    others: Sequence[str]
    month: Month


def draw_teacher(rng: Random, draw: Draw) -> Teacher:
    """Draw the rest: about 54 % turn out eligible under the shipped policy."""
    age, area = rng.randint(24 * 12, 59 * 12), draw.school.area
    served = min(age - 23 * 12, rng.randint(0, 71) if rng.random() < 0.16 else rng.randint(72, 330))
    levels = LEVELS[area]
    level = rng.choices(
        [*(level for level, _ in levels), BackboneLevel.NONE],
        [*(weight for _, weight in levels), 100 - sum(weight for _, weight in levels)],
    )[0]
    school = draw.school
    return Teacher(
        staff_no=draw.staff_no,
        name=f"教师{int(draw.staff_no[1:])}",
        school=school.key,
        stage=draw.cell[1],
        subject=draw.cell[2],
        sex=Sex.FEMALE if rng.random() < 0.7 else Sex.MALE,
        birth_month=Month(draw.month - age),
        second_subject=rng.choice(draw.others) if rng.random() < 0.25 else "",
        joined_school=Month(draw.month - served),
        title=rng.choices([title for title, _ in TITLES], [weight for _, weight in TITLES])[0],
        degree=rng.choices([degree for degree, _ in DEGREES], [weight for _, weight in DEGREES])[0],
        backbone=level,
        deferral="孕哺期" if rng.random() < 0.05 else "",
        mountain_years=rng.randint(0, 400) if area is Area.MOUNTAIN else 0,
        longitude=round((school.longitude or 0.0) + rng.gauss(0.0, 0.04), 6),
        latitude=round((school.latitude or 0.0) + rng.gauss(0.0, 0.035), 6),
    )

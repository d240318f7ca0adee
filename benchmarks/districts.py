"""Seeded districts to measure with: schools on a plane, staffed well in town and thinly in the hills. Not real."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.staff import Draw, draw_teacher
from optimizer.problem import Cell, Lock, Problem, School, Teacher, Unit
from policy.registry import read_policy
from policy.rotation import RotationPolicy
from policy.vocabulary import Area, LockAction, Stage

POSTS: Mapping[Stage, Mapping[str, int]] = {
    Stage.PRIMARY: {
        "语文": 44, "数学": 32, "英语": 18, "体育": 22, "音乐": 12, "美术": 12, "科学": 14,
        "道德与法治": 12, "信息科技": 5,
    },
    Stage.JUNIOR: {
        "语文": 46, "数学": 46, "英语": 44, "物理": 22, "化学": 13, "生物学": 14, "历史": 15, "地理": 14,
        "道德与法治": 16, "体育与健康": 20, "音乐": 8, "美术": 8, "信息科技": 7,
    },
    Stage.SENIOR: {
        "语文": 42, "数学": 44, "英语": 42, "物理": 34, "化学": 30, "生物学": 28, "历史": 24, "地理": 24,
        "思想政治": 24, "体育与健康": 18, "音乐": 7, "美术": 7, "信息技术": 9,
    },
}  # fmt: skip
"""Posts per class in hundredths of an FTE."""

GRADES = {Stage.PRIMARY: 6, Stage.JUNIOR: 3, Stage.SENIOR: 3}
CLASSES = {Area.URBAN: (5, 10), Area.TOWNSHIP: (3, 6), Area.MOUNTAIN: (1, 3)}
"""Fewest and most classes per grade."""
STUDENTS = {Area.URBAN: 43, Area.TOWNSHIP: 38, Area.MOUNTAIN: 27}
STAFFED = {Area.URBAN: (92, 118), Area.TOWNSHIP: (84, 106), Area.MOUNTAIN: (70, 104)}
"""Teachers in percent of posts, drawn per cell."""
KINDS: Sequence[tuple[tuple[Stage, ...], int]] = (
    ((Stage.PRIMARY,), 58),
    ((Stage.JUNIOR,), 18),
    ((Stage.PRIMARY, Stage.JUNIOR), 16),
    ((Stage.JUNIOR, Stage.SENIOR), 8),
)
TOWN, OUTSKIRTS = 0.40, 0.72
"""Share of the district's radius that is urban, and where the mountains begin."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a district is: schools, radius in km, teams, and the seed."""

    schools: int
    radius: float
    teams: int
    seed: int = 0


XS = Size(schools=6, radius=8.0, teams=1)
S = Size(schools=40, radius=24.0, teams=11, seed=8)
M = Size(schools=190, radius=27.0, teams=64)


def make_district(size: Size) -> Problem:
    """Make the district of a size and seed: the same on every machine."""
    rng = Random(f"benchmark district {size}")
    policy = read_policy("").policy
    assert policy is not None, "the shipped policy is sound"
    schools = _schools(rng, size)
    units = _units(rng, schools)
    required = dict(_required(rng, schools, units))
    teachers = _in_teams(rng, _teachers(rng, schools, required, policy), size.teams)
    return Problem(
        schools=_with_posts(rng, schools, teachers),
        units=tuple(unit for unit, _ in units),
        required=required,
        teachers=teachers,
        policy=policy,
        preferences=_preferences(rng, teachers, units),
        locks=tuple(Lock(t.staff_no, LockAction.STAY) for t in teachers if not t.team and rng.random() < 0.01),
    )


def _schools(rng: Random, size: Size) -> tuple[School, ...]:
    """Scatter schools over a disc, denser towards the town."""
    schools = []
    for number in range(size.schools):
        away, angle = rng.random() ** 0.8, rng.random() * math.tau
        area = Area.URBAN if away < TOWN else Area.TOWNSHIP if away < OUTSKIRTS else Area.MOUNTAIN
        east, north = away * size.radius * math.cos(angle), away * size.radius * math.sin(angle)
        key = f"B{number + 1:04}"
        partner = (f"B{rng.randrange(number) + 1:04}",) if number and rng.random() < 0.15 else ()
        schools.append(
            School(
                key=key,
                name=f"第{number + 1}学校",
                area=area,
                zone=f"Z{int(angle / math.tau * 8)}{area[0]}",
                group=f"G{rng.randrange(max(1, size.schools // 6))}" if rng.random() < 0.4 else "",
                partners=partner,
                longitude=round(113.0 + east / 96.0, 6),
                latitude=round(30.0 + north / 111.2, 6),
            )
        )
    return tuple(schools)


def _units(rng: Random, schools: Sequence[School]) -> list[tuple[Unit, int]]:
    """Give every school its stages; with each unit its number of classes."""
    units = []
    for school in schools:
        stages = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
        for stage in stages:
            classes = GRADES[stage] * rng.randint(*CLASSES[school.area])
            units.append((Unit(school.key, stage, classes * STUDENTS[school.area]), classes))
    return units


def _required(rng: Random, schools: Sequence[School], units: Sequence[tuple[Unit, int]]) -> Iterator[tuple[Cell, int]]:
    """Posts of every cell in hundredths, in tenths of an FTE as lesson counts give them."""
    for unit, classes in units:
        for subject, posts in POSTS[unit.stage].items():
            yield (unit.school, unit.stage, subject), 10 * round(classes * posts * rng.uniform(0.94, 1.06) / 10)


def _teachers(
    rng: Random, schools: Sequence[School], required: Mapping[Cell, int], policy: RotationPolicy
) -> tuple[Teacher, ...]:
    """Staff every cell by what its area can attract."""
    place = {school.key: school for school in schools}
    teachers: list[Teacher] = []
    for cell, posts in required.items():
        low, high = STAFFED[place[cell[0]].area]
        heads = int(posts * rng.randint(low, high) / 10_000 + rng.random())
        for _ in range(heads):
            others = [subject for subject in POSTS[cell[1]] if subject != cell[2]]
            draw = Draw(f"T{len(teachers) + 1:06}", place[cell[0]], cell, others, policy.reference_month)
            teachers.append(draw_teacher(rng, draw))
    return tuple(teachers)


def _in_teams(rng: Random, teachers: Sequence[Teacher], teams: int) -> tuple[Teacher, ...]:
    """Bind a few colleagues of one unit together, each of another subject."""
    by_unit: dict[tuple[str, Stage], list[int]] = defaultdict(list)
    for index, teacher in enumerate(teachers):
        if not teacher.deferral and teacher.joined_school is not None:
            by_unit[teacher.school, teacher.stage].append(index)
    changed = list(teachers)
    roomy = sorted(unit for unit, members in by_unit.items() if len(members) > 5)
    for number, unit in enumerate(rng.sample(roomy, min(teams, len(roomy)))):
        for index in rng.sample(by_unit[unit], rng.randint(2, 4)):
            changed[index] = replace(changed[index], team=f"team {number + 1}", second_subject="")
    return tuple(changed)


def _with_posts(rng: Random, schools: Sequence[School], teachers: Sequence[Teacher]) -> tuple[School, ...]:
    """Set headcount and senior posts about where they are today."""
    staff = Counter(teacher.school for teacher in teachers)
    seniors = Counter(teacher.school for teacher in teachers if teacher.title and teacher.title.is_senior)
    return tuple(
        replace(
            school,
            authorised_headcount=max(0, staff[school.key] + rng.randint(-2, 4)),
            senior_posts=max(0, seniors[school.key] + rng.randint(-1, 3)),
        )
        for school in schools
    )


def _preferences(
    rng: Random, teachers: Sequence[Teacher], units: Sequence[tuple[Unit, int]]
) -> Mapping[tuple[str, str], int]:
    """Two teachers in five name one to five schools of their stage."""
    of_stage: dict[Stage, list[str]] = defaultdict(list)
    for unit, _ in units:
        of_stage[unit.stage].append(unit.school)
    preferences = {}
    for teacher in teachers:
        choices = [school for school in of_stage[teacher.stage] if school != teacher.school]
        if choices and rng.random() < 0.4:
            for rank, school in enumerate(rng.sample(choices, min(len(choices), rng.randint(1, 5))), start=1):
                preferences[teacher.staff_no, school] = rank
    return preferences

"""Small random districts that are sound and small enough to try every plan: the planner is held against them."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from optimizer.check import allowed_in, survey
from optimizer.problem import Cell, Lock, Problem, School, Teacher, Unit
from policy.months import Month
from policy.rotation import (
    BalanceTerms,
    BurdenTerms,
    CurriculumTerms,
    EligibilityTerms,
    Priorities,
    RotationPolicy,
    RotationTerms,
    SharingTerms,
    ShortageTerms,
    TravelTerms,
)
from policy.vocabulary import Area, BackboneLevel, Degree, LockAction, PostType, Sex, Stage, Title
from tests.optimizer.check.makers import OPEN_POLICY

SUBJECTS = ("语文", "数学", "体育", "音乐")
STAGES = (Stage.PRIMARY, Stage.JUNIOR)
CHANGES = (-150, -100, -100, -100, -100, -100, -50, 0, 40, 100, None)
"""By how many hundredths of an FTE a cell with teachers requires more than it has; None: no demand row."""

GAPS = (0, 40, 75, 100, 150, 220, 220, None)
"""The same for a cell without teachers."""

MAX_PLANS = 20_000
"""How many plans a district may have by default, counted before any rule but the greatest number of moves."""


def random_district(
    seed: int,
    *,
    schools: tuple[int, int] = (3, 6),
    teachers: tuple[int, int] = (6, 14),
    movable: int = 7,
    max_plans: int = MAX_PLANS,
) -> Problem:
    """Return the sound district of this seed; ranges are inclusive, `movable` is the most teachers with a choice."""
    rng = Random(f"district {seed}")
    policy = random_policy(rng)
    places = _schools(rng, rng.randint(*schools))
    units = _units(rng, places)
    subjects = SUBJECTS[rng.choice([0, 1]) :][: rng.choice([2, 2, 3, 3])]
    people = _teachers(rng, rng.randint(*teachers), units, subjects, policy)
    problem = Problem(
        schools=places,
        units=units,
        required=_demand(rng, units, subjects, people),
        teachers=people,
        policy=policy,
        preferences=_preferences(rng, people, places),
        travel=_travel(rng, people, places),
    )
    return _with_locks(rng, _few_enough(rng, problem, movable, max_plans))


def random_policy(rng: Random) -> RotationPolicy:
    """Return a policy with odd numbers, mild enough that most districts have a plan."""
    least = rng.choice([0, 10, 10, 20, 30])
    return RotationPolicy(
        reference_date=OPEN_POLICY.reference_date,
        eligibility=EligibilityTerms(rng.choice([STAGES] * 3 + [(Stage.PRIMARY,)]), rng.choice([3, 6]), 5),
        rotation=_rotation(rng, least),
        travel=TravelTerms(rng.choice([40, 60, 60]), rng.choice([0, 4]), 1.35, OPEN_POLICY.travel.speed_kmh),
        shortage=_shortage(rng),
        balance=_balance(rng),
        burden=BurdenTerms(
            per_move=rng.choice([0, 15, 40]),
            preference_bonus=rng.choice([(30, 24, 18, 12, 6), (90, 60, 30, 10, 5)]),
            near_bonus=rng.choice([0, 5]),
            again_penalty=rng.choice([0, 25]),
            second_subject_penalty=rng.choice([0, 8]),
        ),
        priorities=_priorities(rng),
        sharing=SharingTerms(enabled=False, max_days=2, max_hosts=1, max_minutes=30),
        curriculum=CurriculumTerms(),
    )


def _rotation(rng: Random, least: int) -> RotationTerms:
    return RotationTerms(
        min_rate_percent=least,
        max_rate_percent=rng.choice([15, 50, 70, 100]),
        min_backbone_share_percent=rng.choice([0, 0, 20, 34]),
        max_outflow_percent=rng.choice([20, 40, 60]),
        max_inflow_percent=rng.choice([20, 40, 60]),
        min_cap_people=rng.choice([0, 1, 2, 2, 3]),
        scope=rng.choice(["district"] * 4 + ["near"]),
        directions=rng.choice(["any"] * 3 + ["no-upward"]),
        destination=rng.choice(["any"] * 3 + ["short-only"]),
        allow_second_subject=rng.random() < 0.8,
    )


def _shortage(rng: Random) -> ShortageTerms:
    weights = rng.choice([(1, 2, 3), (1, 1, 1), (5, 2, 0)])
    return ShortageTerms(dict(zip(Area, weights, strict=True)), rng.choice([(1, 2), (1, 1), (0, 3), (2, 7)]))


def _balance(rng: Random) -> BalanceTerms:
    def standard(*choices: int) -> Mapping[Stage, int]:
        return {stage: rng.choice(choices) for stage in STAGES}

    return BalanceTerms(
        degree=standard(420, 530, 187),
        backbone=standard(100, 133),
        pe_arts=standard(90, 121),
        pe_arts_subjects=("体育", "音乐"),
        cv_limit=dict(zip(STAGES, (50, 45), strict=True)),
    )


def _priorities(rng: Random) -> Priorities:
    later = ["balance", "burden", "moves"]
    if rng.random() < 0.4:
        rng.shuffle(later)
    tolerance = {line: rng.choice([0, 0, 5, 33]) for line in ("shortage", "balance", "burden")}
    return Priorities(("shortage", *later), tolerance)


def _schools(rng: Random, count: int) -> tuple[School, ...]:
    keys = [f"S{n + 1}" for n in range(count)]
    return tuple(
        School(
            key=key,
            name=f"School {key}",
            area=rng.choice(list(Area)),
            zone=rng.choice(["", "east", "west"]),
            group=rng.choice(["", "", "first", "second"]),
            partners=tuple(rng.sample([k for k in keys if k != key], 1)) if rng.random() < 0.3 else (),
            longitude=round(116.0 + rng.random() * 0.14, 4),
            latitude=round(39.9 + rng.random() * 0.14, 4),
            authorised_headcount=rng.choice([None, None, None, 0, 3, 5, 7]),
            senior_posts=rng.choice([None, None, 0, 1, 2]),
        )
        for key in keys
    )


def _units(rng: Random, schools: tuple[School, ...]) -> tuple[Unit, ...]:
    units: list[Unit] = []
    for school in schools:
        stages = rng.choice([[Stage.PRIMARY]] * 4 + [list(STAGES)] * 3 + [[Stage.JUNIOR]])
        units.extend(Unit(school.key, stage, rng.choice([0, 49, 50, 73, 120, 260])) for stage in stages)
    return tuple(units)


def _teachers(
    rng: Random, count: int, units: tuple[Unit, ...], subjects: tuple[str, ...], policy: RotationPolicy
) -> tuple[Teacher, ...]:
    teachers = []
    for number in range(count):
        unit = rng.choice(units)
        subject = rng.choice(subjects)
        now = policy.reference_month
        given = rng.random() < 0.5
        teachers.append(
            Teacher(
                staff_no=f"T{number + 1:02}",
                name=f"Teacher {number + 1}",
                school=unit.school,
                stage=unit.stage,
                subject=subject,
                sex=rng.choice(list(Sex)),
                birth_month=Month(now - rng.randint(300, 690)),
                post_type=rng.choice([PostType.PROFESSIONAL, PostType.PROFESSIONAL, PostType.WORKER]),
                retirement_month=Month(now + rng.choice([60, 61, 200])) if rng.random() < 0.2 else None,
                second_subject=rng.choice(["", "", *(s for s in subjects if s != subject)]),
                joined_school=Month(now - rng.choice([12, 36, 71, 72, 100, 240])),
                title=rng.choice([None, *Title]),
                degree=rng.choice(list(Degree)),
                backbone=rng.choice([*BackboneLevel, BackboneLevel.CITY]),
                fte=rng.choice([100, 100, 100, 80, 50, 33]),
                team=rng.choice(["red", "blue"]) if rng.random() < 0.15 else "",
                mountain_years=rng.choice([0, 0, 99, 100, 250]),
                longitude=round(116.0 + rng.random() * 0.14, 4) if given else None,
                latitude=round(39.9 + rng.random() * 0.14, 4) if given else None,
                eligible=rng.choice([None, None, True, True, True, True, False]),
            )
        )
    return tuple(teachers)


def _demand(
    rng: Random, units: tuple[Unit, ...], subjects: tuple[str, ...], teachers: tuple[Teacher, ...]
) -> Mapping[Cell, int]:
    present: Counter[Cell] = Counter()
    for teacher in teachers:
        present[teacher.school, teacher.stage, teacher.subject] += teacher.fte
    required = {}
    for unit in units:
        for subject in subjects:
            cell = (unit.school, unit.stage, subject)
            change = rng.choice(CHANGES if present[cell] else GAPS)
            if change is not None:
                required[cell] = max(0, present[cell] + change)
    return required


def _preferences(rng: Random, teachers: tuple[Teacher, ...], schools: tuple[School, ...]) -> dict[tuple[str, str], int]:
    preferences = {}
    for teacher in teachers:
        others = [school.key for school in schools if school.key != teacher.school]
        wanted = rng.sample(others, rng.choice([0, 0, 1, 2]))
        preferences.update({(teacher.staff_no, key): rank for rank, key in enumerate(wanted, start=1)})
    return preferences


def _travel(rng: Random, teachers: tuple[Teacher, ...], schools: tuple[School, ...]) -> dict[tuple[str, str], int]:
    travel = {}
    for origin in [*(teacher.staff_no for teacher in teachers), *(school.key for school in schools)]:
        for school in schools:
            if school.key != origin and rng.random() < 0.1:
                travel[origin, school.key] = rng.choice([0, 5, 29, 30, 45, 60, 61, 90])
    return travel


def _few_enough(rng: Random, problem: Problem, movable: int, max_plans: int) -> Problem:
    """Take teachers out of scope, never those already out, until every plan can be tried."""
    while True:
        district = survey(problem)
        choices = {t.staff_no: len(allowed_in(district, t.staff_no)) for t in problem.teachers}
        free = [staff_no for staff_no, count in choices.items() if count]
        if len(free) <= movable and math.prod(1 + choices[staff_no] for staff_no in free) <= max_plans:
            return problem
        out = rng.choice(free)
        problem = replace(
            problem,
            teachers=tuple(replace(t, eligible=False) if t.staff_no == out else t for t in problem.teachers),
        )


def _with_locks(rng: Random, problem: Problem) -> Problem:
    """Lock a few teachers: one lock each; a `move` lock only where an allowed move exists."""
    district = survey(problem)
    locks = []
    for teacher in problem.teachers:
        reachable = sorted({school for school, _ in allowed_in(district, teacher.staff_no)})
        draw = rng.random()
        if draw < 0.04:
            locks.append(Lock(teacher.staff_no, LockAction.STAY))
        elif draw < 0.08 and reachable:
            locks.append(Lock(teacher.staff_no, LockAction.MOVE, rng.choice(reachable)))
        elif draw < 0.15:
            others = [school.key for school in problem.schools if school.key != teacher.school]
            locks.append(Lock(teacher.staff_no, LockAction.FORBID, rng.choice(others)))
    return replace(problem, locks=tuple(locks))

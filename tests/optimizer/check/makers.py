"""Tiny districts for tests: everything has a default that refuses nothing, a test names only what it is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.check import Evaluation, RuleCheck, evaluate
from optimizer.problem import Cell, Lock, Move, Problem, School, Teacher, Unit
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
from policy.vocabulary import Area, Stage

OPEN_POLICY = RotationPolicy(
    reference_date=date(2026, 9, 1),
    eligibility=EligibilityTerms(tuple(Stage), min_years_at_school=6, min_years_to_retirement=5),
    rotation=RotationTerms(
        min_rate_percent=0,
        max_rate_percent=100,
        min_backbone_share_percent=0,
        max_outflow_percent=100,
        max_inflow_percent=100,
        min_cap_people=10,
        scope="district",
        directions="any",
        destination="any",
        allow_second_subject=True,
    ),
    travel=TravelTerms(
        max_minutes=60,
        fixed_minutes=4,
        detour=1.35,
        speed_kmh={Area.URBAN: 24.0, Area.TOWNSHIP: 30.0, Area.MOUNTAIN: 34.0},
    ),
    shortage=ShortageTerms(weights={Area.URBAN: 1, Area.TOWNSHIP: 2, Area.MOUNTAIN: 3}, slopes=(1, 2)),
    balance=BalanceTerms(
        degree={Stage.PRIMARY: 420, Stage.JUNIOR: 530},
        backbone={Stage.PRIMARY: 100, Stage.JUNIOR: 100},
        pe_arts={Stage.PRIMARY: 90, Stage.JUNIOR: 90},
        pe_arts_subjects=("体育", "音乐"),
        cv_limit={Stage.PRIMARY: 50, Stage.JUNIOR: 45},
    ),
    burden=BurdenTerms(
        per_move=15, preference_bonus=(30, 24, 18, 12, 6), near_bonus=5, again_penalty=25, second_subject_penalty=8
    ),
    priorities=Priorities(("shortage", "balance", "burden", "moves"), {"shortage": 0, "balance": 0, "burden": 0}),
    sharing=SharingTerms(enabled=False, max_days=2, max_hosts=1, max_minutes=30),
    curriculum=CurriculumTerms(),
)
"""A policy whose shares and caps refuse nothing."""


def a_policy(base: RotationPolicy = OPEN_POLICY, **sections: Mapping[str, Any]) -> RotationPolicy:
    """Return the policy with some fields of some sections changed: `a_policy(rotation={"scope": "near"})`."""
    changed = {name: replace(getattr(base, name), **fields) for name, fields in sections.items()}
    return replace(base, **changed)


def a_school(key: str, **facts: Any) -> School:
    """Return an urban school, a minute's walk from every other."""
    return School(**{"key": key, "name": f"School {key}", "area": Area.URBAN, **_here(), **facts})


def a_teacher(staff_no: str, school: str, subject: str = "数学", **facts: Any) -> Teacher:
    """Return a full-time primary teacher who is eligible."""
    defaults: dict[str, Any] = {"name": f"Teacher {staff_no}", "stage": Stage.PRIMARY, "eligible": True}
    return Teacher(**{"staff_no": staff_no, "school": school, "subject": subject, **defaults, **facts})


def a_district(
    schools: str | list[School],
    teachers: list[Teacher],
    *,
    required: Mapping[Cell, int] | None = None,
    units: list[Unit] | None = None,
    policy: RotationPolicy = OPEN_POLICY,
    preferences: Mapping[tuple[str, str], int] | None = None,
    travel: Mapping[tuple[str, str], int] | None = None,
    locks: list[Lock] | None = None,
) -> Problem:
    """Return a district; where no demand is given every school requires one hundredth of every subject there is."""
    rows = [a_school(key) for key in schools.split()] if isinstance(schools, str) else schools
    subjects = {(t.stage, s) for t in teachers for s in (t.subject, t.second_subject) if s}
    everywhere = {(school.key, stage, subject): 1 for school in rows for stage, subject in subjects}
    stages = {(school.key, stage): Unit(school.key, stage, 0) for school in rows for stage, _ in sorted(subjects)}
    return Problem(
        schools=tuple(rows),
        units=tuple(stages.values()) if units is None else tuple(units),
        required=everywhere if required is None else required,
        teachers=tuple(teachers),
        policy=policy,
        preferences=preferences or {},
        travel=travel or {},
        locks=tuple(locks or ()),
    )


def go(*moves: str) -> list[Move]:
    """Return moves written as `teacher>school` or `teacher>school:subject`; mathematics where none is named."""
    parsed = []
    for text in moves:
        staff_no, _, target = text.partition(">")
        school, _, subject = target.partition(":")
        parsed.append(Move(staff_no, school, subject or "数学"))
    return parsed


def rule(problem: Problem, name: str, *moves: str) -> RuleCheck:
    """Return what the checker finds about one rule for a plan."""
    return next(check for check in judged(problem, *moves).rules if check.name == name)


def judged(problem: Problem, *moves: str) -> Evaluation:
    """Return what the checker finds for a plan."""
    return evaluate(problem, go(*moves))


def _here() -> dict[str, Any]:
    return {"longitude": 116.0, "latitude": 40.0}

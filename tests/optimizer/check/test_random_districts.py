from collections import Counter

import pytest

from optimizer.check import allowed_moves, survey
from policy.vocabulary import LockAction
from tests.optimizer.random_districts import MAX_PLANS, random_district

SEEDS = range(120)


def test_same_seed_makes_the_same_district() -> None:
    assert random_district(7) == random_district(7)
    assert random_district(7) != random_district(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_district_is_sound(seed: int) -> None:
    problem = random_district(seed)
    keys = {school.key for school in problem.schools}
    units = {(unit.school, unit.stage) for unit in problem.units}
    assert {(teacher.school, teacher.stage) for teacher in problem.teachers} <= units
    assert {cell[:2] for cell in problem.required} <= units
    assert all(partner in keys for school in problem.schools for partner in school.partners)
    homes = {teacher.staff_no: teacher.school for teacher in problem.teachers}
    assert all(homes[staff_no] != school for staff_no, school in problem.preferences)
    ranks = Counter((staff_no, rank) for (staff_no, _), rank in problem.preferences.items())
    assert all(count == 1 for count in ranks.values())
    assert all(count == 1 for count in Counter(lock.staff_no for lock in problem.locks).values())
    for lock in problem.locks:
        if lock.action is LockAction.MOVE:
            assert lock.school in {school for school, _ in allowed_moves(problem, lock.staff_no)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plan_can_be_tried(seed: int) -> None:
    problem = random_district(seed)
    plans = 1
    for teacher in problem.teachers:
        plans *= 1 + len(allowed_moves(problem, teacher.staff_no))
    assert plans <= MAX_PLANS


def test_districts_are_of_many_kinds() -> None:
    problems = [random_district(seed) for seed in SEEDS]
    kinds = {
        "teams": sum(any(t.team for t in p.teachers) for p in problems),
        "part-time": sum(any(t.fte < 100 for t in p.teachers) for p in problems),
        "locks": sum(bool(p.locks) for p in problems),
        "nine-year": sum(len(p.units) > len(p.schools) for p in problems),
        "counted units": sum(any(u.students >= 50 for u in p.units) for p in problems),
        "eligible and not": sum(0 < len(survey(p).eligible) < len(p.teachers) for p in problems),
        "near scope": sum(p.policy.rotation.scope == "near" for p in problems),
        "short only": sum(p.policy.rotation.destination == "short-only" for p in problems),
        "other order": sum(p.policy.priorities.order[1] != "balance" for p in problems),
    }
    assert all(count >= 10 for count in kinds.values()), kinds

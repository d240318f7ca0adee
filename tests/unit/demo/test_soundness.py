"""The planner reads the demo district without a fault and without a warning."""

from collections import defaultdict
from pathlib import Path

import pytest

from app.demo.write import generate
from optimizer.facts.district import District
from optimizer.problem import Problem, Teacher
from optimizer.tables.reading import ReadResult, read
from policy.vocabulary import Area, LockAction


def _teams(problem: Problem) -> dict[str, list[Teacher]]:
    teams: dict[str, list[Teacher]] = defaultdict(list)
    for teacher in problem.teachers:
        if teacher.team:
            teams[teacher.team].append(teacher)
    return teams


def test_nothing_is_warned_of_and_no_eligibility_is_set_by_hand(demo: ReadResult) -> None:
    assert demo.warnings == ()
    assert demo.overrides == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_seed_makes_a_sound_district(seed: int, tmp_path: Path) -> None:
    generate(tmp_path, seed)

    assert read(tmp_path).warnings == ()


def test_staff_numbers_are_unique_and_never_a_school_key(demo: ReadResult) -> None:
    numbers = [teacher.staff_no for teacher in demo.problem.teachers]

    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & {school.key for school in demo.problem.schools}


def test_every_unit_has_teachers(demo: ReadResult) -> None:
    taught = {(teacher.school, teacher.stage) for teacher in demo.problem.teachers}

    assert taught == {(unit.school, unit.stage) for unit in demo.problem.units}


def test_teams_are_two_or_three_eligible_teachers_of_one_urban_school(demo: ReadResult) -> None:
    district = District(demo.problem)
    urban = {school.key for school in demo.problem.schools if school.area is Area.URBAN}
    teams = _teams(demo.problem)

    assert 7 <= len(teams) <= 10
    for members in teams.values():
        assert len(members) in {2, 3}
        assert len({member.school for member in members} & urban) == 1
        assert len({member.school for member in members}) == 1
        assert all(district.is_eligible(member.staff_no) for member in members)


def test_each_team_could_go_to_its_mountain_partner(demo: ReadResult) -> None:
    district = District(demo.problem)
    partners = {
        school.key: partner
        for school in demo.problem.schools
        for partner in school.partners
        if school.area is Area.URBAN
    }
    mountain = {school.key for school in demo.problem.schools if school.area is Area.MOUNTAIN}

    for members in _teams(demo.problem).values():
        to = [
            school.key
            for school in demo.problem.schools
            if school.key in mountain and members[0].school in school.partners
        ]
        assert partners[members[0].school]
        assert all(district.refusal(member.staff_no, to[0]) is None for member in members)


def test_there_are_locks_of_every_kind(demo: ReadResult) -> None:
    kinds = [lock.action for lock in demo.problem.locks]

    assert (kinds.count(LockAction.STAY), kinds.count(LockAction.FORBID), kinds.count(LockAction.MOVE)) == (2, 2, 1)


def test_teacher_of_the_agreed_move_can_be_spared(demo: ReadResult) -> None:
    mover = next(lock for lock in demo.problem.locks if lock.action is LockAction.MOVE)
    teacher = next(teacher for teacher in demo.problem.teachers if teacher.staff_no == mover.staff_no)
    cell = (teacher.school, teacher.stage, teacher.subject)
    others = sum(
        colleague.fte
        for colleague in demo.problem.teachers
        if (colleague.school, colleague.stage, colleague.subject) == cell and colleague != teacher
    )

    assert others >= demo.problem.required[cell]

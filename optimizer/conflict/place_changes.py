"""Changes at one place: a school's headcount or senior posts, a cell's requirement, one team, one lock."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.conflict.ladders import Ladder, Value, climb
from optimizer.facts import District
from optimizer.model.columns import make_columns, members_of
from optimizer.model.rows import RowLabel
from optimizer.model.rules import cell_units
from optimizer.problem import Cell, Lock, Problem
from policy.vocabulary import LockAction


def headcount_ladders(district: District) -> Sequence[Ladder]:
    """One ladder per school with an authorised headcount, up to what makes room for all who could come.

    The headcount also counts in the inflow cap of the school.
    """
    share = district.policy.rotation.max_inflow_percent
    found = []
    for index, comers in enumerate(_possible_arrivals(district)):
        school, staff = district.schools[index], int(district.staff[index])
        if school.authorised_headcount is not None:
            most = max(staff + comers, -(-100 * comers // share) if share else 0)
            found.append(_school_ladder("authorised_headcount", school.key, school.authorised_headcount, most))
    return found


def senior_ladders(district: District) -> Sequence[Ladder]:
    """One ladder per school with a limit of senior posts, up to what makes room for all who could come."""
    comers = _possible_arrivals(district)
    seniors = Counter(t.school for t in district.teachers if t.title is not None and t.title.is_senior)
    return [
        _school_ladder("senior_posts", school.key, school.senior_posts, seniors[school.key] + comers[index])
        for index, school in enumerate(district.schools)
        if school.senior_posts is not None
    ]


def _school_ladder(parameter: str, key: str, today: int, most: int) -> Ladder:
    """Return the steps of one number of one school upwards."""

    def apply(problem: Problem, value: Value) -> Problem:
        change: dict[str, Any] = {parameter: value}
        schools = (replace(s, **change) if s.key == key else s for s in problem.schools)
        return replace(problem, schools=tuple(schools))

    rules = {"authorised_headcount": ("headcount", "inflow"), "senior_posts": ("senior-posts",)}[parameter]
    rows = frozenset(RowLabel(rule, key) for rule in rules)
    return climb(parameter, key, today, range(today + 1, most + 1), apply, rows)


def _possible_arrivals(district: District) -> list[int]:
    """Count, by school, the teachers with an allowed move to it."""
    moves = district.moves
    pairs = {(int(school), int(teacher)) for school, teacher in zip(moves.school, moves.teacher, strict=True)}
    schools = np.array([school for school, _ in pairs], dtype=np.int64)
    return [int(count) for count in np.bincount(schools, minlength=len(district.schools))]


def cell_ladders(district: District) -> Sequence[Ladder]:
    """Two ladders per cell that may lose teachers: each step is the requirement that lets one more unit of FTE go.

    The last step, to require nothing, stands alone: nobody may come to such a cell, so it is no easier than the others.
    """
    columns = make_columns(district, keep_teams=False)
    units = cell_units(district, members_of(district, columns))
    found = []
    for index in np.nonzero(units)[0].tolist():
        cell, required, present = district.cells[index], int(district.required[index]), int(district.present[index])
        if min(present, required) > 0:
            rows = frozenset({RowLabel("no-new-shortage", " ".join(cell))})
            for steps in (_requirements(present, required, int(units[index])), [0]):
                found.append(climb("required", " ".join(cell), required, steps, _requiring(cell), rows))
    return found


def _requirements(present: int, required: int, unit: int) -> list[int]:
    """Requirements above 0 that today's floor is above, largest first: what is left once one more unit has gone."""
    lost = max(0, present - required) // unit + 1
    return list(range(present - lost * unit, 0, -unit))


def _requiring(cell: Cell) -> Callable[[Problem, Value], Problem]:
    def apply(problem: Problem, value: Value) -> Problem:
        return replace(problem, required={**problem.required, cell: int(value)})

    return apply


def team_ladders(district: District) -> Sequence[Ladder]:
    """One ladder of one step per team with anybody eligible: the team is dissolved. The smallest team first."""
    members: dict[str, list[str]] = {}
    for teacher in district.teachers:
        if teacher.team:
            members.setdefault(teacher.team, []).append(teacher.staff_no)
    movable = {team: people for team, people in members.items() if any(map(district.is_eligible, people))}
    order = sorted(movable, key=lambda team: (len(movable[team]), team))
    return [Ladder("team", team, len(movable[team]), [0], [len(movable[team])], _dissolving(team)) for team in order]


def _dissolving(team: str) -> Callable[[Problem, Value], Problem]:
    def apply(problem: Problem, _: Value) -> Problem:
        teachers = (replace(t, team="") if t.team == team else t for t in problem.teachers)
        return replace(problem, teachers=tuple(teachers))

    return apply


def lock_ladders(district: District) -> Sequence[Ladder]:
    """One ladder of one step per lock: the lock is removed. Locks to move come first."""
    order = sorted(
        district.problem.locks,
        key=lambda lock: (lock.action is not LockAction.MOVE, lock.staff_no, lock.action, lock.school),
    )
    return [
        Ladder(
            "action", lock.staff_no, f"{lock.action} {lock.school}".strip(), [""], [1], _removing(lock), _rows_of(lock)
        )
        for lock in order
    ]


def _rows_of(lock: Lock) -> frozenset[RowLabel] | None:
    """Rows a lock writes; a lock to stay or not to go writes none, it closes moves."""
    return frozenset({RowLabel("locks", lock.staff_no)}) if lock.action is LockAction.MOVE else None


def _removing(lock: Lock) -> Callable[[Problem, Value], Problem]:
    def apply(problem: Problem, _: Value) -> Problem:
        return replace(problem, locks=tuple(other for other in problem.locks if other != lock))

    return apply


PLACES: Mapping[str, Callable[[District], Sequence[Ladder]]] = {
    "headcount": headcount_ladders,
    "senior-posts": senior_ladders,
    "no-new-shortage": cell_ladders,
    "team": team_ladders,
    "locks": lock_ladders,
}
"""By rule, the places where its parameter can be changed."""

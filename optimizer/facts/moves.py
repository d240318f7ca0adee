"""Allowed moves as arrays: every (teacher, school, subject) that §2 lets through, with its part in the burden."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Teacher
from policy.vocabulary import Area, Stage

if TYPE_CHECKING:
    from optimizer.facts.district import District

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AllowedMoves:
    """One entry per allowed move; `teacher` is a row of the eligible, `school` and `cell` index the district's."""

    teacher: Ints
    school: Ints
    cell: Ints
    minutes: Ints
    rank: Ints  # 0 = not asked for
    near: NDArray[np.bool_]
    second: NDArray[np.bool_]
    burden: Ints  # minutes, bonuses and penalties of §4 line 3

    def __len__(self) -> int:
        return len(self.teacher)


def allowed_moves(district: "District") -> AllowedMoves:
    """Build every allowed move of a district, sorted by teacher, school and cell."""
    parts = [_of_group(district, *group) for group in _groups(district)]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return AllowedMoves(empty, empty, empty, empty, empty, empty.astype(bool), empty.astype(bool), empty)
    teacher, cell, second = (np.concatenate(column) for column in zip(*parts, strict=True))
    school = district.cell_school[cell]
    order = np.lexsort((cell, school, teacher))
    return _with_burden(district, teacher[order], school[order], cell[order], second[order])


def _groups(district: "District") -> Iterator[tuple[Stage, str, list[int], bool]]:
    """Group the eligible by what they may teach: (stage, subject, rows, as second subject)."""
    groups: dict[tuple[bool, Stage, str], list[int]] = defaultdict(list)
    for row, index in enumerate(district.eligible):
        teacher = district.teachers[index]
        if teacher.staff_no in district.stays:
            continue
        groups[False, teacher.stage, teacher.subject].append(row)
        if may_teach_second(district, teacher):
            groups[True, teacher.stage, teacher.second_subject].append(row)
    for (second, stage, subject), rows in sorted(groups.items()):
        yield stage, subject, rows, second


def may_teach_second(district: "District", teacher: Teacher) -> bool:
    """Whether the policy and the teacher's team leave the second subject open."""
    other = bool(teacher.second_subject) and teacher.second_subject != teacher.subject
    return district.policy.rotation.allow_second_subject and other and not teacher.team


def _of_group(
    district: "District", stage: Stage, subject: str, rows: list[int], second: bool
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Cross the rows of one group with the cells of its subject and keep what every condition lets through."""
    cells = district.wanted_cells.get((stage, subject), np.zeros(0, dtype=np.int64))
    schools = district.cell_school[cells]
    people = np.array(rows, dtype=np.int64)
    homes = district.home_school[people]
    minutes = district.minutes[np.ix_(people, schools)]
    allowed = (minutes >= 0) & (minutes <= district.policy.travel.max_minutes) & (homes[:, None] != schools)
    allowed &= ~district.refused_upward[np.ix_(homes, schools)] & district.in_scope[np.ix_(homes, schools)]
    at = {int(school): column for column, school in enumerate(schools)}
    row_at = {int(row): line for line, row in enumerate(people)}
    for staff_no, key in district.forbidden:
        line, column = row_at.get(district.row_of.get(staff_no, -1)), at.get(district.school_at[key])
        if line is not None and column is not None:
            allowed[line, column] = False
    person, place = np.nonzero(allowed)
    return people[person], cells[place], np.full(len(person), second)


def short_only(district: "District") -> bool:
    """Whether moves may only lead to cells that are short today."""
    return district.policy.rotation.destination == "short-only"


def _with_burden(
    district: "District", teacher: Ints, school: Ints, cell: Ints, second: NDArray[np.bool_]
) -> AllowedMoves:
    """Add minutes, rank and the burden of §4 line 3 to each move."""
    terms = district.policy.burden
    minutes = district.minutes[teacher, school]
    ranks = np.zeros((len(district.eligible), len(district.schools)), dtype=np.int64)
    for (staff_no, key), wish in district.problem.preferences.items():
        if staff_no in district.row_of:
            ranks[district.row_of[staff_no], district.school_at[key]] = wish
    rank = ranks[teacher, school]
    near: NDArray[np.bool_] = district.near[district.home_school[teacher], school]
    bonus = np.array([0, *terms.preference_bonus], dtype=np.int64)
    served = np.array([district.teachers[index].mountain_years >= 100 for index in district.eligible], dtype=bool)
    to_mountain = np.array([item.area is Area.MOUNTAIN for item in district.schools], dtype=bool)
    again = served[teacher] & to_mountain[school]
    burden: Ints = minutes + terms.per_move - bonus[rank] - terms.near_bonus * near
    burden = burden + terms.again_penalty * again + terms.second_subject_penalty * second
    return AllowedMoves(teacher, school, cell, minutes, rank, near, second, burden)

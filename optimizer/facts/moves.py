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

HEIGHT = {Area.URBAN: 0, Area.TOWNSHIP: 1, Area.MOUNTAIN: 2}
"""Order of the areas; `no-upward` refuses a move to a lower number."""


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
    school = _cell_schools(district)[cell]
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
    cells = np.array(
        [at for at, cell in enumerate(district.cells) if cell[1:] == (stage, subject) and district.required[at] > 0],
        dtype=np.int64,
    )
    if short_only(district):
        cells = cells[district.present[cells] < district.required[cells]]
    schools = _cell_schools(district)[cells]
    people = np.array(rows, dtype=np.int64)
    homes = home_schools(district)[people]
    minutes = district.minutes[np.ix_(people, schools)]
    allowed = (minutes >= 0) & (minutes <= district.policy.travel.max_minutes) & (homes[:, None] != schools)
    allowed &= ~downhill_only(district)[np.ix_(homes, schools)] & in_scope(district)[np.ix_(homes, schools)]
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


def in_scope(district: "District") -> NDArray[np.bool_]:
    """Which pairs of schools lie inside the policy's scope, shape (schools, schools)."""
    if district.policy.rotation.scope == "near":
        return district.near | district.same_zone
    return np.ones_like(district.near)


def downhill_only(district: "District") -> NDArray[np.bool_]:
    """Which pairs `directions` refuses: upward moves under `no-upward`, shape (schools, schools)."""
    height = np.array([HEIGHT[school.area] for school in district.schools])
    upward: NDArray[np.bool_] = height[:, None] > height[None, :]
    return upward if district.policy.rotation.directions == "no-upward" else np.zeros_like(upward)


def home_schools(district: "District") -> Ints:
    """School index of each eligible teacher."""
    return np.array([district.school_at[district.teachers[index].school] for index in district.eligible], dtype=np.int64)


def _cell_schools(district: "District") -> Ints:
    """School index of each cell."""
    return np.array([district.school_at[cell[0]] for cell in district.cells], dtype=np.int64)


def _with_burden(
    district: "District", teacher: Ints, school: Ints, cell: Ints, second: NDArray[np.bool_]
) -> AllowedMoves:
    """Add minutes, rank and the burden of §4 line 3 to each move."""
    terms = district.policy.burden
    minutes = district.minutes[teacher, school]
    ranks = np.zeros((len(district.eligible), len(district.schools)), dtype=np.int64)
    for (staff_no, key), rank in district.problem.preferences.items():
        if staff_no in district.row_of:
            ranks[district.row_of[staff_no], district.school_at[key]] = rank
    rank = ranks[teacher, school]
    near = district.near[home_schools(district)[teacher], school]
    bonus = np.array([0, *terms.preference_bonus], dtype=np.int64)
    served = np.array([district.teachers[index].mountain_years >= 100 for index in district.eligible], dtype=bool)
    to_mountain = np.array([item.area is Area.MOUNTAIN for item in district.schools], dtype=bool)
    again = served[teacher] & to_mountain[school]
    burden = minutes + terms.per_move - bonus[rank] - terms.near_bonus * near
    burden = burden + terms.again_penalty * again + terms.second_subject_penalty * second
    return AllowedMoves(teacher, school, cell, minutes, rank, near, second, burden)

"""A district indexed: people, schools and cells as numbers, with everything §2 of the rotation problem derives."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import moves, near, refusals, travel
from optimizer.problem import Cell, Problem, School, Teacher
from policy.eligibility import Eligibility, EligibilityFacts, judge
from policy.verdict import Verdict
from policy.vocabulary import Area, LockAction, Stage

HEIGHT = {Area.URBAN: 0, Area.TOWNSHIP: 1, Area.MOUNTAIN: 2}
"""Order of the areas; `no-upward` refuses a move to a lower number."""


class District:
    """The derived facts of one problem; rows are ordered by key, so the order of the tables changes nothing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.policy = problem.policy
        self.schools: Sequence[School] = problem.schools
        self.school_at: Mapping[str, int] = {school.key: index for index, school in enumerate(problem.schools)}
        self.teachers: Sequence[Teacher] = sorted(problem.teachers, key=lambda teacher: teacher.staff_no)
        self.teacher_at: Mapping[str, int] = {t.staff_no: index for index, t in enumerate(self.teachers)}
        self.cells: Sequence[Cell] = sorted({*problem.required, *map(cell_of, self.teachers)})
        self.cell_at: Mapping[Cell, int] = {cell: index for index, cell in enumerate(self.cells)}

    @cached_property
    def eligibility(self) -> Sequence[Eligibility]:
        """The verdict on every teacher, in the order of `teachers`."""
        return [judge(_eligibility_facts(teacher), self.policy) for teacher in self.teachers]

    @cached_property
    def eligible(self) -> NDArray[np.int64]:
        """Indices (into `teachers`) of the eligible: the set E."""
        return np.array([row for row, verdict in enumerate(self.eligibility) if verdict.eligible], dtype=np.int64)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of each eligible teacher in `minutes`, by staff number."""
        return {self.teachers[teacher].staff_no: row for row, teacher in enumerate(self.eligible)}

    @cached_property
    def minutes(self) -> NDArray[np.int64]:
        """Commutes of the eligible, shape (eligible, schools); `travel.UNKNOWN` where nothing tells them."""
        return travel.commute_minutes(self.problem, [self.teachers[index] for index in self.eligible])

    @cached_property
    def near(self) -> NDArray[np.bool_]:
        """Near(a, b), shape (schools, schools)."""
        return near.near_matrix(self.problem)

    @cached_property
    def same_zone(self) -> NDArray[np.bool_]:
        """Whether two schools share a zone, shape (schools, schools)."""
        return near.same_zone_matrix(self.problem)

    @cached_property
    def in_scope(self) -> NDArray[np.bool_]:
        """Which pairs of schools lie inside the policy's scope, shape (schools, schools)."""
        if self.policy.rotation.scope == "near":
            return self.near | self.same_zone
        return np.ones_like(self.near)

    @cached_property
    def refused_upward(self) -> NDArray[np.bool_]:
        """Which pairs of schools `directions` refuses, shape (from, to)."""
        height = np.array([HEIGHT[school.area] for school in self.schools])
        upward: NDArray[np.bool_] = height[:, None] > height[None, :]
        return upward if self.policy.rotation.directions == "no-upward" else np.zeros_like(upward)

    @cached_property
    def home_school(self) -> NDArray[np.int64]:
        """School index of each eligible teacher."""
        homes = [self.school_at[self.teachers[index].school] for index in self.eligible]
        return np.array(homes, dtype=np.int64)

    @cached_property
    def cell_school(self) -> NDArray[np.int64]:
        """School index of each cell."""
        return np.array([self.school_at[school] for school, _, _ in self.cells], dtype=np.int64)

    @cached_property
    def wanted_cells(self) -> Mapping[tuple[Stage, str], NDArray[np.int64]]:
        """Cells that teachers may move to, by stage and subject."""
        wanted = self.required > 0
        if moves.short_only(self):
            wanted &= self.present < self.required
        groups: dict[tuple[Stage, str], list[int]] = defaultdict(list)
        for cell in np.nonzero(wanted)[0].tolist():
            groups[self.cells[cell][1:]].append(cell)
        return {group: np.array(cells, dtype=np.int64) for group, cells in groups.items()}

    @cached_property
    def required(self) -> NDArray[np.int64]:
        """Required FTE by cell, in hundredths."""
        return np.array([self.problem.required.get(cell, 0) for cell in self.cells], dtype=np.int64)

    @cached_property
    def present(self) -> NDArray[np.int64]:
        """Present FTE by cell, in hundredths."""
        homes = [self.cell_at[cell_of(teacher)] for teacher in self.teachers]
        fte = [teacher.fte for teacher in self.teachers]
        total = np.zeros(len(self.cells), dtype=np.int64)
        np.add.at(total, homes, fte)
        return total

    @cached_property
    def staff(self) -> NDArray[np.int64]:
        """Staff(s): teachers by school."""
        homes = [self.school_at[teacher.school] for teacher in self.teachers]
        return np.bincount(homes, minlength=len(self.schools)).astype(np.int64)

    @cached_property
    def stays(self) -> frozenset[str]:
        """Staff numbers locked to stay."""
        return frozenset(lock.staff_no for lock in self.problem.locks if lock.action is LockAction.STAY)

    @cached_property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """(staff number, school) pairs forbidden by hand."""
        return frozenset((k.staff_no, k.school) for k in self.problem.locks if k.action is LockAction.FORBID)

    @cached_property
    def must_move(self) -> Mapping[str, str]:
        """School each teacher is locked to move to, by staff number."""
        return {lock.staff_no: lock.school for lock in self.problem.locks if lock.action is LockAction.MOVE}

    @cached_property
    def moves(self) -> "moves.AllowedMoves":
        """Every allowed move, sorted by teacher, school and subject."""
        return moves.allowed_moves(self)

    def is_eligible(self, staff_no: str) -> bool:
        """Whether the teacher is in E."""
        return staff_no in self.row_of

    def refusal(self, staff_no: str, school: str) -> Verdict | None:
        """Return the first rule of §2 that refuses the pair, None if some subject is allowed there."""
        return refusals.refusal(self, staff_no, school)


def cell_of(teacher: Teacher) -> Cell:
    """The cell a teacher works in today."""
    return teacher.school, teacher.stage, teacher.subject


def _eligibility_facts(teacher: Teacher) -> EligibilityFacts:
    """Hand the policy what it judges by."""
    return EligibilityFacts(
        stage=teacher.stage,
        joined_school=teacher.joined_school,
        retirement_month=teacher.retirement_month,
        sex=teacher.sex,
        post_type=teacher.post_type,
        birth_month=teacher.birth_month,
        deferral=teacher.deferral,
        eligible=teacher.eligible,
    )

"""Why a cell stays short: how many could teach there, and at which step the last of them is lost."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.facts import District
from optimizer.facts.moves import may_teach_second
from optimizer.problem import Cell, Move, Teacher
from optimizer.report.cells import CellLine
from optimizer.report.refusing import Refusing
from policy.vocabulary import Stage

LIMITS = "limits:"
"""Begins a cause where spare teachers are there and rules refuse them."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A cell that requires more than it has after the plan; `shortage` in hundredths of an FTE, the rest in people.

    `cause` is the public code of `rotation-problem.md` §5; `limits` names the rules behind a cause of `limits:`, none
    where nothing refuses a spare teacher: the search ended early, or a tolerance or weight gives the move up.
    """

    cell: Cell
    shortage: int
    qualified: int
    eligible: int
    within_travel: int
    spare: int
    cause: str
    limits: tuple[str, ...] = ()


def unfilled_cells(district: District, moves: Sequence[Move], cells: Sequence[CellLine]) -> tuple[Unfilled, ...]:
    """Return every cell of `cells` that stays short, with its funnel, sorted by cell."""
    return _Funnel(district, moves, cells).all()


class _Funnel:
    """The teachers by what they may teach, and the plan they are asked against."""

    def __init__(self, district: District, moves: Sequence[Move], cells: Sequence[CellLine]) -> None:
        self.district = district
        self.moved = {move.staff_no: move for move in moves}
        self.cells = {line.cell: line for line in cells}
        self.refusing = Refusing(district, moves)
        self.teaching: dict[tuple[Stage, str], list[Teacher]] = defaultdict(list)
        for teacher in district.teachers:
            self.teaching[teacher.stage, teacher.subject].append(teacher)
            if may_teach_second(district, teacher):
                self.teaching[teacher.stage, teacher.second_subject].append(teacher)

    def all(self) -> tuple[Unfilled, ...]:
        """Every short cell, in the order of the cells' keys."""
        return tuple(self.of(line) for _, line in sorted(self.cells.items()) if line.short_after)

    def of(self, line: CellLine) -> Unfilled:
        """The funnel of one cell."""
        school, stage, subject = line.cell
        qualified = [teacher for teacher in self.teaching[stage, subject] if teacher.school != school]
        eligible = [teacher for teacher in qualified if self.district.is_eligible(teacher.staff_no)]
        near_enough = [teacher for teacher in eligible if self._within_travel(teacher, school)]
        spare = [teacher for teacher in near_enough if self._is_spare(teacher, line.cell)]
        steps = {
            "no-qualified": qualified,
            "none-eligible": eligible,
            "none-within-travel": near_enough,
            "none-spare": spare,
        }
        lost = next((cause for cause, people in steps.items() if not people), None)
        limits = () if lost else self.refusing.rules(spare, school)
        cause = lost or LIMITS + ";".join(limits)
        return Unfilled(
            line.cell, line.short_after, len(qualified), len(eligible), len(near_enough), len(spare), cause, limits
        )

    def _within_travel(self, teacher: Teacher, school: str) -> bool:
        """Whether the commute is known and within the policy's limit."""
        minutes = self.district.minutes[self.district.row_of[teacher.staff_no], self.district.school_at[school]]
        return 0 <= int(minutes) <= self.district.policy.travel.max_minutes

    def _is_spare(self, teacher: Teacher, cell: Cell) -> bool:
        """Whether the home cell keeps what it requires without the teacher, or the plan moves the teacher elsewhere.

        Who arrives in this very cell is not spare: the plan uses them there already.
        """
        move = self.moved.get(teacher.staff_no)
        if move is not None:
            return (move.to_school, teacher.stage, move.subject) != cell
        home = self.cells[teacher.school, teacher.stage, teacher.subject]
        return home.after - teacher.fte >= home.required

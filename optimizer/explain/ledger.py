"""A plan as sums that one move can be taken out of: FTE by cell, heads by unit and indicator, people by school."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from optimizer.facts import District
from optimizer.facts.district import cell_of
from optimizer.facts.indicators import INDICATORS, UnitKey, counted_units, head_counts, target_hundredths
from optimizer.facts.travel import commute_minutes
from optimizer.model.steps import penalty
from optimizer.problem import Cell, Move, Problem, Teacher
from policy.vocabulary import Area, Stage

Head = tuple[UnitKey, str]
"""(unit, indicator name)."""

FULL_YEAR = 100
"""Hundredths of a year in mountain schools from which a move to one is one again."""


class Ledger:
    """The effect of all moves of a plan, and what changes when some are taken back."""

    def __init__(self, problem: Problem, moves: Sequence[Move]) -> None:
        self.problem = problem
        self.district = District(problem)
        self.schools = {school.key: school for school in problem.schools}
        self.teachers = {teacher.staff_no: teacher for teacher in problem.teachers}
        known = (move for move in sorted(moves) if move.staff_no in self.teachers and move.to_school in self.schools)
        self.moves: dict[str, Move] = {}
        for move in known:
            self.moves.setdefault(move.staff_no, move)
        self.present: dict[Cell, int] = dict(zip(self.district.cells, self.district.present.tolist(), strict=True))
        everything = self.moves.values()
        self.after = Counter(self.present)
        self.after.update(self.cell_changes(everything))
        self.heads = head_counts(self.district)
        self.heads.update(self.head_changes(everything))

    @cached_property
    def arrivals(self) -> Mapping[Cell, Sequence[Move]]:
        """Moves by the cell they lead to, sorted."""
        found: defaultdict[Cell, list[Move]] = defaultdict(list)
        for move in self.moves.values():
            found[self.cell(move)].append(move)
        return found

    @cached_property
    def leavers(self) -> Mapping[Cell, Sequence[Move]]:
        """Moves by the cell they come from, sorted."""
        found: defaultdict[Cell, list[Move]] = defaultdict(list)
        for move in self.moves.values():
            found[cell_of(self.teachers[move.staff_no])].append(move)
        return found

    @cached_property
    def together(self) -> Mapping[str, Sequence[Move]]:
        """The moves of each team."""
        found: defaultdict[str, list[Move]] = defaultdict(list)
        for move in self.moves.values():
            if team := self.teachers[move.staff_no].team:
                found[team].append(move)
        return found

    @cached_property
    def minutes(self) -> Mapping[str, int]:
        """Commute of each mover to the new school, 0 where nothing tells it."""
        column = {school.key: index for index, school in enumerate(self.problem.schools)}
        table = commute_minutes(self.problem, [self.teachers[staff_no] for staff_no in self.moves])
        rows = enumerate(self.moves.values())
        return {move.staff_no: max(0, int(table[row, column[move.to_school]])) for row, move in rows}

    @cached_property
    def targets(self) -> Mapping[Head, int]:
        """What the standards ask of every unit that a mover leaves or joins, in hundredths of a teacher."""
        counted = counted_units(self.district)
        touched = {cell[:2] for cell in (*self.arrivals, *self.leavers)} & counted.keys()
        return {
            (unit, indicator.name): target_hundredths(self.district, unit, indicator)
            for unit in touched
            for indicator in INDICATORS
        }

    def cell(self, move: Move) -> Cell:
        """The cell a move leads to."""
        return move.to_school, self.teachers[move.staff_no].stage, move.subject

    def unit(self, move: Move) -> tuple[str, Stage]:
        """The unit a move leads to."""
        return move.to_school, self.teachers[move.staff_no].stage

    def with_team(self, move: Move) -> Sequence[Move]:
        """The moves that stand and fall with this one."""
        team = self.teachers[move.staff_no].team
        return self.together[team] if team else (move,)

    def short(self, cell: Cell, staff: int) -> int:
        """How short a cell is with so much staff, in hundredths of an FTE."""
        return max(0, self.problem.required.get(cell, 0) - staff)

    def missing(self, head: Head, count: int) -> int:
        """How far a count falls short of its target, in hundredths of a teacher; 0 for units that are not measured."""
        return max(0, self.targets.get(head, 0) - 100 * count)

    def parts(self, moves: Sequence[Move]) -> dict[str, int]:
        """Each line of the plan minus the same line with these moves taken back."""
        terms = self.problem.policy.shortage
        shortage = balance = 0
        for cell, change in self.cell_changes(moves).items():
            now, without = self.short(cell, self.after[cell]), self.short(cell, self.after[cell] - change)
            weight = terms.weights[self.schools[cell[0]].area]
            shortage += weight * (penalty(now, terms.slopes) - penalty(without, terms.slopes))
        for head, change in self.head_changes(moves).items():
            balance += self.missing(head, self.heads[head]) - self.missing(head, self.heads[head] - change)
        burden = sum(self.burden(move) for move in moves)
        return {"shortage": shortage, "balance": balance, "burden": burden, "moves": len(moves)}

    def cell_changes(self, moves: Iterable[Move]) -> Counter[Cell]:
        """What moves do to the FTE of cells, in hundredths."""
        changes: Counter[Cell] = Counter()
        for move in moves:
            teacher = self.teachers[move.staff_no]
            changes[cell_of(teacher)] -= teacher.fte
            changes[self.cell(move)] += teacher.fte
        return changes

    def head_changes(self, moves: Iterable[Move]) -> Counter[Head]:
        """What moves do to the heads that count for the indicators."""
        changes: Counter[Head] = Counter()
        for move in moves:
            teacher = self.teachers[move.staff_no]
            for indicator in INDICATORS:
                home = (teacher.school, teacher.stage), indicator.name
                changes[home] -= indicator.counts(self.district, teacher, teacher.subject)
                changes[self.unit(move), indicator.name] += indicator.counts(self.district, teacher, move.subject)
        return changes

    def burden(self, move: Move) -> int:
        """The burden of one move (`rotation-problem.md` §4 line 3), in minutes."""
        terms, teacher = self.problem.policy.burden, self.teachers[move.staff_no]
        rank = self.rank(move)
        minutes = self.minutes[move.staff_no] + terms.per_move
        minutes -= terms.preference_bonus[rank - 1] if rank else 0
        minutes -= terms.near_bonus if self.near(move) else 0
        minutes += terms.again_penalty if self._again(move, teacher) else 0
        return minutes + (terms.second_subject_penalty if move.subject != teacher.subject else 0)

    def rank(self, move: Move) -> int | None:
        """Which preference of the teacher the school is, None where it was not asked for."""
        return self.problem.preferences.get((move.staff_no, move.to_school))

    def near(self, move: Move) -> str:
        """How the two schools belong together: "group", "partner", or "" where they do not."""
        home, there = self.schools[self.teachers[move.staff_no].school], self.schools[move.to_school]
        if home.group and home.group == there.group:
            return "group"
        return "partner" if there.key in home.partners or home.key in there.partners else ""

    def _again(self, move: Move, teacher: Teacher) -> bool:
        """Whether somebody who served in the mountains goes there once more."""
        return self.schools[move.to_school].area is Area.MOUNTAIN and teacher.mountain_years >= FULL_YEAR

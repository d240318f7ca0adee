"""The best plan of a small district by trying every one of them: slow, simple, and right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimizer.check import allowed_in, evaluate_in, survey
from optimizer.check.balance import missing
from optimizer.check.lines import phi
from optimizer.problem import Move, Problem

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BruteResult:
    """What is best line by line: `best` and `cap` of each line under the caps before it, and one plan that has all.

    `values` are of that plan; where no plan keeps the rules there is none, and the mappings are empty.
    """

    feasible: bool
    lines: tuple[str, ...]
    values: Mapping[str, int]
    best: Mapping[str, int]
    cap: Mapping[str, int]
    moves: tuple[Move, ...]
    plans: int  # that keep every rule


def brute_force(problem: Problem, earlier: Sequence[Move] | None = None) -> BruteResult:
    """Try every plan; with `earlier` moves the line `changes` comes second, as in a re-solve."""
    search = Search(problem)
    order = list(problem.policy.priorities.order)
    lines = tuple(order if earlier is None else [order[0], "changes", *order[1:]])
    witnesses: dict[Vector, tuple[Move, ...]] = {}
    plans = 0
    for moves in search.plans():
        plans += 1
        values = search.values(moves)
        values["changes"] = len(set(earlier or ()) - set(moves))
        witnesses.setdefault(tuple(values[line] for line in lines), moves)
    if not witnesses:
        return BruteResult(False, lines, {}, {}, {}, (), 0)
    best, cap, vector = _lexicographic(problem, lines, search.before, list(witnesses))
    return BruteResult(True, lines, dict(zip(lines, vector, strict=True)), best, cap, witnesses[vector], plans)


def _lexicographic(
    problem: Problem, lines: tuple[str, ...], before: Mapping[str, int], vectors: list[Vector]
) -> tuple[dict[str, int], dict[str, int], Vector]:
    """Fix line after line at its cap; what is left at the end is best."""
    best: dict[str, int] = {}
    cap: dict[str, int] = {}
    for index, line in enumerate(lines):
        best[line] = min(vector[index] for vector in vectors)
        percent = problem.policy.priorities.tolerance_percent.get(line, 0)
        room = {
            "shortage": max(0, before["shortage"] - best[line]),
            "balance": max(0, before["balance"] - best[line]),
            "burden": abs(best[line]),
        }.get(line, 0)
        cap[line] = best[line] + percent * room // 100
        vectors = [vector for vector in vectors if vector[index] <= cap[line]]
    return best, cap, min(vectors, key=lambda vector: vector[::-1])


class Search:
    """Every plan of a district that keeps the rules; what can only grow is cut off early."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.district = survey(problem)
        self.idle = evaluate_in(self.district, ())
        self.before = dict(self.idle.before)
        self.options = [
            options
            for teacher in problem.teachers
            if (options := [Move(teacher.staff_no, *pair) for pair in allowed_in(self.district, teacher.staff_no)])
        ]
        self.price = {
            move: evaluate_in(self.district, [move]).move_facts[0].burden for row in self.options for move in row
        }
        self.heads = {move: self._heads_of(move) for row in self.options for move in row}
        self.limits = Limits(problem, self.district.eligible)

    def plans(self) -> Iterator[tuple[Move, ...]]:
        """Yield every plan that keeps all rules, in a fixed order."""
        yield from self._extend(0, (), Counter(), Counter())

    def values(self, moves: tuple[Move, ...]) -> dict[str, int]:
        """Return the value of every line of a plan."""
        district, terms = self.district, self.problem.policy.shortage
        after = Counter(district.present)
        heads: Counter[tuple[str, str, str]] = Counter()
        for move in moves:
            teacher = district.teachers[move.staff_no]
            after[teacher.school, teacher.stage, teacher.subject] -= teacher.fte
            after[move.to_school, teacher.stage, move.subject] += teacher.fte
            heads.update(self.heads[move])
        return {
            "shortage": sum(
                terms.weights[district.schools[cell[0]].area] * phi(max(0, need - after[cell]), terms.slopes)
                for cell, need in self.problem.required.items()
            ),
            "balance": sum(
                missing(unit.target, unit.before + heads[unit.school, unit.stage, unit.indicator])
                for unit in self.idle.units
            ),
            "burden": sum(self.price[move] for move in moves),
            "moves": len(moves),
        }

    def _extend(
        self, index: int, moves: tuple[Move, ...], left: Counter[str], arrived: Counter[str]
    ) -> Iterator[tuple[Move, ...]]:
        if index == len(self.options):
            if self._keeps_rules(moves, left, arrived):
                yield moves
            return
        yield from self._extend(index + 1, moves, left, arrived)
        if len(moves) == self.limits.most:
            return
        home = self.district.teachers[self.options[index][0].staff_no].school
        if left[home] == self.limits.outflow[home]:
            return
        for move in self.options[index]:
            if arrived[move.to_school] < self.limits.inflow[move.to_school]:
                left[home] += 1
                arrived[move.to_school] += 1
                yield from self._extend(index + 1, (*moves, move), left, arrived)
                left[home] -= 1
                arrived[move.to_school] -= 1

    def _keeps_rules(self, moves: tuple[Move, ...], left: Counter[str], arrived: Counter[str]) -> bool:
        """The rules that `_extend` does not keep by itself."""
        teachers = self.district.teachers
        backbone = sum(teachers[move.staff_no].backbone.counts for move in moves)
        if len(moves) < self.limits.least or 100 * backbone < self.limits.backbone_percent * len(moves):
            return False
        goes = {move.staff_no: move.to_school for move in moves}
        return (
            all(goes.get(staff_no) == school for staff_no, school in self.limits.sent.items())
            and all(self._together(members, goes) for members in self.district.teams.values())
            and all(self.district.staff[s] - left[s] + arrived[s] <= most for s, most in self.limits.headcount.items())
            and self._keeps_senior_posts(moves)
            and self._keeps_cells(moves)
        )

    def _together(self, members: tuple[str, ...], goes: Mapping[str, str]) -> bool:
        return len({goes.get(member, "") for member in members}) == 1

    def _keeps_senior_posts(self, moves: tuple[Move, ...]) -> bool:
        change: Counter[str] = Counter()
        for move in moves:
            teacher = self.district.teachers[move.staff_no]
            if teacher.title is not None and teacher.title.is_senior:
                change[teacher.school] -= 1
                change[move.to_school] += 1
        return all(change[school] <= room for school, room in self.limits.senior_room.items())

    def _keeps_cells(self, moves: tuple[Move, ...]) -> bool:
        change: Counter[tuple[str, str, str]] = Counter()
        for move in moves:
            teacher = self.district.teachers[move.staff_no]
            change[teacher.school, teacher.stage, teacher.subject] -= teacher.fte
            change[move.to_school, teacher.stage, move.subject] += teacher.fte
        for (school, stage, subject), by in change.items():
            for cell, present in self.district.present.items():
                if cell == (school, stage, subject) and present + by < min(present, self.district.required(cell)):
                    return False
        return True

    def _heads_of(self, move: Move) -> dict[tuple[str, str, str], int]:
        """What one move changes in the heads of units, by indicator."""
        alone = evaluate_in(self.district, [move]).units
        return {
            (unit.school, unit.stage, unit.indicator): unit.after - unit.before
            for unit in alone
            if unit.after != unit.before
        }


class Limits:
    """The right-hand sides of the rules, straight from the text."""

    def __init__(self, problem: Problem, eligible: frozenset[str]) -> None:
        terms, people = problem.policy.rotation, len(eligible)
        staff = Counter(teacher.school for teacher in problem.teachers)
        seniors = Counter(t.school for t in problem.teachers if t.title is not None and t.title.is_senior)
        self.least = -(-people * terms.min_rate_percent // 100)
        self.most = max(self.least, people * terms.max_rate_percent // 100)
        self.backbone_percent = terms.min_backbone_share_percent
        self.outflow = {
            s.key: max(terms.min_cap_people, staff[s.key] * terms.max_outflow_percent // 100) for s in problem.schools
        }
        self.inflow = {
            s.key: max(
                terms.min_cap_people,
                max(staff[s.key], s.authorised_headcount or 0) * terms.max_inflow_percent // 100,
            )
            for s in problem.schools
        }
        self.headcount = {
            s.key: max(staff[s.key], s.authorised_headcount)
            for s in problem.schools
            if s.authorised_headcount is not None
        }
        self.senior_room = {
            s.key: max(0, s.senior_posts - seniors[s.key]) for s in problem.schools if s.senior_posts is not None
        }
        self.sent = {lock.staff_no: lock.school for lock in problem.locks if lock.action == "move"}

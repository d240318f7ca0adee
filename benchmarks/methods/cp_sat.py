"""CP-SAT as most would write it: a Boolean per allowed move, the rules, and what is lacking as `u ≥ need − have`.

The rules are the rows of our formulation without its steps; the shortfalls are written afresh, plainly.
"""

import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.answer import Answer
from benchmarks.methods.stages import Question, StageAnswer, line_by_line
from optimizer.facts import District
from optimizer.facts.indicators import INDICATORS, counted_units, head_counts, target_hundredths
from optimizer.model import Formulation, formulate
from optimizer.model.columns import Ints, Members, members_of
from optimizer.model.rows import UNBOUNDED
from optimizer.problem import Problem

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def plan(problem: Problem, limit: float, workers: int) -> Answer:
    """Solve every line with CP-SAT."""
    start = monotonic()
    formulation = formulate(District(problem))
    plain = PlainModel(formulation)
    first = FirstPlan()

    def solve(question: Question) -> StageAnswer:
        begun = monotonic()
        plain.aim(question.line, question.caps, question.chosen)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = 0
        solver.parameters.max_time_in_seconds = max(0.0, question.left - (monotonic() - begun))
        with first.stopping(solver, question.share):
            status = solver.solve(plain.model, first)
        found = plain.chosen(solver) if status in FOUND else None
        bound = math.ceil(solver.best_objective_bound - 1e-6) if status in (*FOUND, cp_model.UNKNOWN) else None
        return StageAnswer(found, bound)

    answer = line_by_line(formulation, solve, start, limit)
    return replace(answer, first_plan=None if first.at is None else first.at - start)


class FirstPlan(cp_model.CpSolverSolutionCallback):
    """Notes when the first plan was found, and ends searches that have one and have used up their share."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None
        self._deadline = math.inf

    def on_solution_callback(self) -> None:
        """Called with every better plan."""
        if self.at is None:
            self.at = monotonic()
        if monotonic() > self._deadline:
            self.stop_search()

    @contextmanager
    def stopping(self, solver: cp_model.CpSolver, share: float) -> Iterator[None]:
        """End a search after its share of seconds, or with its first plan if that comes later."""
        self._deadline = monotonic() + share

        def stop() -> None:
            if self.at is not None:
                solver.stop_search()

        timer = threading.Timer(share, stop)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


class PlainModel:
    """The CP-SAT model of one district."""

    def __init__(self, formulation: Formulation) -> None:
        self.formulation = formulation
        self.model = cp_model.CpModel()
        self.columns = [self.model.new_bool_var("") for _ in range(formulation.column_count)]
        self._capped: set[str] = set()
        _add_rules(self.model, self.columns, formulation)
        members = members_of(formulation.district, formulation.columns)
        self._lines: dict[str, cp_model.LinearExpr] = {
            "shortage": self._shortage(members),
            "balance": self._balance(members),
        }
        for line in ("burden", "moves"):
            costs = formulation.costs[line][: formulation.column_count]
            self._lines[line] = cp_model.LinearExpr.weighted_sum(self.columns, costs.tolist())

    def aim(self, line: str, caps: Mapping[str, int], chosen: Ints | None) -> None:
        """Minimise a line under caps, starting from the plan so far."""
        for capped, cap in caps.items():
            if capped not in self._capped:
                self._capped.add(capped)
                self.model.add(self._lines[capped] <= cap)
        self.model.minimize(self._lines[line])
        if chosen is not None:
            self.model.clear_hints()  # type: ignore[no-untyped-call]
            taken = set(chosen.tolist())
            for number, column in enumerate(self.columns):
                self.model.add_hint(column, number in taken)

    def chosen(self, solver: cp_model.CpSolver) -> Ints:
        """The columns of the solver's plan."""
        return np.array([n for n, column in enumerate(self.columns) if solver.boolean_value(column)], dtype=np.int64)

    def _shortage(self, members: Members) -> cp_model.LinearExpr:
        """Weighted Φ of every cell's shortfall: one variable up to a whole post, one beyond."""
        district = self.formulation.district
        terms, parts = district.policy.shortage, _Sum()
        short = np.maximum(0, district.required - district.present)
        arriving, leaving = _by(members.cell), _by(members.home_cell)
        nobody = np.zeros(0, dtype=np.int64)
        for cell in np.nonzero(short)[0].tolist():
            come, go = arriving.get(cell, nobody), leaving.get(cell, nobody)
            have = self._weighted(members, [(come, members.fte[come]), (go, -members.fte[go])])
            weight = terms.weights[district.schools[district.school_at[district.cells[cell][0]]].area]
            need = int(short[cell])
            worst = need + int(members.fte[go].sum())
            post, beyond = self.model.new_int_var(0, 100, ""), self.model.new_int_var(0, worst, "")
            self.model.add(post + beyond + have >= need)
            parts.add(post, weight * terms.slopes[0])
            parts.add(beyond, weight * terms.slopes[1])
        return parts.expression()

    def _balance(self, members: Members) -> cp_model.LinearExpr:
        """What each counted unit lacks of each indicator, in hundredths of a teacher."""
        district, parts = self.formulation.district, _Sum()
        heads, units = head_counts(district), counted_units(district)
        number = {unit: index for index, unit in enumerate(units)}
        of_cell = np.array([number.get((cell[0], cell[1]), -1) for cell in district.cells], dtype=np.int64)
        arriving, leaving = _by(of_cell[members.cell]), _by(of_cell[members.home_cell])
        nobody = np.zeros(0, dtype=np.int64)
        for indicator in INDICATORS:
            there = indicator.counts_at(district, members.teacher, members.cell).astype(np.int64)
            here = indicator.counts_at_home(district)[members.teacher].astype(np.int64)
            for unit, index in number.items():
                come, go = arriving.get(index, nobody), leaving.get(index, nobody)
                have = self._weighted(members, [(come, 100 * there[come]), (go, -100 * here[go])])
                need = target_hundredths(district, unit, indicator) - 100 * heads[unit, indicator.name]
                lacking = self.model.new_int_var(0, max(0, need) + 100 * int(here[go].sum()), "")
                self.model.add(lacking + have >= need)
                parts.add(lacking, 1)
        return parts.expression()

    def _weighted(self, members: Members, terms: list[tuple[Ints, Ints]]) -> cp_model.LinearExpr:
        """Sum up members by column, with their values."""
        columns = np.concatenate([members.column[at] for at, _ in terms])
        values = np.concatenate([value for _, value in terms])
        chosen, place = np.unique(columns, return_inverse=True)
        totals = np.zeros(len(chosen), dtype=np.int64)
        np.add.at(totals, place, values)
        return cp_model.LinearExpr.weighted_sum([self.columns[column] for column in chosen], totals.tolist())


class _Sum:
    """A weighted sum being written."""

    def __init__(self) -> None:
        self._terms: list[cp_model.IntVar] = []
        self._weights: list[int] = []

    def add(self, term: cp_model.IntVar, weight: int) -> None:
        """Add a term."""
        self._terms.append(term)
        self._weights.append(weight)

    def expression(self) -> cp_model.LinearExpr:
        """The sum of all terms."""
        return cp_model.LinearExpr.weighted_sum(self._terms, self._weights)


def _by(groups: Ints) -> dict[int, Ints]:
    """Positions of each group; negative groups are left out."""
    order = np.argsort(groups, kind="stable")
    keys, first = np.unique(groups[order], return_index=True)
    parts = np.split(order, first[1:])
    return {int(key): part for key, part in zip(keys, parts, strict=True) if key >= 0}


def _add_rules(model: cp_model.CpModel, columns: list[cp_model.IntVar], formulation: Formulation) -> None:
    """Write every row that is a rule, over the columns alone."""
    matrix = formulation.matrix
    entries = int(matrix.start[formulation.column_count])
    column = np.repeat(np.arange(formulation.column_count), np.diff(matrix.start[: formulation.column_count + 1]))
    for row, at in _by(matrix.row[:entries]).items():
        label, variables = formulation.labels[row], [columns[j] for j in column[at]]
        if label.rule == "one-destination":
            model.add_at_most_one(variables)
        elif label.rule != "balance":
            level = cp_model.LinearExpr.weighted_sum(variables, matrix.value[at].tolist())
            low, high = int(formulation.lower[row]), int(formulation.upper[row])
            model.add_linear_constraint(level, max(low, -UNBOUNDED), min(high, UNBOUNDED))

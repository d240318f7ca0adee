"""The linear relaxation, by column generation: few columns in the solver, all of them in the proof."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from optimizer.model.formulation import Formulation
from optimizer.search.clock import Clock
from optimizer.search.linear import Basis, LinearAnswer, Programme, proven_infeasible, solve_cold, solve_warm
from optimizer.search.pricing import SCALE, Prices, price
from optimizer.search.seeding import cheapest, first_columns

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WHOLE = 30_000
"""Up to this many columns all are handed to the solver at once; generating them would cost more than it saves."""
FEW = 2_500
"""After adding no more columns than this, going on from the last basis beats starting afresh."""
NEAR = 3
"""Columns within this reduced cost of the bound are added along with the improving ones (units of the cost)."""
ROUNDS = 60


@dataclass(slots=True)
class Relaxation:
    """A solved relaxation: the best proof found, and the solver's last answer over the selected columns."""

    prices: Prices
    answer: LinearAnswer
    selected: Ints  # variables in the solver: columns, then all steps


def relaxed_programme(formulation: Formulation, selected: Ints, cost: Ints) -> Programme:
    """Cut the linear relaxation down to some variables."""
    position, row, value = formulation.matrix.entries_of(selected)
    order = np.lexsort((position, row))
    return Programme(
        cost=cost[selected],
        low=np.zeros(len(selected), dtype=np.int64),
        high=formulation.high[selected],
        lower=formulation.lower,
        upper=formulation.upper,
        row=row[order],
        variable=position[order],
        value=value[order],
        integer=np.zeros(len(selected), dtype=bool),
    )


class Relaxer:
    """Solves relaxations of one formulation; keeps the generated columns and the last basis for the next."""

    def __init__(self, formulation: Formulation, clock: Clock, workers: int = 1) -> None:
        self.formulation = formulation
        self.clock = clock
        self.workers = workers
        count = formulation.column_count
        self.chosen: Flags = np.ones(count, dtype=bool) if count <= WHOLE else first_columns(formulation)
        self._status: dict[int, mathopt.BasisStatus] = {}
        self.impossible = False
        """Whether the relaxation was proven to have no solution: then there is no plan."""
        self._rows: list[mathopt.BasisStatus] = []

    def relax(self, cost: Ints) -> Relaxation | None:
        """Minimise `cost` over the relaxation; None if time ran out before any answer or there is no solution."""
        best: Prices | None = None
        added = 0
        for _ in range(ROUNDS):
            answer = self._solve(cost, added)
            if answer is None and not self.clock.expired and not self.chosen.all():
                self.chosen[:] = True
                answer = self._solve(cost, FEW + 1)
            if answer is None:
                self.impossible = not self.clock.expired and self._has_no_solution(cost)
                return None
            prices = price(self.formulation, cost, answer.duals)
            if best is None or prices.exact > best.exact:
                best = prices
            relaxation = Relaxation(best, answer, self._selected())
            if self.clock.expired or answer.objective * SCALE - best.exact < SCALE / 4:
                return relaxation
            fresh = self._improving(prices, best)
            if not len(fresh):
                return relaxation
            added = len(fresh)
            self.chosen[fresh] = True
        return relaxation

    def resolve(self, settled: Formulation, cost: Ints) -> Relaxation | None:
        """Minimise `cost` under tightened bounds, over the columns generated so far, from the last basis."""
        selected = self._selected()
        fallback = mathopt.BasisStatus.AT_LOWER_BOUND
        basis = Basis([self._status.get(int(j), fallback) for j in selected], self._rows)
        answer = solve_warm(relaxed_programme(settled, selected, cost), basis, self.clock.left, dual=True)
        if answer is None:
            return None
        return Relaxation(price(settled, cost, answer.duals), answer, selected)

    def under(self, settled: Formulation) -> "Relaxer":
        """Return a relaxer for a tightened programme that starts from what this one has generated."""
        other = Relaxer(settled, self.clock, self.workers)
        other.chosen = self.chosen.copy()
        other._status, other._rows = dict(self._status), list(self._rows)
        return other

    def include(self, columns: Ints) -> None:
        """Make sure some columns are in the solver from now on."""
        self.chosen[columns] = True

    def _has_no_solution(self, cost: Ints) -> bool:
        """Whether the relaxation over all columns is proven to have no solution."""
        whole = relaxed_programme(self.formulation, self._selected(), cost)
        return bool(self.chosen.all()) and proven_infeasible(whole, self.clock.left)

    def _selected(self) -> Ints:
        count = self.formulation.column_count
        return np.concatenate([np.nonzero(self.chosen)[0], count + np.arange(self.formulation.step_count)])

    def _solve(self, cost: Ints, added: int) -> LinearAnswer | None:
        """Solve over the chosen columns, from the last basis where that is quicker."""
        selected = self._selected()
        programme = relaxed_programme(self.formulation, selected, cost)
        answer = None
        if self._rows and added <= FEW:
            fallback = mathopt.BasisStatus.AT_LOWER_BOUND
            basis = Basis([self._status.get(int(j), fallback) for j in selected], self._rows)
            answer = solve_warm(programme, basis, self.clock.left)
        if answer is None:
            answer = solve_cold(programme, self.clock.left)
        if answer is not None:
            self._status = dict(zip(selected.tolist(), answer.basis.variables, strict=True))
            self._rows = list(answer.basis.rows)
        return answer

    def _improving(self, prices: Prices, best: Prices) -> Ints:
        """Columns to add: the most improving of each item and of each kind, and those near the best proof."""
        columns = self.formulation.columns
        count = len(columns)
        unfolded = prices.reduced[:count] + prices.item_gain[columns.item]
        candidates = np.nonzero((unfolded < 0) & ~self.chosen)[0]
        fresh = cheapest(self.formulation, candidates, unfolded[candidates])
        near = np.nonzero((best.reduced[:count] < NEAR * SCALE) & ~self.chosen)[0]
        if len(near) <= 4 * FEW:
            fresh = np.union1d(fresh, near)
        return fresh

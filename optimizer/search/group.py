"""A group of lines solved as one weighted search: relaxation, windows of growing width, and a dive where they fail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.model.formulation import Formulation
from optimizer.search.clock import Clock
from optimizer.search.dive import dive
from optimizer.search.parallel import in_parallel
from optimizer.search.pricing import SCALE, Prices
from optimizer.search.relaxation import Relaxation, Relaxer
from optimizer.search.restricted import count_columns, is_everything, search_window

Ints = NDArray[np.int64]

FIRST_GAP = 6
"""Width of the first window, in units of the last line of the group (minutes, where that is burden)."""
GROWTH = 2
FAR = 100
HURRY = 16
"""From the width FAR on windows grow by HURRY: the bound is far off, so go to the whole quickly."""
EASY = 30_000
"""Up to this many columns a window is searched to the end."""
SCANNED = 80_000
"""Up to this many columns a window is tested for emptiness, which lifts the bound."""
SCAN_SECONDS = 10.0
"""Time for that test; it can only lift a bound, never change a plan."""
ROOT_ONLY = 1
"""Nodes given to a window after a dive: the root's heuristics find the plan, more nodes hardly mend it."""
DIVE_GAPS = (9, 7, 12)
"""Widths of the windows after a dive. Which of them finds the best plan is luck, so all of them are tried."""
WIDER_GAPS = (24, 48, 96)
"""Widths tried after them, until one holds a plan."""


@dataclass(slots=True)
class GroupResult:
    """What a weighted search came to: costs are weighted sums, without the do-nothing values."""

    chosen: Ints | None
    bound: int  # proven: every plan costs at least this
    prices: Prices
    proven: bool  # the chosen plan's cost is the bound
    impossible: bool = False  # no plan exists


def weighted_cost(formulation: Formulation, weights: Mapping[str, int]) -> Ints:
    """Sum up the costs of some lines by weight."""
    total = np.zeros(len(formulation.high), dtype=np.int64)
    for line, weight in weights.items():
        total += weight * formulation.costs[line]
    return total


def plan_cost(formulation: Formulation, weights: Mapping[str, int], values: Mapping[str, int]) -> int:
    """Weighted cost of a plan with these line values."""
    return sum(weight * (values[line] - formulation.before[line]) for line, weight in weights.items())


class GroupSearch:
    """One weighted search over one formulation."""

    def __init__(
        self, relaxer: Relaxer, weights: Mapping[str, int], clock: Clock, on_plan: Callable[[Ints], object]
    ) -> None:
        self.on_plan = on_plan  # told of every plan at once, so that a stopped search has something to keep
        self.relaxer = relaxer
        self.formulation = relaxer.formulation
        self.weights = weights
        self.clock = clock
        self.cost = weighted_cost(self.formulation, weights)

    def run(self, relaxation: Relaxation) -> GroupResult:
        """Search from a solved relaxation; the result's plan may be None when time runs out."""
        prices = relaxation.prices
        result = GroupResult(None, prices.bound, prices, proven=False)
        gap = FIRST_GAP * SCALE
        while not self.clock.expired:
            columns = count_columns(self.formulation, prices, gap)
            if columns <= EASY:
                if self._search(result, gap) or result.impossible:
                    return result
            elif columns > SCANNED or not self._is_empty(result, gap):
                break
            elif result.impossible:
                return result
            gap *= GROWTH if gap < FAR * SCALE else HURRY
        if not self.clock.expired:
            result.chosen = self._dive(relaxation)
            if result.chosen is not None:
                self.on_plan(result.chosen)
        return result

    def _search(self, result: GroupResult, gap: int) -> bool:
        """Search one window to the end; True once a plan is found."""
        outcome = search_window(self.formulation, self.cost, result.prices, gap, self.clock)
        result.bound = max(result.bound, outcome.bound)
        result.chosen = outcome.chosen
        if outcome.chosen is None:
            result.impossible = outcome.finished and is_everything(result.prices, gap)
            return False
        self.on_plan(outcome.chosen)
        result.proven = outcome.finished and self._cost_of(outcome.chosen) <= result.bound
        return True

    def _is_empty(self, result: GroupResult, gap: int) -> bool:
        """Test a window that is too large to be searched; being empty lifts the bound beyond it."""
        clock = Clock(min(SCAN_SECONDS, self.clock.left))
        outcome = search_window(self.formulation, self.cost, result.prices, gap, clock)
        result.bound = max(result.bound, outcome.bound)
        empty = outcome.finished and outcome.chosen is None
        result.impossible = empty and is_everything(result.prices, gap)
        return empty

    def _dive(self, relaxation: Relaxation) -> Ints | None:
        """Settle the teams, then search a window around what the rest's relaxation proves."""
        settled = dive(self.relaxer, relaxation, self.cost)
        if settled is None:
            return None
        search = partial(self._window_of_leaf, *settled)
        plans = []
        for chosen in in_parallel(self.relaxer.workers, search, DIVE_GAPS):
            if chosen is not None:
                self.on_plan(chosen)
                plans.append(chosen)
        if not plans:
            wider = (search(gap) for gap in WIDER_GAPS)
            return next((chosen for chosen in wider if chosen is not None), None)
        return min(plans, key=self._cost_of)

    def _window_of_leaf(self, formulation: Formulation, leaf: Relaxation, gap: int) -> Ints | None:
        """Search one window around a settled programme's proof, at its root only."""
        outcome = search_window(formulation, self.cost, leaf.prices, gap * SCALE, self.clock, nodes=ROOT_ONLY)
        return outcome.chosen

    def _cost_of(self, chosen: Ints) -> int:
        """Weighted cost of a plan."""
        return plan_cost(self.formulation, self.weights, self.formulation.values(chosen))

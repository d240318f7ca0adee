"""Exact search in what is left: with a proof at hand, a plan within a gap of the bound can use only few columns.

In every plan whose cost is at most `bound + gap`, a column of reduced cost above the gap is not used, a step of larger
reduced cost sits at its end, and a row with a larger dual holds with equality (all data are integers, so slack comes
in whole units). The integer programme over the rest therefore decides the question for all columns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.model.formulation import Formulation
from optimizer.search.clock import Clock
from optimizer.search.linear import IntegerAnswer, Programme, solve_integer
from optimizer.search.pricing import SCALE, SHUT, Prices

Ints = NDArray[np.int64]

ROUNDING = 1e-6
"""Safety margin of the integer solver's bounds, relative to its objective, before they are rounded up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a restricted search found: `chosen` columns (None: no plan), and a proven bound on the cost.

    `bound` holds for every plan of the district, not only for those of the restricted programme.
    """

    chosen: Ints | None
    bound: int
    finished: bool


def count_columns(formulation: Formulation, prices: Prices, gap: int) -> int:
    """Count the columns a plan within `gap` of the bound may use."""
    return int((prices.reduced[: formulation.column_count] <= gap).sum())


def is_everything(prices: Prices, gap: int) -> bool:
    """Whether a window leaves no column, step or row out."""
    reduced = prices.reduced[prices.reduced < SHUT]
    return bool(np.abs(reduced).max(initial=0) <= gap and np.abs(prices.duals).max(initial=0) <= gap)


def search_window(
    formulation: Formulation, cost: Ints, prices: Prices, gap: int, clock: Clock, *, nodes: int | None = None
) -> Outcome:
    """Look for the cheapest plan whose cost lies within `gap` (in units of 1/SCALE) of the bound."""
    kept, programme = window_programme(formulation, cost, prices, gap)
    answer = solve_integer(programme, clock.left, gap=1.0 - 1e-3, nodes=nodes)
    chosen = None if answer.x is None else chosen_columns(formulation, kept, answer.x)
    return Outcome(chosen, _bound(prices, gap, answer), answer.proven or answer.infeasible)


def _bound(prices: Prices, gap: int, answer: IntegerAnswer) -> int:
    """What the answer proves: plans inside the window cost at least its bound, all others more than the window."""
    beyond = -(-(prices.exact + gap) // SCALE)
    if answer.infeasible:
        return max(prices.bound, beyond)
    if not np.isfinite(answer.bound):
        return prices.bound
    inside = prices.exact / SCALE + answer.bound
    proven = int(np.ceil(inside - ROUNDING * max(1.0, abs(answer.bound)) - 1e-3))
    return max(prices.bound, min(proven, beyond))


def window_programme(formulation: Formulation, cost: Ints, prices: Prices, gap: int) -> tuple[Ints, Programme]:
    """Cut the programme down to a window; its objective is the excess over the bound, in units of the cost."""
    count = formulation.column_count
    reduced = prices.reduced
    kept = np.concatenate([np.nonzero(reduced[:count] <= gap)[0], count + np.arange(formulation.step_count)])
    low, high = np.zeros(len(reduced), dtype=np.int64), formulation.high.copy()
    steps = np.arange(len(reduced)) >= count
    high[steps & (reduced > gap)] = 0
    full = steps & (reduced < -gap)
    low[full] = high[full]
    lower, upper = formulation.lower.copy(), formulation.upper.copy()
    at_lower, at_upper = prices.duals > gap, prices.duals < -gap
    upper[at_lower] = lower[at_lower]
    lower[at_upper] = upper[at_upper]
    tight = at_lower | at_upper
    shifted = SCALE * cost - formulation.matrix.times_rows(np.where(tight, prices.duals, 0))
    constant = int((prices.duals[tight] * lower[tight]).sum()) - prices.exact
    position, row, value = formulation.matrix.entries_of(kept)
    order = np.lexsort((position, row))
    return kept, Programme(
        cost=np.append(shifted[kept], constant) / SCALE,
        low=np.append(low[kept], 1),
        high=np.append(high[kept], 1),
        lower=lower,
        upper=upper,
        row=row[order],
        variable=position[order],
        value=value[order],
        integer=np.append(kept < count, False),
    )


def chosen_columns(formulation: Formulation, kept: Ints, x: NDArray[np.float64]) -> Ints:
    """Read the chosen columns off a solution of a cut-down programme."""
    columns = kept < formulation.column_count
    return kept[columns][x[: len(kept)][columns] > 0.5]

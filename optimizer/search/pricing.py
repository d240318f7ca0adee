"""Prices: what the duals of a linear programme prove about every plan, in exact integers.

For any duals of the right sign the Lagrangian bound holds for all columns, whether or not they were generated. Duals
are rounded to multiples of 1/SCALE and the rest is integer arithmetic, so no margin of error has to be guessed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.model.formulation import Formulation
from optimizer.model.rows import UNBOUNDED

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SCALE = 1 << 16

SHUT = 1 << 60
"""Reduced cost of a column that may not be used: beyond every gap."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A proof: `bound` ≤ cost of every plan; `duals` and `reduced` costs in units of 1/SCALE.

    The cheapest column of each item is folded into the dual of its row, so reduced costs of columns are ≥ 0.
    """

    bound: int
    exact: int  # the bound in units of 1/SCALE, not rounded up
    duals: Ints
    reduced: Ints
    item_gain: Ints  # by item, the reduced cost (≤ 0) of its best column before folding

    def excess(self, value: int) -> int:
        """Return how far (in units of 1/SCALE) a plan of this cost may lie above the bound."""
        return value * SCALE - self.exact


def price(formulation: Formulation, cost: Ints, duals: Floats) -> Prices:
    """Turn duals into a proven bound on `cost` and reduced costs of all variables."""
    scaled = np.rint(duals * SCALE).astype(np.int64)
    scaled[(formulation.lower <= -UNBOUNDED) & (scaled > 0)] = 0
    scaled[(formulation.upper >= UNBOUNDED) & (scaled < 0)] = 0
    reduced = SCALE * cost - formulation.matrix.times_rows(scaled)
    columns, items = formulation.columns, formulation.columns.items
    reduced[: len(columns)][formulation.high[: len(columns)] == 0] = SHUT
    best = np.zeros(items, dtype=np.int64)
    np.minimum.at(best, columns.item, reduced[: len(columns)])
    scaled[:items] += best
    reduced[: len(columns)] -= best[columns.item]
    lower = np.where(scaled > 0, formulation.lower, 0) * np.maximum(scaled, 0)
    upper = np.where(scaled < 0, formulation.upper, 0) * np.minimum(scaled, 0)
    steps = np.minimum(reduced[len(columns) :], 0) * formulation.high[len(columns) :]
    exact = int(lower.sum() + upper.sum() + steps.sum())
    return Prices(-(-exact // SCALE), exact, scaled, reduced, best)

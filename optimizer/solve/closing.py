"""One line alone: is there a plan better on this line that keeps the caps of the lines before it?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.model.formulation import Formulation
from optimizer.model.rows import UNBOUNDED
from optimizer.search.clock import Clock
from optimizer.search.group import EASY, plan_cost, weighted_cost
from optimizer.search.linear import Programme, solve_integer
from optimizer.search.pricing import SCALE, Prices
from optimizer.search.relaxation import Relaxer
from optimizer.search.restricted import ROUNDING, chosen_columns, count_columns, window_programme

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LineQuestion:
    """A line, the best value known, and the caps of lines before it with the multipliers that price them."""

    line: str
    best: int
    caps: Mapping[str, int]
    multipliers: Mapping[str, int]  # by line, the asked line included


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A proven bound of the line under the caps, and a better plan if one was found."""

    bound: int | None
    better: Ints | None = None


def bound_line(formulation: Formulation, prices: Prices, question: LineQuestion) -> int:
    """Return the bound that prices of the weighted cost prove for the line under the caps."""
    spent = plan_cost(formulation, _of_caps(question), question.caps)
    share = question.multipliers[question.line] * SCALE
    return -((spent * SCALE - prices.exact) // share) + formulation.before[question.line]


def improve_line(relaxer: Relaxer, question: LineQuestion, clock: Clock) -> LineAnswer:
    """Bound a line, and search for a better plan where the bound leaves room and the search is small enough."""
    formulation = relaxer.formulation
    cost = weighted_cost(formulation, question.multipliers)
    relaxation = relaxer.relax(cost)
    if relaxation is None:
        return LineAnswer(None)
    bound = bound_line(formulation, relaxation.prices, question)
    if bound >= question.best:
        return LineAnswer(question.best)
    return search_line(formulation, cost, relaxation.prices, question, bound, clock)


def search_line(
    formulation: Formulation, cost: Ints, prices: Prices, question: LineQuestion, bound: int, clock: Clock
) -> LineAnswer:
    """Search all plans under the caps that are better than the best known, if they fit into a small window."""
    wanted = {**question.caps, question.line: question.best - 1}
    gap = prices.excess(plan_cost(formulation, question.multipliers, wanted))
    if gap < 0:
        return LineAnswer(question.best)
    if count_columns(formulation, prices, gap) > EASY or clock.expired:
        return LineAnswer(bound)
    kept, programme = window_programme(formulation, cost, prices, gap)
    asked = _with_caps(formulation, kept, programme, wanted)
    asked = replace(asked, cost=np.append(formulation.costs[question.line][kept], 0))
    answer = solve_integer(asked, clock.left, gap=1.0 - 1e-3)
    if answer.infeasible:
        return LineAnswer(question.best)
    if np.isfinite(answer.bound):
        proven = int(np.ceil(answer.bound - ROUNDING * max(1.0, abs(answer.bound)) - 1e-3))
        bound = max(bound, proven + formulation.before[question.line])
    return LineAnswer(bound, None if answer.x is None else chosen_columns(formulation, kept, answer.x))


def _of_caps(question: LineQuestion) -> dict[str, int]:
    """The multipliers of the capped lines alone."""
    return {line: weight for line, weight in question.multipliers.items() if line != question.line}


def _with_caps(formulation: Formulation, kept: Ints, programme: Programme, caps: Mapping[str, int]) -> Programme:
    """Add a row per cap."""
    row, variable, value = [programme.row], [programme.variable], [programme.value]
    upper: list[int] = []
    for name, cap in caps.items():
        cost = formulation.costs[name][kept]
        used = np.nonzero(cost)[0]
        row.append(np.full(len(used), len(programme.lower) + len(upper)))
        variable.append(used)
        value.append(cost[used])
        upper.append(cap - formulation.before[name])
    return replace(
        programme,
        lower=np.append(programme.lower, [-UNBOUNDED] * len(upper)),
        upper=np.append(programme.upper, upper),
        row=np.concatenate(row),
        variable=np.concatenate(variable),
        value=np.concatenate(value),
    )

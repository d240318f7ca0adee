"""Decide the teams first: a team is many seats at once, and what the relaxation halves is almost always a team.

From the relaxation, teams are settled one after the other: the most undecided one is tried at its likeliest schools
and at home, and stays with the choice that costs least. What remains is a programme over single teachers, whose
relaxation lies close to its best plan.
"""

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.model.formulation import Formulation
from optimizer.search.parallel import in_parallel
from optimizer.search.relaxation import Relaxation, Relaxer

Ints = NDArray[np.int64]

OPTIONS = 3
WHOLE_ENOUGH = 1e-6


def settle(formulation: Formulation, item: int, column: int | None) -> Formulation:
    """Return the programme with one item sent to one column, or kept at home."""
    high, lower = formulation.high.copy(), formulation.lower.copy()
    of_item = np.nonzero(formulation.columns.item == item)[0]
    high[of_item] = 0
    if column is not None:
        high[column] = 1
        lower[item] = 1
    return replace(formulation, high=high, lower=lower)


def undecided_team(formulation: Formulation, relaxation: Relaxation) -> tuple[int, list[int]] | None:
    """Return the team the relaxation is least sure of, and its likeliest columns; None if all are decided."""
    columns = formulation.columns
    values = np.zeros(len(columns))
    inside = relaxation.selected < len(columns)
    values[relaxation.selected[inside]] = relaxation.answer.x[inside]
    doubt = np.where(columns.is_team, np.abs(values - np.rint(values)), 0.0)
    total = np.zeros(columns.items)
    np.add.at(total, columns.item, doubt)
    item = int(total.argmax()) if len(total) else -1
    if item < 0 or total[item] < WHOLE_ENOUGH:
        return None
    mine = np.nonzero(columns.item == item)[0]
    likely = mine[np.argsort(-values[mine], kind="stable")][:OPTIONS]
    return item, [int(column) for column in likely if values[column] > WHOLE_ENOUGH]


def _objective(tried: tuple[Formulation, Relaxation]) -> float:
    return tried[1].answer.objective


def dive(relaxer: Relaxer, relaxation: Relaxation, cost: Ints) -> tuple[Formulation, Relaxation] | None:
    """Settle every team; return the remaining programme and its relaxation, None where no choice is possible."""
    formulation = relaxer.formulation
    while (open_team := undecided_team(formulation, relaxation)) is not None:
        item, columns = open_team
        options = [settle(formulation, item, column) for column in [*columns, None]]
        answers = in_parallel(relaxer.workers, partial(relaxer.resolve, cost=cost), options)
        tried = [(option, answer) for option, answer in zip(options, answers, strict=True) if answer is not None]
        if not tried or relaxer.clock.expired:
            return None
        formulation, relaxation = min(tried, key=_objective)
    leaf = relaxer.under(formulation).relax(cost)
    return None if leaf is None else (formulation, leaf)

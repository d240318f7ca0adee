"""Random districts with all their plans, as columns and as costs: what every proof of the search is held against."""

from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.facts import District
from optimizer.model import Formulation, formulate
from optimizer.problem import Problem
from optimizer.search import relaxation, seeding
from tests.optimizer.brute_force import Search
from tests.optimizer.model.alone import carried_by
from tests.optimizer.random_districts import random_district

Ints = NDArray[np.int64]

LINES = ("shortage", "balance", "burden", "moves")
FEW = 400


@dataclass(frozen=True)
class Solved:
    """A district's programme, and every plan with the values of its lines."""

    problem: Problem
    formulation: Formulation
    plans: list[Ints]
    values: list[dict[str, int]]

    def costs(self, weights: dict[str, int]) -> list[int]:
        """The weighted cost of every plan, less that of doing nothing."""
        before = self.formulation.before
        return [sum(w * (values[line] - before[line]) for line, w in weights.items()) for values in self.values]


@cache
def solved(seed: int) -> Solved:
    """Return the small district of a seed, solved by trying every plan."""
    problem = random_district(seed, max_plans=FEW)
    formulation, search = formulate(District(problem)), Search(problem)
    column_of = {move: column for column, moves in enumerate(carried_by(formulation)) for move in moves}
    plans = list(search.plans())
    chosen = [np.array(sorted({column_of[move] for move in plan}), dtype=np.int64) for plan in plans]
    return Solved(problem, formulation, chosen, [search.values(plan) for plan in plans])


def random_weights(rng: Random) -> dict[str, int]:
    """Weights of some lines, small or as large as a search would use."""
    lines = rng.sample(LINES, rng.randint(1, len(LINES)))
    return {line: rng.choice([1, 2, 40, 2000]) for line in lines}


def random_duals(rng: Random, rows: int) -> NDArray[np.float64]:
    """Duals of either sign, most of them nought, as rough as 1 and as fine as a solver's."""
    size = rng.choice([1.0, 50.0, 5000.0])
    return np.array([rng.choice([0.0, 0.0, rng.uniform(-size, size), float(rng.randint(-3, 3))]) for _ in range(rows)])


def begin_with_few_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make small districts generate their columns, as large ones do: they begin with one of each item."""
    monkeypatch.setattr(relaxation, "WHOLE", 0)
    monkeypatch.setattr(relaxation, "first_columns", one_of_each_item)


def one_of_each_item(formulation: Formulation) -> NDArray[np.bool_]:
    """The least burdensome column of every teacher and team."""
    count = formulation.column_count
    chosen = np.zeros(count, dtype=bool)
    chosen[seeding.lowest(formulation.columns.item, formulation.costs["burden"][:count], 1)] = True
    return chosen

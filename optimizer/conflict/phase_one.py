"""Phase one: the hard rules alone, with the shortfall of what a plan owes as the only cost.

Doing nothing keeps every rule but the least number of moves and the locks to move. Only those rows get a shortfall, so
the programme always has a solution, and its cost is 0 exactly where a plan exists.
"""

from dataclasses import replace

import numpy as np

from optimizer.model.columns import Ints
from optimizer.model.formulation import Formulation
from optimizer.model.rows import Matrix, RowBook, compress
from optimizer.model.rules import RULES

SHORTFALL = "shortfall"
"""Name of the only cost of a phase-one programme."""

NAMES = tuple(rule.name for rule in RULES)


def phase_one(formulation: Formulation) -> Formulation:
    """Return the programme without lines, steps and their rows; its steps are the shortfalls, each costs 1."""
    kept = np.array([label.rule in NAMES for label in formulation.labels], dtype=bool)
    lower, upper = formulation.lower[kept], formulation.upper[kept]
    owing = np.nonzero(lower > 0)[0]
    count = formulation.column_count
    book = RowBook(lower.tolist(), upper.tolist(), [label for label in formulation.labels if label.rule in NAMES])
    book.enter(*_entries(formulation.matrix, np.where(kept, np.cumsum(kept) - 1, -1), count))
    book.enter(owing, count + np.arange(len(owing)), 1)
    no_cost, no_shortfall = np.zeros(count, dtype=np.int64), np.zeros(len(owing), dtype=np.int64)
    return replace(
        formulation,
        matrix=compress(book, count + len(owing)),
        lower=lower,
        upper=upper,
        labels=book.labels,
        high=np.concatenate([np.ones(count, dtype=np.int64), lower[owing]]),
        costs={
            "burden": np.concatenate([formulation.costs["burden"][:count], no_shortfall]),
            SHORTFALL: np.concatenate([no_cost, np.ones(len(owing), dtype=np.int64)]),
        },
    )


def _entries(matrix: Matrix, place: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Return (new row, column, value) of the entries of the first `count` columns; −1 for rows that go."""
    end = matrix.start[count]
    column = np.repeat(np.arange(count), np.diff(matrix.start[: count + 1]))
    return place[matrix.row[:end]], column, matrix.value[:end]


def keeps_rules(programme: Formulation, chosen: Ints) -> bool:
    """Whether the chosen columns keep every row, in exact integers and without any shortfall."""
    _, row, value = programme.matrix.entries_of(chosen)
    activity = np.zeros(len(programme.lower), dtype=np.int64)
    np.add.at(activity, row, value)
    return bool(np.all((programme.lower <= activity) & (activity <= programme.upper)))

"""Rules by themselves: the programme with `one-destination` and few others; whether a plan keeps it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import District
from optimizer.model import Formulation, formulate
from optimizer.model.rules import RULES
from optimizer.problem import Move, Problem
from optimizer.search.linear import Programme, solve_integer
from tests.optimizer.check.makers import go

Ints = NDArray[np.int64]

SECONDS = 30.0


@dataclass(frozen=True)
class Row:
    """A row in the words of the plan: what each move adds to it."""

    lower: int
    upper: int
    entries: dict[tuple[Move, ...], int]


def alone(problem: Problem, *names: str) -> Formulation:
    """Write down a district with `one-destination` and the named rules."""
    kept = {"one-destination", *names}
    return formulate(District(problem), without={rule.name for rule in RULES} - kept)


def fits(problem: Problem, name: str, *moves: str) -> bool:
    """Whether a plan keeps one rule, alone."""
    return keeps(alone(problem, name), go(*moves))


def keeps(formulation: Formulation, moves: Sequence[Move]) -> bool:
    """Whether the columns of a plan satisfy every row with some values of the steps."""
    chosen = columns_of(formulation, moves)
    return chosen is not None and cost_of(formulation, chosen) is not None


def columns_of(formulation: Formulation, moves: Collection[Move]) -> Ints | None:
    """Return the columns of a plan, None where they do not carry exactly its moves."""
    wanted = set(moves)
    chosen = np.array([c for c, carried in enumerate(carried_by(formulation)) if wanted.issuperset(carried)], np.int64)
    return chosen if set(formulation.moves(chosen)) == wanted else None


def carried_by(formulation: Formulation) -> list[tuple[Move, ...]]:
    """The moves of every column."""
    return [formulation.moves(np.array([column])) for column in range(formulation.column_count)]


def cost_of(formulation: Formulation, chosen: Ints) -> dict[str, int] | None:
    """Return what a plan costs in `shortage` and `balance` at its best steps, None where a row refuses it."""
    costs = formulation.costs["shortage"] + formulation.costs["balance"]
    answer = solve_integer(settled(formulation, chosen, costs), SECONDS)
    if answer.x is None:
        assert answer.infeasible
        return None
    x = np.rint(answer.x).astype(np.int64)
    return {line: int(formulation.costs[line] @ x) for line in formulation.costs}


def settled(formulation: Formulation, chosen: Ints, cost: Ints) -> Programme:
    """The programme with its columns settled, so that only the steps are free."""
    variables = np.arange(len(formulation.high))
    columns = variables < formulation.column_count
    taken = np.isin(variables, chosen)
    position, row, value = formulation.matrix.entries_of(variables)
    order = np.lexsort((position, row))
    return Programme(
        cost=cost,
        low=np.where(columns & taken, 1, 0),
        high=np.where(columns, taken, formulation.high),
        lower=formulation.lower,
        upper=formulation.upper,
        row=row[order],
        variable=position[order],
        value=value[order],
        integer=np.ones(len(variables), dtype=bool),
    )


def rows_of(formulation: Formulation, name: str, where: str | None = None) -> list[Row]:
    """The rows of a rule, at one place if `where` is given."""
    matrix, carried = formulation.matrix, carried_by(formulation)
    variable = np.repeat(np.arange(matrix.columns), np.diff(matrix.start))
    rows = []
    for number, label in enumerate(formulation.labels):
        if label.rule == name and where in (None, label.where):
            at = (matrix.row == number) & (variable < formulation.column_count)
            entries = {
                carried[column]: int(value) for column, value in zip(variable[at], matrix.value[at], strict=True)
            }
            rows.append(Row(int(formulation.lower[number]), int(formulation.upper[number]), entries))
    return rows


def row_of(problem: Problem, name: str, where: str = "") -> Row:
    """The only row of a rule at one place."""
    (row,) = rows_of(alone(problem, name), name, where)
    return row


def entry(row: Row, move: str) -> int:
    """What one move adds to a row."""
    return row.entries.get(tuple(go(move)), 0)

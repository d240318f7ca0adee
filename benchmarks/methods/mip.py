"""The whole integer programme at once: HiGHS through MathOpt on our step formulation, line by line."""

import math
from time import monotonic

import numpy as np

from benchmarks.answer import Answer
from benchmarks.methods.stages import Question, StageAnswer, line_by_line
from optimizer.facts import District
from optimizer.model import Formulation, formulate
from optimizer.problem import Problem
from optimizer.search.linear import Programme, solve_integer

GAP = 0.999
"""All costs are integers: a smaller absolute gap is a proof."""
ROUNDING = 1e-6
"""Margin taken off a bound before it is rounded up, relative to it."""


def plan(problem: Problem, limit: float, workers: int) -> Answer:
    """Solve every line over all columns; HiGHS through MathOpt takes no number of workers."""
    start = monotonic()
    formulation = formulate(District(problem))

    def solve(question: Question) -> StageAnswer:
        begun = monotonic()
        programme = whole_programme(formulation.capped(question.caps), question.line)
        answer = solve_integer(programme, question.share, gap=GAP)
        if answer.x is None and question.chosen is None and not answer.infeasible:
            # HiGHS cannot be told to go on until it has a plan: it starts again with all the time there is.
            answer = solve_integer(programme, question.left - (monotonic() - begun), gap=GAP)
        found = None if answer.x is None else np.nonzero(answer.x[: formulation.column_count] > 0.5)[0]
        return StageAnswer(found, _rounded(answer.bound, formulation.before[question.line]))

    return line_by_line(formulation, solve, start, limit)


def whole_programme(formulation: Formulation, line: str) -> Programme:
    """Hand over every column and step, nothing left out."""
    size = len(formulation.high)
    position, row, value = formulation.matrix.entries_of(np.arange(size))
    order = np.lexsort((position, row))
    return Programme(
        cost=formulation.costs[line],
        low=np.zeros(size, dtype=np.int64),
        high=formulation.high,
        lower=formulation.lower,
        upper=formulation.upper,
        row=row[order],
        variable=position[order],
        value=value[order],
        integer=np.arange(size) < formulation.column_count,
    )


def _rounded(bound: float, before: int) -> int | None:
    """Round a bound up to the line's next integer; None where nothing was proven."""
    if not math.isfinite(bound):
        return None
    return before + math.ceil(bound - ROUNDING * max(1.0, abs(bound)) - 1e-3)

"""The rule of thumb of a careful officer with a spreadsheet: the most relief per minute of burden first.

Locks are followed first; then the best fitting move of all is taken again and again while it relieves a shortage and
keeps every rule; then the least burdensome moves until the required number has moved.
"""

import heapq
from collections.abc import Callable, Iterable
from time import monotonic

import numpy as np

from benchmarks.answer import Answer
from benchmarks.methods.tally import Tally
from optimizer.facts import District
from optimizer.model.limits import move_limits
from optimizer.problem import Problem

Score = tuple[float, int, int]
"""Lower is better; the column comes last."""


def plan(problem: Problem, limit: float, workers: int) -> Answer:
    """Plan by rule of thumb; it needs neither the seconds nor the workers it is given."""
    start = monotonic()
    district = District(problem)
    tally, limits = Tally(district), move_limits(district)

    def lightest(column: int) -> Score:
        return float(tally.burden[column]), 0, column

    def most_relief(column: int) -> Score | None:
        gain, burden = tally.gain(column), int(tally.burden[column])
        return (-gain / max(1, burden), burden, column) if gain > 0 else None

    take_best(tally, tally.locked().tolist(), lightest, limits.most)
    take_best(tally, tally.reaching_short_cells().tolist(), most_relief, limits.most)
    if tally.people < limits.least:
        take_best(tally, range(tally.formulation.column_count), lightest, limits.least)
    moves = tally.formulation.moves(np.array(sorted(tally.chosen), dtype=np.int64))
    return Answer(moves, first_plan=monotonic() - start)


def take_best(tally: Tally, columns: Iterable[int], score: Callable[[int], Score | None], until: int) -> None:
    """Take the best fitting column until nothing fits or `until` people move; what did not fit is tried once more."""
    waiting, before = list(columns), -1
    while waiting and before < tally.people < until:
        before = tally.people
        waiting = _pass(tally, waiting, score, until)


def _pass(tally: Tally, columns: list[int], score: Callable[[int], Score | None], until: int) -> list[int]:
    """Go once through the columns, best first; return those that did not fit."""
    lifting: list[Score] = []
    others: list[Score] = []
    for column in columns:
        if (at := score(column)) is not None:
            (lifting if tally.lifts_share(column) else others).append(at)
    heapq.heapify(lifting)
    heapq.heapify(others)
    refused: list[int] = []
    while tally.people < until and (heap := _better(lifting, others, both=tally.has_share_to_spare())):
        at = heapq.heappop(heap)
        now = score(at[-1])
        if now is not None and now > at:
            heapq.heappush(heap, now)
        elif now is not None and tally.fits(at[-1]):
            tally.take(at[-1])
        elif now is not None:
            refused.append(at[-1])
    return refused + [at[-1] for at in others]


def _better(lifting: list[Score], others: list[Score], *, both: bool) -> list[Score]:
    """The heap with the better head; while the backbone share is used up, only those who lift it."""
    if not both or not others:
        return lifting
    return others if not lifting or others[0] < lifting[0] else lifting

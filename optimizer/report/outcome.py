"""A plan's effect, counted once for all files: cells, units, coefficients, moves and what stays short."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from optimizer.facts import District
from optimizer.problem import Move, Problem
from optimizer.report.cells import CellLine, cell_lines
from optimizer.report.funnel import Unfilled, unfilled_cells
from optimizer.report.indicators import Coefficient, UnitIndicator, coefficients_of, unit_indicators
from optimizer.report.movers import Mover, movers_of
from optimizer.report.staff import staff_frame
from policy.messages import Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan does to a district, counted from the tables alone (the checker counts it again in its own way)."""

    problem: Problem
    staff: pd.DataFrame
    cells: tuple[CellLine, ...]
    units: tuple[UnitIndicator, ...]
    coefficients: tuple[Coefficient, ...]
    movers: tuple[Mover, ...]
    unfilled: tuple[Unfilled, ...]


def outcome_of(problem: Problem, moves: Sequence[Move], reasons: Mapping[str, Message]) -> Outcome:
    """Count a plan's effect; `reasons` says by staff number why each teacher moves."""
    staff = staff_frame(problem, moves)
    cells = cell_lines(problem, staff)
    units = unit_indicators(problem, staff)
    return Outcome(
        problem=problem,
        staff=staff,
        cells=cells,
        units=units,
        coefficients=coefficients_of(problem, units),
        movers=movers_of(problem, moves, reasons),
        unfilled=unfilled_cells(District(problem), moves, cells),
    )

"""Linear and integer programmes handed to OR-Tools (MathOpt) in bulk, and what comes back.

Nothing here knows of teachers. Solvers get arrays, never Python objects one by one; a status is always looked at.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from optimizer.model.rows import UNBOUNDED

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Statuses = Sequence[mathopt.BasisStatus]


@dataclass(frozen=True, slots=True)
class Programme:
    """Minimise cost·x subject to lower ≤ Ax ≤ upper, low ≤ x ≤ high; A given as entries sorted by (row, variable)."""

    cost: Ints | Floats
    low: Ints
    high: Ints
    lower: Ints
    upper: Ints
    row: Ints
    variable: Ints
    value: Ints
    integer: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Number of variables."""
        return len(self.low)


@dataclass(frozen=True, slots=True)
class Basis:
    """A simplex basis: status by variable and by row."""

    variables: Statuses
    rows: Statuses


@dataclass(frozen=True, slots=True)
class LinearAnswer:
    """An optimal solution of a linear programme."""

    objective: float
    x: Floats
    duals: Floats
    basis: Basis


@dataclass(frozen=True, slots=True)
class IntegerAnswer:
    """What an integer programme came to: `x` None without a solution; `bound` −inf where none was proven."""

    x: Floats | None
    bound: float
    proven: bool
    infeasible: bool


def to_proto(programme: Programme) -> model_pb2.ModelProto:
    """Write a programme as a MathOpt model."""
    model = model_pb2.ModelProto()
    size, rows = programme.size, len(programme.lower)
    model.variables.ids.extend(range(size))
    model.variables.lower_bounds.extend(programme.low.astype(np.float64))
    model.variables.upper_bounds.extend(programme.high.astype(np.float64))
    model.variables.integers.extend(programme.integer.tolist())
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend(_open(programme.lower, -math.inf))
    model.linear_constraints.upper_bounds.extend(_open(programme.upper, math.inf))
    costly = np.nonzero(programme.cost)[0]
    model.objective.linear_coefficients.ids.extend(costly)
    model.objective.linear_coefficients.values.extend(programme.cost[costly].astype(np.float64))
    model.linear_constraint_matrix.row_ids.extend(programme.row)
    model.linear_constraint_matrix.column_ids.extend(programme.variable)
    model.linear_constraint_matrix.coefficients.extend(programme.value.astype(np.float64))
    return model


def _open(bounds: Ints, infinity: float) -> Floats:
    """Turn the sentinel of 'no bound' into an infinity."""
    return np.where(np.abs(bounds) >= UNBOUNDED, infinity, bounds.astype(np.float64))


def solve_cold(programme: Programme, seconds: float) -> LinearAnswer | None:
    """Solve a linear programme from scratch; None if it was not solved in time or has no solution."""
    model = mathopt.Model.from_model_proto(to_proto(programme))
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds))
    return _linear(model, mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters))


def solve_warm(programme: Programme, basis: Basis, seconds: float, *, dual: bool = False) -> LinearAnswer | None:
    """Solve a linear programme from a known basis: primal simplex after new columns or costs, dual after new bounds."""
    model = mathopt.Model.from_model_proto(to_proto(programme))
    algorithm = mathopt.LPAlgorithm.DUAL_SIMPLEX if dual else mathopt.LPAlgorithm.PRIMAL_SIMPLEX
    parameters = mathopt.SolveParameters(
        time_limit=_limit(seconds), lp_algorithm=algorithm, presolve=mathopt.Emphasis.OFF
    )
    start = mathopt.Basis(
        variable_status=dict(zip(model.variables(), basis.variables, strict=True)),
        constraint_status=dict(zip(model.linear_constraints(), basis.rows, strict=True)),
    )
    hints = mathopt.ModelSolveParameters(initial_basis=start)
    return _linear(model, mathopt.solve(model, mathopt.SolverType.GLOP, params=parameters, model_params=hints))


def proven_infeasible(programme: Programme, seconds: float) -> bool:
    """Whether a linear programme is proven to have no solution; failing to solve it proves nothing."""
    model = mathopt.Model.from_model_proto(to_proto(programme))
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds))
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    return result.termination.reason is mathopt.TerminationReason.INFEASIBLE


def _limit(seconds: float) -> datetime.timedelta:
    return datetime.timedelta(seconds=max(0.0, seconds))


def _linear(model: mathopt.Model, result: mathopt.SolveResult) -> LinearAnswer | None:
    """Read an optimal solution; anything else is None."""
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL or not result.solutions:
        return None
    found = result.solutions[0]
    if found.primal_solution is None or found.dual_solution is None or found.basis is None:
        return None
    variables, rows = list(model.variables()), list(model.linear_constraints())
    primal, dual, basis = found.primal_solution.variable_values, found.dual_solution.dual_values, found.basis
    return LinearAnswer(
        objective=found.primal_solution.objective_value,
        x=np.array([primal[variable] for variable in variables]),
        duals=np.array([dual[row] for row in rows]),
        basis=Basis(
            [basis.variable_status[variable] for variable in variables], [basis.constraint_status[row] for row in rows]
        ),
    )


def _integer_result(model: mathopt.Model, parameters: mathopt.SolveParameters) -> mathopt.SolveResult:
    """Ask HiGHS; where it gives up with an internal error (seen on tiny programmes), ask SCIP the same."""
    try:
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    except (AttributeError, RuntimeError, ValueError):  # MathOpt fails to translate the solver's error: AttributeError
        return mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters)


def solve_integer(programme: Programme, seconds: float, *, gap: float = 0.0, nodes: int | None = None) -> IntegerAnswer:
    """Solve an integer programme until the absolute `gap` is closed, or seconds or nodes run out."""
    model = mathopt.Model.from_model_proto(to_proto(programme))
    parameters = mathopt.SolveParameters(
        time_limit=_limit(seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=gap, node_limit=nodes
    )
    result = _integer_result(model, parameters)
    reason = result.termination.reason
    infeasible = reason is mathopt.TerminationReason.INFEASIBLE
    x = None
    if result.solutions and result.solutions[0].primal_solution is not None:
        values = result.solutions[0].primal_solution.variable_values
        x = np.array([values[variable] for variable in model.variables()])
    bound = result.termination.objective_bounds.dual_bound
    return IntegerAnswer(x, bound, reason is mathopt.TerminationReason.OPTIMAL, infeasible)

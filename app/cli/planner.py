"""The one place where the command line speaks to the search and to its explanations."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from optimizer.problem import Move, Problem
from optimizer.solution import Progress, Solution
from policy.messages import Message


def solve(
    problem: Problem,
    *,
    seed: int,
    workers: int,
    time_limit: float,
    earlier: tuple[Move, ...] | None,
    on_progress: Callable[[Progress], None],
) -> Solution:
    """Search for a plan in a child process; Ctrl-C stops the search and keeps the best plan found."""
    runner: Any = importlib.import_module("optimizer.runner")
    settings = runner.Settings(seed=seed, workers=workers, time_limit=time_limit, earlier_moves=earlier)
    solution: Solution = runner.solve_in_child(problem, settings, on_progress)
    return solution


def reasons(problem: Problem, solution: Solution) -> Mapping[str, Message]:
    """Why each teacher moves, by staff number."""
    try:
        explain: Any = importlib.import_module("optimizer.explain")
    except ModuleNotFoundError:
        return {}
    found: Mapping[str, Message] = explain.reasons(problem, solution)
    return found

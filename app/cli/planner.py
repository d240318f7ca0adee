"""The one place where the command line speaks to the search and to its explanations."""

from collections.abc import Callable, Mapping

from optimizer import explain
from optimizer.problem import Move, Problem
from optimizer.runner import Settings, solve_in_child
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
    on_wait: Callable[[], None],
) -> Solution:
    """Search for a plan in a child process; Ctrl-C stops the search and keeps the best plan found.

    `on_wait` is called several times a second while the search has nothing to say.
    """

    def keep_waiting() -> bool:
        on_wait()
        return False

    settings = Settings(seed=seed, workers=workers, time_limit=time_limit, earlier_moves=earlier)
    return solve_in_child(problem, settings, on_progress, keep_waiting)


def reasons(problem: Problem, solution: Solution) -> Mapping[str, Message]:
    """Why each teacher moves, by staff number."""
    return explain.reasons(problem, solution)

"""Our planner, as the command line runs it: in a process of its own, its start included in the time."""

from time import monotonic

from benchmarks.answer import Answer
from optimizer.problem import Problem
from optimizer.runner import Settings, solve_in_child
from optimizer.solution import Progress, Status

WITH_PLAN = (Status.OPTIMAL, Status.FEASIBLE)


def plan(problem: Problem, limit: float, workers: int) -> Answer:
    """Solve, and note when the first plan was reported."""
    start = monotonic()
    first: list[float] = []

    def note(step: Progress) -> None:
        if step.incumbent is not None and not first:
            first.append(monotonic() - start)

    solution = solve_in_child(problem, Settings(seed=0, workers=workers, time_limit=limit), note)
    found = solution.status in WITH_PLAN
    return Answer(
        moves=solution.moves if found else None,
        first_plan=first[0] if found and first else None,
        bounds={line.name: line.bound for line in solution.lines if line.bound is not None},
        proven=tuple(line.name for line in solution.lines if line.status is Status.OPTIMAL),
    )

"""The answer for people: the rules that cannot hold together, and the smallest change of each that would help."""

from optimizer.conflict.deletion import find_conflict
from optimizer.conflict.relaxing import find_relaxations
from optimizer.problem import Problem
from optimizer.search.clock import Clock
from optimizer.solution import Relaxation


def explain_infeasible(problem: Problem, clock: Clock) -> tuple[tuple[str, ...] | None, tuple[Relaxation, ...]]:
    """Return an irreducible conflict and the relaxations found in time; the conflict is None where none was proven.

    A district with a plan has no conflict. What the clock cuts off is left out, never guessed.
    """
    conflict = find_conflict(problem, clock)
    if conflict is None:
        return None, ()
    return conflict, find_relaxations(problem, conflict, clock)

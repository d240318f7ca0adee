"""One district, solved and tried plan by plan: in what the two may differ, and in what never."""

from collections.abc import Sequence
from functools import cache
from random import Random

from optimizer.check import changes, evaluate
from optimizer.problem import Move, Problem
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status, StoppedBy
from optimizer.solve import solve
from tests.optimizer.brute_force import BruteResult, Search, brute_force
from tests.optimizer.random_districts import random_district

SECONDS = 60.0


@cache
def district(seed: int) -> Problem:
    return random_district(seed)


@cache
def tried(seed: int) -> BruteResult:
    return brute_force(district(seed))


def earlier_plan(seed: int) -> tuple[Move, ...]:
    """Moves of an earlier plan, not all of them possible together, some by people who are no longer there."""
    rng = Random(f"earlier {seed}")
    kept = [rng.choice(options) for options in Search(district(seed)).options if rng.random() < 0.6]
    return (*kept, Move("T99", "S1", "语文")) if rng.random() < 0.3 else tuple(kept)


def ask(problem: Problem, earlier: Sequence[Move] | None = None, seconds: float = SECONDS) -> Solution:
    """Solve in this process; nobody listens."""
    settings = Settings(time_limit=seconds, earlier_moves=None if earlier is None else tuple(earlier))
    return solve(problem, settings, _hear_state, _hear_step)


def assert_proven(problem: Problem, solution: Solution, brute: BruteResult, earlier: Sequence[Move] = ()) -> None:
    """Check that the answer is the one that trying every plan gives, line by line."""
    assert_true(problem, solution, brute, earlier)
    assert solution.stopped_by is StoppedBy.PROOF
    if not brute.feasible:
        assert solution.status is Status.INFEASIBLE
        return
    assert solution.status is Status.OPTIMAL
    assert {line.name: line.best for line in solution.lines} == dict(brute.best)
    assert {line.name: line.cap for line in solution.lines} == dict(brute.cap)
    assert {line.name: line.bound for line in solution.lines} == dict(brute.best)


def assert_true(problem: Problem, solution: Solution, brute: BruteResult, earlier: Sequence[Move] = ()) -> None:
    """Check that nothing said is wrong, whether or not everything was proven."""
    assert tuple(line.name for line in solution.lines) == brute.lines
    if solution.status is Status.INFEASIBLE:
        assert not brute.feasible
    if not brute.feasible:
        assert solution.status in {Status.INFEASIBLE, Status.UNKNOWN}
    if solution.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        assert solution.moves == ()
        assert all(line.value is None for line in solution.lines)
        return
    evaluation = evaluate(problem, solution.moves)
    assert evaluation.holds, evaluation.broken
    worth = {**evaluation.values, "changes": changes(earlier, solution.moves)}
    assert list(solution.moves) == sorted(solution.moves)
    for line in solution.lines:
        assert line.value == worth[line.name], line
        assert line.best is not None
        assert line.cap is not None
        assert line.value <= line.cap, line
        assert line.bound is None or line.bound <= min(line.best, brute.best[line.name]), line
        assert (line.status is Status.OPTIMAL) is (line.bound == line.best), line
    first = solution.lines[0]
    assert first.best is not None
    assert first.best >= brute.best[first.name]
    proven = all(line.status is Status.OPTIMAL for line in solution.lines)
    assert solution.status is (Status.OPTIMAL if proven else Status.FEASIBLE)


def _hear_state(state: Solution) -> None:
    """Nobody waits for a better state."""


def _hear_step(step: Progress) -> None:
    """Nobody waits for a step."""

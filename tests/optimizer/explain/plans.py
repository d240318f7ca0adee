"""Plans to explain: the best of small random districts, found by trying every one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from optimizer.problem import Move, Problem
from optimizer.solution import Solution, Status, StoppedBy
from policy.rotation import Priorities
from tests.optimizer.brute_force import brute_force
from tests.optimizer.random_districts import random_district

DISTRICTS = 60
MAX_PLANS = 2_000


@cache
def planned_districts() -> tuple[tuple[Problem, tuple[Move, ...]], ...]:
    """Sixty districts that have a plan with moves, each with its best plan."""
    return tuple(islice(_planned(lambda problem: problem), DISTRICTS))


@cache
def exactly_planned_districts() -> tuple[tuple[Problem, tuple[Move, ...]], ...]:
    """The same where no line may give up anything for a later one, so that every move must have a reason."""
    return tuple(islice(_planned(without_tolerance), DISTRICTS))


def without_tolerance(problem: Problem) -> Problem:
    """The district with every line as good as it can be."""
    order = problem.policy.priorities.order
    return replace(problem, policy=replace(problem.policy, priorities=Priorities(order, {})))


def _planned(changed: Callable[[Problem], Problem]) -> Iterator[tuple[Problem, tuple[Move, ...]]]:
    for seed in range(400):
        problem = changed(random_district(seed, max_plans=MAX_PLANS))
        moves = brute_force(problem).moves
        if moves:
            yield problem, moves


def solved(*moves: Move, status: Status = Status.OPTIMAL) -> Solution:
    """A solution with these moves and nothing else to say."""
    return Solution(status, moves, (), StoppedBy.PROOF, 0.0, 0, 1)


def taken_back(problem: Problem, moves: tuple[Move, ...], move: Move) -> list[Move]:
    """The plan without a mover, and without the mover's team."""
    teams = {teacher.staff_no: teacher.team or teacher.staff_no for teacher in problem.teachers}
    return [other for other in moves if teams[other.staff_no] != teams[move.staff_no]]

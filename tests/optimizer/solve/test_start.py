"""A search that begins from a plan found before: never worse than it, and free to find a better one."""

from dataclasses import replace

import pytest

from optimizer.check import evaluate
from optimizer.facts import District
from optimizer.model.formulation import formulate
from optimizer.problem import Move, Problem
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status
from optimizer.solve import solve
from tests.optimizer.random_districts import random_district


def _unheard(step: Progress | Solution) -> None:
    """Nobody listens."""


def _solved(problem: Problem, **settings: object) -> Solution:
    return solve(problem, Settings(time_limit=60, **settings), _unheard, _unheard)  # type: ignore[arg-type]


WITH_A_PLAN = (1, 2, 3, 6, 9, 11)


@pytest.fixture(params=WITH_A_PLAN)
def problem(request: pytest.FixtureRequest) -> Problem:
    return random_district(request.param)


def test_the_columns_of_a_plan_are_found_again(problem: Problem) -> None:
    moves = _solved(problem).moves
    formulation = formulate(District(problem))
    assert formulation.moves(formulation.chosen(moves)) == moves
    assert formulation.moves(formulation.chosen(())) == ()


def test_a_search_begun_from_its_own_answer_ends_the_same(problem: Problem) -> None:
    first = _solved(problem)
    assert first.status is Status.OPTIMAL
    again = _solved(problem, start=first.moves)
    assert again.status is Status.OPTIMAL
    assert [line.value for line in again.lines] == [line.value for line in first.lines]


def test_a_search_without_time_still_has_the_plan_it_began_from(problem: Problem) -> None:
    first = _solved(problem)
    assert first.status is Status.OPTIMAL
    stopped = solve(problem, Settings(time_limit=1e-9, start=first.moves), _unheard, _unheard)
    assert stopped.moves == first.moves
    assert evaluate(problem, stopped.moves).holds


def test_a_start_that_is_no_longer_allowed_is_left_aside(problem: Problem) -> None:
    first = _solved(problem)
    strange = (*first.moves, Move("nobody", problem.schools[0].key, "数学"))
    again = _solved(replace(problem), start=strange)
    assert again.status is first.status
    assert [line.value for line in again.lines] == [line.value for line in first.lines]

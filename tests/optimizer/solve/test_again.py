"""Solving again with few changes: the line `changes` comes right after `shortage`."""

import pytest

from tests.optimizer.brute_force import brute_force
from tests.optimizer.solve.agreeing import ask, assert_proven, district, earlier_plan

SEEDS = range(100)


@pytest.mark.parametrize("seed", SEEDS)
def test_fewest_changes_are_those_of_trying_every_plan(seed: int) -> None:
    problem, earlier = district(seed), earlier_plan(seed)
    solution = ask(problem, earlier)
    assert_proven(problem, solution, brute_force(problem, earlier), earlier)
    assert [line.name for line in solution.lines][:2] == ["shortage", "changes"]


def test_own_plan_is_kept_when_nothing_has_changed() -> None:
    for seed in range(30):
        first = ask(district(seed))
        again = ask(district(seed), first.moves)
        changes = next(line for line in again.lines if line.name == "changes")
        if first.lines[0].value is not None and first.lines[0].value == first.lines[0].best:
            assert changes.value == 0
            assert set(first.moves) <= set(again.moves)


def test_no_earlier_moves_are_no_changes() -> None:
    for seed in range(10):
        problem = district(seed)
        assert_proven(problem, ask(problem, ()), brute_force(problem, ()))

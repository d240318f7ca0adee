"""Three hundred small districts: the planner, the checker and trying every plan agree in every line."""

import pytest

from optimizer.solution import Status
from tests.optimizer.solve.agreeing import ask, assert_proven, district, tried

SEEDS = range(300)


@pytest.mark.parametrize("seed", SEEDS)
def test_solver_checker_and_brute_force_agree(seed: int) -> None:
    assert_proven(district(seed), ask(district(seed)), tried(seed))


def test_districts_are_of_every_kind() -> None:
    results = {seed: tried(seed) for seed in SEEDS}
    assert sum(not result.feasible for result in results.values()) >= 50
    assert sum(len(result.moves) >= 2 for result in results.values()) >= 100
    tolerant = [s for s, r in results.items() if r.feasible and any(r.cap[line] > r.best[line] for line in r.lines)]
    assert len(tolerant) >= 50
    given_up = [s for s, r in results.items() if any(r.values[line] > r.best[line] for line in r.values)]
    assert len(given_up) >= 10


def test_same_district_gets_the_same_answer_in_another_run() -> None:
    for seed in range(20):
        first, second = ask(district(seed)), ask(district(seed))
        assert first.moves == second.moves
        assert [line.bound for line in first.lines] == [line.bound for line in second.lines]


def test_no_time_is_not_called_infeasible() -> None:
    for seed in range(40):
        assert ask(district(seed), seconds=0.0).status in {Status.UNKNOWN, Status.FEASIBLE}

from collections import Counter

import pytest

from optimizer.check import evaluate
from optimizer.explain import justify
from optimizer.problem import Cell
from optimizer.solution import Solution, Status, StoppedBy
from tests.optimizer.brute_force import brute_force
from tests.optimizer.random_districts import random_district


@pytest.mark.parametrize("seed", range(60))
def test_movers_together_claim_no_more_than_the_plan_mends(seed: int) -> None:
    problem = random_district(seed)
    best = brute_force(problem)
    plan = Solution(Status.FEASIBLE, tuple(best.moves), (), StoppedBy.PROOF, 0.0, 0, 1)
    claimed: Counter[Cell] = Counter()
    for known in justify(problem, plan).values():
        claimed[known.cell] += known.fills
    for state in evaluate(problem, plan.moves).cells:
        mended = max(0, state.required - state.before) - max(0, state.required - state.after)
        assert claimed[state.cell] <= max(0, mended)

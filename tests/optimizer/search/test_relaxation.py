"""The relaxation with few columns proves what it proves with all of them, and never more than is true."""

import pytest

from optimizer.search.clock import Clock
from optimizer.search.group import weighted_cost
from optimizer.search.pricing import SCALE
from optimizer.search.relaxation import Relaxer
from optimizer.search.weights import weights_of
from tests.optimizer.search.districts import LINES, begin_with_few_columns, solved

SEEDS = range(60)
SECONDS = 30.0
SLACK = SCALE // 4
"""Generation stops once the proof is this close to the relaxation's own optimum."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lines", [LINES, LINES[1:], ("moves", "burden")])
def test_few_columns_prove_as_much_as_all(seed: int, lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    district = solved(seed)
    weights = weights_of(lines)
    cost = weighted_cost(district.formulation, weights)
    every = Relaxer(district.formulation, Clock(SECONDS))
    begin_with_few_columns(monkeypatch)
    few = Relaxer(district.formulation, Clock(SECONDS))
    of_all, of_few = every.relax(cost), few.relax(cost)
    if of_all is None or of_few is None:
        assert (of_all, of_few) == (None, None)
        assert every.impossible
        assert few.impossible
        assert district.plans == []
        return
    assert abs(of_all.prices.exact - of_few.prices.exact) <= SLACK + SCALE // 100
    best = min(district.costs(weights), default=None)
    assert best is None or max(of_all.prices.bound, of_few.prices.bound) <= best


def test_small_districts_begin_with_fewer_columns_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_with_few_columns(monkeypatch)
    left_out = [int((~Relaxer(solved(seed).formulation, Clock(SECONDS)).chosen).sum()) for seed in SEEDS]
    assert sum(count > 0 for count in left_out) >= len(SEEDS) // 3


def test_next_costs_start_from_what_was_generated(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_with_few_columns(monkeypatch)
    for seed in range(20):
        district = solved(seed)
        relaxer = Relaxer(district.formulation, Clock(SECONDS))
        for lines in (LINES, ("burden",), ("balance", "moves")):
            weights = weights_of(lines)
            found = relaxer.relax(weighted_cost(district.formulation, weights))
            assert (found is None) is relaxer.impossible
            assert found is None or found.prices.bound <= min(district.costs(weights), default=found.prices.bound)


def test_running_out_of_time_is_not_called_impossible() -> None:
    formulation = solved(0).formulation
    relaxer = Relaxer(formulation, Clock(0.0))
    assert relaxer.relax(weighted_cost(formulation, weights_of(LINES))) is None
    assert not relaxer.impossible

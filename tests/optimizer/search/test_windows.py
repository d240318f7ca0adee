"""Windows around a proof: a plan within the gap is never cut off, and what a search proves holds for every plan."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optimizer.search.clock import Clock
from optimizer.search.group import weighted_cost
from optimizer.search.linear import solve_integer
from optimizer.search.pricing import SCALE, Prices, price
from optimizer.search.relaxation import Relaxer
from optimizer.search.restricted import count_columns, is_everything, search_window, window_programme
from optimizer.search.weights import weights_of
from tests.optimizer.search.districts import LINES, Solved, random_duals, solved

SEEDS = [seed for seed in range(60) if solved(seed).plans]
SECONDS = 30.0
GAPS = (0, 1, 6, 50, 3000)
WEIGHTS = weights_of(LINES[:3])


def prices_of(district: Solved, rng: Random | None) -> Prices:
    """Prices of the relaxation, or of random duals."""
    formulation = district.formulation
    cost = weighted_cost(formulation, WEIGHTS)
    if rng is not None:
        return price(formulation, cost, random_duals(rng, len(formulation.lower)))
    found = Relaxer(formulation, Clock(SECONDS)).relax(cost)
    assert found is not None
    return found.prices


@pytest.mark.parametrize("guessed", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_plan_within_the_gap_is_never_cut_off(seed: int, guessed: bool) -> None:
    district, rng = solved(seed), Random(seed)
    formulation = district.formulation
    cost = weighted_cost(formulation, WEIGHTS)
    prices = prices_of(district, rng if guessed else None)
    for plan, spent in rng.sample(list(zip(district.plans, district.costs(WEIGHTS), strict=True))[:500], 1):
        gap = prices.excess(spent)
        kept, programme = window_programme(formulation, cost, prices, gap)
        assert set(plan.tolist()) <= set(kept.tolist())
        columns = np.append(kept < formulation.column_count, False)
        taken = np.append(np.isin(kept, plan), False)
        # the plan's own steps are whole numbers
        fixed = replace(
            programme,
            low=np.where(columns, taken, programme.low),
            high=np.where(columns, taken, programme.high),
            integer=np.ones_like(programme.integer),
        )
        answer = solve_integer(fixed, SECONDS)
        assert answer.x is not None
        assert float(fixed.cost @ answer.x) == pytest.approx(gap / SCALE, abs=1e-3, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_search_of_a_window_proves_what_holds_for_every_plan(seed: int) -> None:
    district = solved(seed)
    costs = district.costs(WEIGHTS)
    cost = weighted_cost(district.formulation, WEIGHTS)
    prices = prices_of(district, None)
    plans = {tuple(plan.tolist()): spent for plan, spent in zip(district.plans, costs, strict=True)}
    for gap in (number * SCALE for number in GAPS):
        found = search_window(district.formulation, cost, prices, gap, Clock(SECONDS))
        assert prices.bound <= found.bound <= min(costs)
        if found.chosen is None:
            assert found.finished
            assert prices.excess(min(costs)) > gap
        else:
            spent = plans[tuple(found.chosen.tolist())]
            # a window says nothing about plans beyond it, so the cheapest inside is the cheapest of all
            assert spent == min(costs)


def test_wide_enough_window_is_everything() -> None:
    district = solved(SEEDS[0])
    prices = prices_of(district, None)
    everything = 1 << 55
    assert is_everything(prices, everything)
    assert count_columns(district.formulation, prices, everything) == district.formulation.column_count
    assert not is_everything(prices, 0)


def test_window_without_a_plan_lifts_the_bound_beyond_it() -> None:
    lifted = 0
    for seed in SEEDS:
        district = solved(seed)
        prices = prices_of(district, Random(seed))
        gap = 6 * SCALE
        cost = weighted_cost(district.formulation, WEIGHTS)
        found = search_window(district.formulation, cost, prices, gap, Clock(SECONDS))
        assert found.bound <= min(district.costs(WEIGHTS))
        if found.chosen is None and found.finished:
            assert found.bound * SCALE >= prices.exact + gap
            lifted += 1
    assert lifted >= 10

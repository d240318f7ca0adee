"""Whatever the duals are: the bound they prove holds for every plan, in exact integers."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.search.dive import settle
from optimizer.search.group import weighted_cost
from optimizer.search.pricing import SCALE, SHUT, price
from tests.optimizer.search.districts import random_duals, random_weights, solved

seeds = st.integers(0, 39)
draws = st.integers(0, 1 << 30)


@given(seeds, draws)
def test_bound_is_never_above_the_cost_of_a_plan(seed: int, draw: int) -> None:
    district, rng = solved(seed), Random(draw)
    weights = random_weights(rng)
    cost = weighted_cost(district.formulation, weights)
    prices = price(district.formulation, cost, random_duals(rng, len(district.formulation.lower)))
    assert prices.bound == -(-prices.exact // SCALE)
    for spent in district.costs(weights):
        assert prices.bound <= spent
        assert prices.excess(spent) >= 0


@given(seeds, draws)
def test_plan_within_a_gap_uses_no_column_above_it(seed: int, draw: int) -> None:
    district, rng = solved(seed), Random(draw)
    weights = random_weights(rng)
    cost = weighted_cost(district.formulation, weights)
    prices = price(district.formulation, cost, random_duals(rng, len(district.formulation.lower)))
    for plan, spent in zip(district.plans, district.costs(weights), strict=True):
        assert int(prices.reduced[plan].sum()) <= prices.excess(spent)


@given(seeds, draws)
def test_reduced_costs_of_columns_are_folded_to_nought_or_more(seed: int, draw: int) -> None:
    formulation, rng = solved(seed).formulation, Random(draw)
    duals = random_duals(rng, len(formulation.lower))
    prices = price(formulation, weighted_cost(formulation, random_weights(rng)), duals)
    assert (prices.reduced[: formulation.column_count] >= 0).all()
    assert (prices.item_gain <= 0).all()


@given(seeds, draws)
def test_settled_item_leaves_the_bound_true_for_the_plans_that_agree(seed: int, draw: int) -> None:
    district, rng = solved(seed), Random(draw)
    count = district.formulation.column_count
    if not count:
        return
    column = rng.randrange(count)
    item = int(district.formulation.columns.item[column])
    sent = rng.random() < 0.5
    formulation = settle(district.formulation, item, column if sent else None)
    weights = random_weights(rng)
    prices = price(formulation, weighted_cost(formulation, weights), random_duals(rng, len(formulation.lower)))
    shut = [c for c in range(count) if formulation.columns.item[c] == item and not (sent and c == column)]
    assert (prices.reduced[shut] >= SHUT).all()
    for plan, spent in zip(district.plans, district.costs(weights), strict=True):
        if (column in plan) if sent else not np.isin(formulation.columns.item[plan], item).any():
            assert prices.bound <= spent


def test_duals_of_the_wrong_sign_prove_nothing() -> None:
    formulation = solved(0).formulation
    cost = weighted_cost(formulation, {"burden": 1})
    wrong = np.where(formulation.lower <= -(1 << 40), 7.0, 0.0)
    assert price(formulation, cost, wrong).exact == price(formulation, cost, 0 * wrong).exact

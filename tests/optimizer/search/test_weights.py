"""Weights follow the order of the lines: an earlier line is never worth less than what it may buy of a later one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.search.seeding import lowest
from optimizer.search.weights import EXCHANGE, weights_of

ORDERS = [
    (*first, *rest)
    for first in (("shortage",), ("shortage", "changes"), ())
    for rest in permutations(("balance", "burden", "moves"))
]


@pytest.mark.parametrize("order", ORDERS)
def test_earlier_line_outweighs_what_its_unit_buys_later(order: tuple[str, ...]) -> None:
    for end in range(1, len(order) + 1):
        lines = order[:end]
        weights = weights_of(lines)
        assert list(weights) == list(reversed(lines))
        assert weights[lines[-1]] == 1
        for place, line in enumerate(lines):
            assert all(weights[line] >= EXCHANGE[line, other] * weights[other] for other in lines[place + 1 :])


def test_single_line_weighs_one() -> None:
    assert weights_of(["burden"]) == {"burden": 1}
    assert weights_of([]) == {}


pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=20)


@given(pairs, st.integers(1, 3))
def test_lowest_of_each_group_are_picked(entries: list[tuple[int, int]], count: int) -> None:
    group, value = (np.array([entry[part] for entry in entries], dtype=np.int64) for part in (0, 1))
    picked = lowest(group, value, count)
    for number in range(4):
        mine = sorted(v for g, v in entries if g == number)
        assert sorted(value[place] for place in picked if group[place] == number) == mine[:count]

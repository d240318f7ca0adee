"""What a line may give up for the later ones."""

import pytest

from optimizer.solve.lexicographic import line_order, tolerated
from tests.optimizer.check.makers import a_district, a_policy, a_teacher


@pytest.mark.parametrize(
    ("name", "percent", "best", "before", "cap"),
    [
        ("shortage", 0, 100, 400, 100),
        ("shortage", 5, 100, 400, 115),
        ("balance", 33, 100, 103, 100),
        ("balance", 34, 100, 103, 101),
        ("balance", 50, 120, 100, 120),
        ("burden", 10, 99, 0, 108),
        ("burden", 10, -99, 0, -90),
        ("burden", 10, 0, 500, 0),
    ],
)
def test_cap_is_the_best_and_a_share_of_what_was_won(name: str, percent: int, best: int, before: int, cap: int) -> None:
    assert tolerated(name, percent, best, before) == cap


def test_policy_orders_the_later_lines() -> None:
    order = ("shortage", "moves", "burden", "balance")
    problem = a_district("A B", [a_teacher("T1", "A")], policy=a_policy(priorities={"order": order}))
    assert line_order(problem, again=False) == order
    assert line_order(problem, again=True) == ("shortage", "changes", *order[1:])

"""The brute-force solver against the checker: the same plans keep the rules, and they are worth the same."""

from itertools import product

import pytest

from optimizer.check import evaluate_in
from policy.vocabulary import Stage
from tests.optimizer.brute_force import Search, brute_force
from tests.optimizer.check.makers import a_district, a_policy, a_teacher, go
from tests.optimizer.random_districts import random_district

FEW = 250


@pytest.mark.parametrize("seed", range(60))
def test_same_plans_keep_the_rules_and_are_worth_the_same(seed: int) -> None:
    search = Search(random_district(seed, max_plans=FEW))
    found = set(search.plans())
    for choice in product(*((None, *options) for options in search.options)):
        moves = tuple(move for move in choice if move is not None)
        evaluation = evaluate_in(search.district, moves)
        assert evaluation.holds is (moves in found)
        assert search.values(moves) == evaluation.values


def test_best_of_each_line_is_fixed_before_the_next() -> None:
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "A"), a_teacher("T3", "A")]
    required = {(school, Stage.PRIMARY, "数学"): 100 for school in "BC"}
    best = brute_force(a_district("A B C", teachers, required=required, travel={("T1", "B"): 9, ("T3", "A"): 1}))
    # two moves fill both cells; each costs 15 and the 4 minutes of the fixed part, unless T1 goes to B
    assert dict(best.best) == {"shortage": 0, "balance": 0, "burden": 38, "moves": 2}
    assert best.cap == best.best == best.values


def test_tolerance_widens_the_cap_by_a_share_of_the_gain() -> None:
    policy = a_policy(priorities={"tolerance_percent": {"shortage": 50}})
    cells = {("B", Stage.PRIMARY, "数学"): 100, ("C", Stage.PRIMARY, "数学"): 101}
    problem = a_district("A B C", [a_teacher("T1", "A"), a_teacher("T2", "A")], required=cells, policy=policy)
    best = brute_force(problem)
    # nothing moved is worth 202; both moves leave 1, so half of the 201 gained may be given up for fewer moves
    assert (best.best["shortage"], best.cap["shortage"]) == (1, 101)
    assert best.values["moves"] == 1


def test_infeasible_district_has_no_plan() -> None:
    policy = a_policy(rotation={"min_rate_percent": 100, "max_inflow_percent": 0, "min_cap_people": 0})
    best = brute_force(a_district("A B", [a_teacher("T1", "A")], policy=policy))
    assert not best.feasible
    assert best.plans == 0


def test_changes_come_second_in_a_resolve() -> None:
    required = {(school, Stage.PRIMARY, "数学"): 100 for school in "BC"}
    problem = a_district("A B C", [a_teacher("T1", "A"), a_teacher("T2", "A")], required=required)
    best = brute_force(problem, go("T1>C", "T2>B"))
    assert best.lines == ("shortage", "changes", "balance", "burden", "moves")
    assert (best.values["shortage"], best.values["changes"]) == (0, 0)
    assert set(best.moves) == set(go("T1>C", "T2>B"))

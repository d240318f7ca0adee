"""Random districts: what the rows of each rule keep and what the steps cost, against the checker, plan by plan."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from random import Random

import numpy as np
import pytest

from optimizer.check import evaluate_in
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.model.rules import RULES
from optimizer.problem import Move, Problem
from tests.optimizer.brute_force import Search
from tests.optimizer.model.alone import alone, columns_of, cost_of
from tests.optimizer.random_districts import random_district

SEEDS = range(40)
FEW = 12
MANY = 60
COUNTED = ["min-moves", "max-moves", "backbone-share", "outflow", "inflow", "headcount", "senior-posts", "locks"]
"""Rules whose rows hold columns alone; `team` is told by the columns themselves."""


@cache
def search(seed: int) -> Search:
    return Search(random_district(seed))


def any_plans(seed: int) -> Iterator[tuple[Move, ...]]:
    """Plans of allowed moves, most of which break some rule."""
    rng, options = Random(f"plans {seed}"), search(seed).options
    for _ in range(MANY):
        yield tuple(rng.choice(row) for row in options if rng.random() < rng.choice([0.2, 0.5, 0.9]))


def sound_plans(seed: int, count: int) -> list[tuple[Move, ...]]:
    """Some plans that keep every rule."""
    plans = list(islice(search(seed).plans(), 3000))
    return Random(seed).sample(plans, min(count, len(plans)))


def broken(seed: int, plan: tuple[Move, ...]) -> set[str]:
    """The rules the checker finds broken."""
    return {check.name for check in evaluate_in(search(seed).district, plan).rules if not check.holds}


@pytest.mark.parametrize("seed", SEEDS)
def test_each_rule_alone_keeps_what_the_checker_keeps(seed: int) -> None:
    problem = search(seed).problem
    formulations = {name: alone(problem, name) for name in COUNTED}
    together = alone(problem, "team")
    for plan in any_plans(seed):
        faults = broken(seed, plan)
        assert (columns_of(together, plan) is None) is ("team" in faults)
        for name, formulation in formulations.items():
            chosen = columns_of(formulation, plan)
            assert chosen is not None
            x = np.isin(np.arange(formulation.column_count), chosen).astype(np.int64)
            activity = np.zeros(len(formulation.lower), dtype=np.int64)
            _, row, value = formulation.matrix.entries_of(chosen)
            np.add.at(activity, row, value)
            kept = bool(((formulation.lower <= activity) & (activity <= formulation.upper)).all())
            assert kept is (name not in faults), (name, plan)
            assert x.sum() == len(plan)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_new_shortage_alone_keeps_what_the_checker_keeps(seed: int) -> None:
    formulation = alone(search(seed).problem, "no-new-shortage")
    for plan in islice(any_plans(seed), FEW):
        chosen = columns_of(formulation, plan)
        assert chosen is not None
        assert (cost_of(formulation, chosen) is not None) is ("no-new-shortage" not in broken(seed, plan)), plan


def part_time(problem: Problem) -> bool:
    """Whether somebody with less than a full post may move."""
    posts = {teacher.staff_no: teacher.fte for teacher in problem.teachers}
    return any(posts[row[0].staff_no] < 100 for row in Search(problem).options)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sound_plan_keeps_all_rows_and_costs_what_it_is_worth(seed: int) -> None:
    formulation = formulate(District(search(seed).problem))
    for plan in sound_plans(seed, FEW):
        chosen = columns_of(formulation, plan)
        assert chosen is not None
        costs = cost_of(formulation, chosen)
        assert costs is not None, plan
        values = evaluate_in(search(seed).district, plan).values
        assert {line: cost + formulation.before[line] for line, cost in costs.items()} == dict(values)
        assert formulation.values(chosen) == dict(values)
        assert formulation.moves(chosen) == tuple(sorted(plan))


def test_many_of_the_plans_are_those_of_part_time_teachers() -> None:
    formulations = [formulate(District(search(seed).problem)) for seed in SEEDS if part_time(search(seed).problem)]
    kinds = [{label.where.split()[-1] for label in f.labels if " " in label.where} for f in formulations]
    for kind in ("whole", "rounded", "each", "slope"):
        assert sum(kind in names for names in kinds) >= 5, kind


@pytest.mark.parametrize("seed", SEEDS)
def test_do_nothing_values_are_those_of_the_checker(seed: int) -> None:
    before = formulate(District(search(seed).problem)).before
    assert before == dict(evaluate_in(search(seed).district, ()).before)


@pytest.mark.parametrize("seed", range(10))
def test_capped_lines_refuse_exactly_what_is_above_the_cap(seed: int) -> None:
    formulation = formulate(District(search(seed).problem))
    for plan in sound_plans(seed, 3):
        chosen = columns_of(formulation, plan)
        assert chosen is not None
        for line, value in formulation.values(chosen).items():
            assert cost_of(formulation.capped({line: value}), chosen) is not None
            assert cost_of(formulation.capped({line: value - 1}), chosen) is None


def test_left_out_rules_have_no_rows() -> None:
    everything = {label.rule for seed in SEEDS for label in formulate(District(search(seed).problem)).labels}
    assert everything - {"shortage", "balance"} == {rule.name for rule in RULES} - {"team"}
    for name in everything - {"shortage", "balance"}:
        assert name not in {label.rule for label in formulate(District(search(0).problem), without=[name]).labels}

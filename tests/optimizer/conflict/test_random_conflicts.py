"""Infeasible random districts: the conflict and its relaxations against trying every plan."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from optimizer.check import evaluate_in
from optimizer.conflict import explain_infeasible, feasible
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.problem import Problem
from optimizer.search.clock import Clock
from optimizer.solution import Relaxation
from tests.optimizer.brute_force import Search
from tests.optimizer.conflict.relaxed import assert_smallest, has_plan, relaxed
from tests.optimizer.random_districts import random_district

FEW = 250
SECONDS = 30.0
SEEDS = range(150)
EASIEST = {
    "max-moves": ("max_rate_percent", 100),
    "backbone-share": ("min_backbone_share_percent", 0),
    "outflow": ("max_outflow_percent", 100),
    "inflow": ("max_inflow_percent", 100),
}
PLENTY = 50


@cache
def district(seed: int) -> Problem:
    return random_district(seed, max_plans=FEW)


@cache
def infeasible_seeds() -> tuple[int, ...]:
    return tuple(seed for seed in SEEDS if not has_plan(district(seed)))


def broken_rules(problem: Problem) -> Iterator[frozenset[str]]:
    """The names of the rules each plan of allowed moves breaks."""
    search = Search(problem)
    for choice in product(*((None, *options) for options in search.options)):
        plan = tuple(move for move in choice if move is not None)
        yield frozenset(check.name for check in evaluate_in(search.district, plan).rules if not check.holds)


def candidates(problem: Problem, name: str) -> Iterator[Problem]:
    """Problems at least one of which has a plan if any change of the rule's parameter leaves one."""
    if name == "min-moves":
        for percent in range(problem.policy.rotation.min_rate_percent):
            yield relaxed(problem, Relaxation(name, "min_rate_percent", "", 0, percent))
    elif name in EASIEST:
        parameter, value = EASIEST[name]
        yield relaxed(problem, Relaxation(name, parameter, "", 0, value))
    elif name in {"headcount", "senior-posts"}:
        parameter = {"headcount": "authorised_headcount", "senior-posts": "senior_posts"}[name]
        limited = [s.key for s in problem.schools if getattr(s, parameter) is not None]
        for key in limited:
            yield relaxed(problem, Relaxation(name, parameter, key, 0, PLENTY))
    elif name == "no-new-shortage":
        for cell, required in problem.required.items():
            lower = [value for value in (0, 1) if value < required]
            for value in lower:
                yield relaxed(problem, Relaxation(name, "required", " ".join(cell), required, value))
    elif name == "team":
        for team in {t.team for t in problem.teachers} - {""}:
            yield relaxed(problem, Relaxation(name, "team", team, 0, 0))
    else:
        for lock in problem.locks:
            yield replace(problem, locks=tuple(other for other in problem.locks if other != lock))


def test_many_of_the_districts_are_infeasible() -> None:
    assert len(infeasible_seeds()) >= 40


@pytest.mark.parametrize("seed", SEEDS)
def test_answer_agrees_with_trying_every_plan(seed: int) -> None:
    problem = district(seed)
    assert feasible(formulate(District(problem)), Clock(SECONDS)) is (seed not in infeasible_seeds())


@pytest.mark.parametrize("seed", SEEDS)
def test_conflict_and_relaxations_are_what_trying_every_plan_finds(seed: int) -> None:
    problem = district(seed)
    conflict, relaxations = explain_infeasible(problem, Clock(SECONDS))
    if seed not in infeasible_seeds():
        assert (conflict, relaxations) == (None, ())
        return
    assert conflict is not None
    broken = {names.intersection(conflict) for names in broken_rules(problem)}
    assert frozenset() not in broken
    assert {frozenset({name}) for name in conflict} <= broken
    for change in relaxations:
        assert_smallest(problem, change)
    for name in set(conflict) - {change.rule for change in relaxations}:
        assert not any(has_plan(candidate) for candidate in candidates(problem, name)), name

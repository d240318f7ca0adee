from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.answer import Answer
from benchmarks.child import PLANS
from benchmarks.districts import XS, make_district
from benchmarks.methods.tally import Tally
from benchmarks.registry import INSTANCES, METHODS, OURS
from optimizer.check import Evaluation, evaluate
from optimizer.facts import District
from optimizer.problem import Lock, Move
from policy.vocabulary import LockAction

LIMIT = 30.0
DISTRICT = make_district(XS)
EXACT = (OURS, "mip")


@cache
def answer_of(method: str) -> Answer:
    return PLANS[method](DISTRICT, LIMIT, 2)


def judged(method: str) -> Evaluation:
    moves = answer_of(method).moves
    assert moves is not None
    return evaluate(DISTRICT, moves)


def test_every_method_of_the_registry_is_there() -> None:
    assert list(PLANS) == list(METHODS)
    assert OURS in METHODS


def test_instances_are_filed_under_their_names() -> None:
    assert [instance.name for instance in INSTANCES.values()] == list(INSTANCES)


@pytest.mark.parametrize("method", EXACT)
def test_exact_method_keeps_every_rule_and_proves_every_line(method: str) -> None:
    answer, evaluation = answer_of(method), judged(method)
    assert evaluation.broken == ()
    assert set(answer.proven) == set(evaluation.values)
    assert dict(answer.bounds) == dict(evaluation.values)
    assert answer.first_plan is not None


def test_whole_integer_programme_agrees_with_ours() -> None:
    assert judged("mip").values == judged(OURS).values


def test_plain_constraint_model_means_the_same_problem() -> None:
    answer, evaluation, best = answer_of("cp_sat"), judged("cp_sat"), judged("mip").values["shortage"]
    assert evaluation.broken == ()
    assert answer.bounds["shortage"] <= best <= evaluation.values["shortage"]
    assert answer.first_plan is not None


def test_greedy_breaks_no_rule_and_relieves_a_shortage() -> None:
    evaluation = judged("greedy")
    assert evaluation.broken == ()
    assert evaluation.values["shortage"] < evaluation.before["shortage"]


def test_greedy_is_no_better_than_the_proven_best() -> None:
    assert judged("greedy").values["shortage"] >= judged("mip").values["shortage"]


def test_deferred_acceptance_moves_teachers_where_they_wish_to_go_and_nowhere_else() -> None:
    answer = answer_of("deferred_acceptance")
    assert answer.moves
    assert all((move.staff_no, move.to_school) in DISTRICT.preferences for move in answer.moves)
    held = {rule.name for rule in evaluate(DISTRICT, answer.moves).rules if rule.holds}
    assert {"one-destination", "team", "locks"} <= held


def test_exact_method_without_time_says_that_it_has_no_plan() -> None:
    assert PLANS["mip"](DISTRICT, 0.0, 1).moves is None


def test_greedy_follows_a_lock_to_move() -> None:
    forced = move_nobody_needs()
    lock = Lock(forced.staff_no, LockAction.MOVE, forced.to_school)
    district = replace(DISTRICT, locks=(*DISTRICT.locks, lock))
    moves = PLANS["greedy"](district, LIMIT, 1).moves
    assert moves is not None
    assert (forced.staff_no, forced.to_school) in {(move.staff_no, move.to_school) for move in moves}
    assert set(evaluate(district, moves).broken) <= {"min-moves"}  # a rule of thumb may run out of fitting moves


def move_nobody_needs() -> Move:
    """A move that keeps every rule, of a backbone teacher whom the rule of thumb leaves at home."""
    tally, thumb = Tally(District(DISTRICT)), answer_of("greedy").moves
    assert thumb is not None
    movers = {move.staff_no for move in thumb}
    for column in range(tally.formulation.column_count):
        (move, *others) = tally.formulation.moves(np.array([column]))
        if not others and tally.lifts_share(column) and tally.fits(column) and move.staff_no not in movers:
            return move
    raise AssertionError("the district has no such move")

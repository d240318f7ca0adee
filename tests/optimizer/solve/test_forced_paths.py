"""The ways of large districts on small ones: Less is proven, none of it wrong."""

from dataclasses import dataclass

import pytest

from optimizer.search import group
from optimizer.solution import Status
from optimizer.solve import closing
from tests.optimizer.brute_force import brute_force
from tests.optimizer.search.districts import begin_with_few_columns
from tests.optimizer.solve.agreeing import SECONDS, ask, assert_proven, assert_true, district, earlier_plan, tried

SEEDS = range(60)


@dataclass(frozen=True)
class Limits:
    """How many columns a window may have to be searched, and to be tested for emptiness."""

    searched: int
    tested: int


WAYS = {"dives alone": Limits(0, 0), "empty windows, then dives": Limits(0, 1000), "small windows": Limits(5, 12)}


def force(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> None:
    begin_with_few_columns(monkeypatch)
    monkeypatch.setattr(group, "EASY", limits.searched)
    monkeypatch.setattr(group, "SCANNED", limits.tested)
    monkeypatch.setattr(closing, "EASY", limits.searched)


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_columns_prove_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_with_few_columns(monkeypatch)
    assert_proven(district(seed), ask(district(seed)), tried(seed))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_said_on_other_ways_is_wrong(seed: int, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    force(monkeypatch, WAYS[way])
    # without a plan the search may go on looking for one until its time is up
    seconds = SECONDS if tried(seed).feasible else 1.0
    assert_true(district(seed), ask(district(seed), seconds=seconds), tried(seed))


@pytest.mark.parametrize("seed", range(60))
def test_nothing_said_on_other_ways_is_wrong_in_a_second_run(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    force(monkeypatch, WAYS["small windows"])
    problem, earlier = district(seed), earlier_plan(seed)
    assert_true(problem, ask(problem, earlier), brute_force(problem, earlier), earlier)


def test_other_ways_find_plans_most_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    force(monkeypatch, WAYS["dives alone"])
    feasible = [seed for seed in range(40) if tried(seed).feasible]
    found = [ask(district(seed)).status for seed in feasible]
    assert found.count(Status.UNKNOWN) <= len(feasible) // 4
    assert Status.FEASIBLE in found

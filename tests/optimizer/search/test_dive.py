"""The dive: teams the relaxation halves are settled, and the plan found is one of the district."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.facts import District
from optimizer.model import Formulation, formulate
from optimizer.problem import Problem
from optimizer.search import group
from optimizer.search.clock import Clock
from optimizer.search.dive import dive, settle, undecided_team
from optimizer.search.group import GroupSearch, weighted_cost
from optimizer.search.relaxation import Relaxer
from tests.optimizer.brute_force import brute_force
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.search.districts import solved

SECONDS = 30.0
Ints = NDArray[np.int64]
BURDEN = {"burden": 1}


def pairs() -> Problem:
    """Exactly three must move: two pairs with a short way and one teacher with a long one."""
    teams = [a_teacher(f"{team}{n}", "A", team=team) for team in ("blue", "red") for n in (1, 2)]
    policy = a_policy(rotation={"min_rate_percent": 60, "max_rate_percent": 60})
    single = a_teacher("T1", "A")
    return a_district("A B", [*teams, single], policy=policy, travel={("T1", "B"): 60, ("T1", "A"): 0})


def half_team() -> tuple[Formulation, Relaxer]:
    formulation = formulate(District(pairs()))
    return formulation, Relaxer(formulation, Clock(SECONDS))


def test_relaxation_sends_half_a_team() -> None:
    formulation, relaxer = half_team()
    found = relaxer.relax(weighted_cost(formulation, BURDEN))
    assert found is not None
    open_team = undecided_team(formulation, found)
    assert open_team is not None
    item, columns = open_team
    assert formulation.columns.is_team[columns].all()
    assert (formulation.columns.item[columns] == item).all()


def test_dive_settles_the_teams() -> None:
    formulation, relaxer = half_team()
    cost = weighted_cost(formulation, BURDEN)
    found = relaxer.relax(cost)
    assert found is not None
    settled = dive(relaxer, found, cost)
    assert settled is not None
    rest, leaf = settled
    assert undecided_team(rest, leaf) is None
    assert leaf.prices.bound >= found.prices.bound
    # one team goes, the other stays
    teams = formulation.columns.is_team
    assert rest.high[: len(teams)][teams].sum() == 1


def test_plan_found_by_a_dive_is_the_best_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "EASY", 0)
    monkeypatch.setattr(group, "SCANNED", 0)
    formulation, relaxer = half_team()
    found = relaxer.relax(weighted_cost(formulation, BURDEN))
    assert found is not None
    heard: list[Ints] = []
    result = GroupSearch(relaxer, BURDEN, Clock(SECONDS), heard.append).run(found)
    assert result.chosen is not None
    assert not result.proven
    # every plan is told of as soon as it is found
    assert any(plan.tolist() == result.chosen.tolist() for plan in heard)
    brute = brute_force(pairs())
    assert formulation.values(result.chosen)["burden"] == brute.best["burden"]
    assert result.bound <= brute.best["burden"]


@pytest.mark.parametrize("seed", range(40))
def test_plan_found_by_a_dive_is_a_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "EASY", 0)
    monkeypatch.setattr(group, "SCANNED", 0)
    district = solved(seed)
    weights = {"shortage": 2000, "burden": 1}
    relaxer = Relaxer(district.formulation, Clock(SECONDS))
    found = relaxer.relax(weighted_cost(district.formulation, weights))
    if found is None:
        assert district.plans == []
        return
    heard: list[Ints] = []
    result = GroupSearch(relaxer, weights, Clock(SECONDS), heard.append).run(found)
    assert not result.impossible
    assert result.bound <= min(district.costs(weights), default=result.bound)
    if result.chosen is not None:
        assert tuple(result.chosen.tolist()) in {tuple(plan.tolist()) for plan in district.plans}


def test_settled_item_has_one_choice_or_none() -> None:
    formulation, _ = half_team()
    column = int(np.nonzero(formulation.columns.is_team)[0][0])
    item = int(formulation.columns.item[column])
    mine = formulation.columns.item == item
    sent, home = settle(formulation, item, column), settle(formulation, item, None)
    count = formulation.column_count
    assert (sent.high[:count][mine].sum(), sent.lower[item], sent.upper[item]) == (1, 1, 1)
    assert (home.high[:count][mine].sum(), home.lower[item] <= 0) == (0, True)
    # nobody else is touched, and the programme itself is not changed
    assert (sent.high[:count][~mine] == 1).all()
    assert (formulation.high[:count] == 1).all()


def test_dive_that_runs_out_of_time_finds_nothing() -> None:
    formulation, relaxer = half_team()
    cost = weighted_cost(formulation, BURDEN)
    found = relaxer.relax(cost)
    assert found is not None
    relaxer.clock = Clock(0.0)
    assert dive(relaxer, found, cost) is None


def test_decided_relaxation_has_no_open_team() -> None:
    formulation, relaxer = half_team()
    cost = weighted_cost(formulation, BURDEN)
    found = relaxer.relax(cost)
    assert found is not None
    whole = replace(found, answer=replace(found.answer, x=np.zeros_like(found.answer.x)))
    assert undecided_team(formulation, whole) is None

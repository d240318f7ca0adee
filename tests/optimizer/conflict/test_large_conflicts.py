"""A whole district that asks for too many moves: the conflict is proven within half a minute."""

from dataclasses import replace
from random import Random
from time import monotonic

from optimizer.conflict import feasible
from optimizer.conflict.deletion import find_conflict
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.problem import Problem
from optimizer.search.clock import Clock
from optimizer.search.relaxation import WHOLE
from policy.vocabulary import Title
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher

PATIENCE = 30.0
SUBJECTS = ("语文", "数学", "英语", "体育", "音乐", "美术")


def a_large_district(rng: Random) -> Problem:
    """Forty schools of 55 teachers, about half of them eligible: too many columns to hand over at once."""
    schools = [a_school(f"S{n:02}", longitude=116 + n / 100, authorised_headcount=57) for n in range(40)]
    teachers = [
        a_teacher(
            f"T{n:04}",
            f"S{n % 40:02}",
            SUBJECTS[n // 40 % len(SUBJECTS)],
            eligible=rng.random() < 0.5,
            title=rng.choice([None, *Title]),
            team="red" if n in (7, 47) else "",
        )
        for n in range(2200)
    ]
    policy = a_policy(
        rotation={
            "min_rate_percent": 40,
            "max_rate_percent": 45,
            "max_outflow_percent": 100,
            "max_inflow_percent": 15,
            "min_cap_people": 1,
        }
    )
    return a_district(schools, teachers, policy=policy)


def test_too_many_moves_are_explained_within_half_a_minute() -> None:
    problem = a_large_district(Random(1))
    began = monotonic()
    assert find_conflict(problem, Clock(PATIENCE)) == ("min-moves", "inflow")
    assert monotonic() - began < PATIENCE


def test_same_district_without_the_cap_has_a_plan() -> None:
    problem = a_large_district(Random(1))
    open_rotation = replace(problem.policy.rotation, max_inflow_percent=100)
    problem = replace(problem, policy=replace(problem.policy, rotation=open_rotation))
    formulation = formulate(District(problem))
    assert formulation.column_count > WHOLE
    assert feasible(formulation, Clock(PATIENCE)) is True

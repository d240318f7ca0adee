from collections.abc import Sequence

import pytest

from optimizer.check import UnfilledCell, evaluate_in, lay, survey, unfilled_cells
from optimizer.check.funnel import rules_against
from optimizer.problem import Lock, Move, Problem
from policy.vocabulary import Area, LockAction, Stage, Title
from tests.optimizer.brute_force import Search
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher, go
from tests.optimizer.random_districts import random_district

CELL = ("B", Stage.PRIMARY, "数学")


def unfilled(problem: Problem, *moves: str) -> UnfilledCell:
    plan = lay(survey(problem), go(*moves))
    return next(state for state in unfilled_cells(plan) if state.cell == CELL)


def steps(state: UnfilledCell) -> Sequence[int]:
    return (state.qualified, state.eligible, state.within_travel, state.spare)


def test_filled_cells_are_not_listed() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required={CELL: 100})
    assert unfilled_cells(lay(survey(problem), go("T1>B"))) == ()


def test_shortage_is_what_is_missing_after_the_plan() -> None:
    problem = a_district("A B", [a_teacher("T1", "A", fte=80)], required={CELL: 250})
    assert unfilled(problem, "T1>B").shortage == 170


def test_nobody_qualified_is_the_first_cause() -> None:
    teachers = [a_teacher("T1", "A", "体育"), a_teacher("T2", "B"), a_teacher("T3", "A", stage=Stage.JUNIOR)]
    state = unfilled(a_district("A B", teachers, required={CELL: 200}))
    assert (steps(state), state.cause) == ((0, 0, 0, 0), "no-qualified")


@pytest.mark.parametrize(("allow", "team", "qualified"), [(True, "", 1), (False, "", 0), (True, "red", 0)])
def test_second_subject_qualifies_where_it_is_allowed(allow: bool, team: str, qualified: int) -> None:
    teachers = [a_teacher("T1", "A", "体育", second_subject="数学", team=team)]
    policy = a_policy(rotation={"allow_second_subject": allow})
    assert unfilled(a_district("A B", teachers, required={CELL: 200}, policy=policy)).qualified == qualified


def test_nobody_eligible_is_the_second_cause() -> None:
    state = unfilled(a_district("A B", [a_teacher("T1", "A", eligible=False)], required={CELL: 200}))
    assert (steps(state), state.cause) == ((1, 0, 0, 0), "none-eligible")


@pytest.mark.parametrize("travel", [{("T1", "B"): 61}, {}])
def test_nobody_within_travel_is_the_third_cause(travel: dict[tuple[str, str], int]) -> None:
    nowhere = a_school("B", longitude=None, latitude=None)
    problem = a_district([a_school("A"), nowhere], [a_teacher("T1", "A")], required={CELL: 200}, travel=travel)
    state = unfilled(problem)
    assert (steps(state), state.cause) == ((1, 1, 0, 0), "none-within-travel")


def test_nobody_spare_is_the_fourth_cause() -> None:
    home = ("A", Stage.PRIMARY, "数学")
    state = unfilled(a_district("A B", [a_teacher("T1", "A")], required={CELL: 200, home: 1}))
    assert (steps(state), state.cause) == ((1, 1, 1, 0), "none-spare")


def test_teacher_whose_cell_keeps_enough_is_spare() -> None:
    home = ("A", Stage.PRIMARY, "数学")
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "A", fte=50, eligible=False)]
    assert unfilled(a_district("A B", teachers, required={CELL: 200, home: 50})).spare == 1
    assert unfilled(a_district("A B", teachers, required={CELL: 200, home: 51})).spare == 0


def test_teacher_who_moves_elsewhere_is_spare_and_refused_by_one_destination() -> None:
    required = {CELL: 200, ("A", Stage.PRIMARY, "数学"): 100, ("C", Stage.PRIMARY, "数学"): 100}
    state = unfilled(a_district("A B C", [a_teacher("T1", "A")], required=required), "T1>C")
    assert (steps(state), state.cause) == ((1, 1, 1, 1), "limits:one-destination")


def test_teacher_who_arrives_in_the_cell_is_not_spare_for_it() -> None:
    state = unfilled(a_district("A B", [a_teacher("T1", "A")], required={CELL: 200}), "T1>B")
    assert (steps(state), state.cause) == ((1, 1, 1, 0), "none-spare")


def test_no_rule_is_listed_where_none_refuses() -> None:
    assert unfilled(a_district("A B", [a_teacher("T1", "A")], required={CELL: 200})).cause == "limits:"


def test_conditions_of_the_way_are_listed() -> None:
    policy = a_policy(rotation={"scope": "near", "directions": "no-upward"})
    schools = [a_school("A", area=Area.MOUNTAIN), a_school("B")]
    state = unfilled(a_district(schools, [a_teacher("T1", "A")], required={CELL: 200}, policy=policy))
    assert state.cause == "limits:directions;scope"


def test_rules_that_refuse_any_of_the_spare_are_listed_once_and_sorted() -> None:
    policy = a_policy(rotation={"max_rate_percent": 0, "min_backbone_share_percent": 1})
    schools = [a_school("A"), a_school("B", senior_posts=0, authorised_headcount=0)]
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "A", title=Title.SENIOR), a_teacher("T3", "A")]
    locks = [Lock("T3", LockAction.STAY)]
    state = unfilled(a_district(schools, teachers, required={CELL: 200}, policy=policy, locks=locks))
    assert state.cause == "limits:backbone-share;headcount;locks;max-moves;senior-posts"


def test_caps_of_both_schools_are_listed() -> None:
    policy = a_policy(rotation={"min_cap_people": 0, "max_outflow_percent": 20, "max_inflow_percent": 20})
    state = unfilled(a_district("A B", [a_teacher("T1", "A")], required={CELL: 200}, policy=policy))
    assert state.cause == "limits:inflow;outflow"


def test_member_of_a_team_is_refused_alone_but_a_team_of_one_is_not() -> None:
    pair = [a_teacher("T1", "A", team="red"), a_teacher("T2", "A", "体育", team="red")]
    assert unfilled(a_district("A B", pair, required={CELL: 200})).cause == "limits:team"
    assert unfilled(a_district("A B", pair[:1], required={CELL: 200})).cause == "limits:"


@pytest.mark.parametrize("seed", range(40))
def test_refusing_rules_are_those_the_whole_evaluation_finds(seed: int) -> None:
    search = Search(random_district(seed, max_plans=300))
    district = search.district
    conditions = {"scope", "directions", "destination"}
    for moves in list(search.plans())[:10]:
        plan = lay(district, moves)
        for teacher in district.problem.teachers:
            if teacher.staff_no in plan.destinations or teacher.staff_no not in district.eligible:
                continue
            for school in district.schools.values():
                if school.key != teacher.school and district.required((school.key, teacher.stage, teacher.subject)):
                    move = Move(teacher.staff_no, school.key, teacher.subject)
                    wanted = set(evaluate_in(district, [*moves, move]).broken) - {"allowed-moves"}
                    assert rules_against(plan, move) - conditions == wanted

import pytest

from optimizer.check import changes
from optimizer.check.lines import phi
from optimizer.problem import Problem
from policy.vocabulary import Area, Stage
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher, go, judged

HUNDREDTHS = [(0, 0), (1, 1), (100, 100), (101, 102), (250, 400)]


@pytest.mark.parametrize(("gap", "weighed"), HUNDREDTHS)
def test_first_whole_post_weighs_less_than_what_exceeds_it(gap: int, weighed: int) -> None:
    assert phi(gap, (1, 2)) == weighed


def test_slope_of_zero_forgives_the_first_post() -> None:
    assert phi(130, (0, 3)) == 90


@pytest.mark.parametrize(("area", "weight"), [(Area.URBAN, 1), (Area.TOWNSHIP, 2), (Area.MOUNTAIN, 3)])
def test_shortage_is_weighed_by_the_schools_area(area: Area, weight: int) -> None:
    cell = ("B", Stage.PRIMARY, "数学")
    schools = [a_school("A"), a_school("B", area=area)]
    problem = a_district(schools, [a_teacher("T1", "A", fte=80)], required={cell: 250})
    evaluation = judged(problem, "T1>B")
    assert evaluation.before["shortage"] == weight * (100 + 2 * 150)
    assert evaluation.values["shortage"] == weight * (100 + 2 * 70)


def test_surplus_of_one_cell_does_not_pay_for_another() -> None:
    required = {("A", Stage.PRIMARY, "数学"): 50, ("A", Stage.PRIMARY, "体育"): 50}
    problem = a_district("A B", [a_teacher("T1", "A"), a_teacher("T2", "A")], required=required)
    assert judged(problem).values["shortage"] == 50


def test_second_subject_serves_the_cell_it_is_taught_in() -> None:
    required = {("B", Stage.PRIMARY, "体育"): 100, ("B", Stage.PRIMARY, "数学"): 100}
    problem = a_district("A B", [a_teacher("T1", "A", second_subject="体育")], required=required)
    after = {state.cell[2]: state.after for state in judged(problem, "T1>B:体育").cells}
    assert after["体育"] == 100
    assert judged(problem, "T1>B:体育").values["shortage"] == 100


def priced(*moves: str, b: Area = Area.URBAN, group: str = "", years: int = 0, rank: int | None = None) -> int:
    schools = [a_school("A", group=group), a_school("B", group=group, area=b)]
    problem: Problem = a_district(
        schools,
        [a_teacher("T1", "A", second_subject="体育", mountain_years=years)],
        travel={("T1", "B"): 20},
        preferences={} if rank is None else {("T1", "B"): rank},
    )
    return judged(problem, *moves).values["burden"]


def test_doing_nothing_is_no_burden() -> None:
    assert priced() == 0


def test_plain_move_costs_its_minutes_and_the_fixed_part() -> None:
    assert priced("T1>B") == 20 + 15


@pytest.mark.parametrize(("rank", "bonus"), [(1, 30), (2, 24), (3, 18), (4, 12), (5, 6)])
def test_preference_takes_off_the_bonus_of_its_rank(rank: int, bonus: int) -> None:
    assert priced("T1>B", rank=rank) == 20 + 15 - bonus


def test_rank_without_a_bonus_takes_nothing_off() -> None:
    policy = a_policy(burden={"preference_bonus": (30,)})
    problem = a_district(
        "A B", [a_teacher("T1", "A")], travel={("A", "B"): 20}, preferences={("T1", "B"): 2}, policy=policy
    )
    assert judged(problem, "T1>B").values["burden"] == 35


def test_near_school_takes_off_the_near_bonus() -> None:
    assert priced("T1>B", group="g") == 20 + 15 - 5


@pytest.mark.parametrize(("area", "years", "penalty"), [(Area.MOUNTAIN, 99, 0), (Area.MOUNTAIN, 100, 25)])
def test_another_year_in_the_mountains_costs_more(area: Area, years: int, penalty: int) -> None:
    assert priced("T1>B", b=area, years=years) == 20 + 15 + penalty


def test_years_in_the_mountains_cost_nothing_elsewhere() -> None:
    assert priced("T1>B", b=Area.TOWNSHIP, years=500) == 20 + 15


def test_second_subject_costs_more() -> None:
    assert priced("T1>B:体育") == 20 + 15 + 8


def test_asked_for_move_may_pay_for_itself() -> None:
    policy = a_policy(burden={"per_move": 0})
    problem = a_district(
        "A B", [a_teacher("T1", "A")], preferences={("T1", "B"): 1}, travel={("T1", "B"): 1}, policy=policy
    )
    assert judged(problem, "T1>B").values["burden"] == -29


def test_move_facts_say_what_decided() -> None:
    schools = [a_school("A"), a_school("B", area=Area.MOUNTAIN, partners=("A",))]
    teacher = a_teacher("T1", "A", second_subject="体育", mountain_years=100)
    problem = a_district(schools, [teacher], preferences={("T1", "B"): 3}, travel={("A", "B"): 20})
    facts = judged(problem, "T1>B:体育").move_facts[0]
    assert (facts.from_school, facts.stage, facts.minutes, facts.preference_rank) == ("A", Stage.PRIMARY, 20, 3)
    assert (facts.near, facts.again, facts.second_subject) == (True, True, True)
    assert facts.burden == 20 + 15 - 18 - 5 + 25 + 8


def test_moves_are_counted_and_nothing_moved_before() -> None:
    problem = a_district("A B", [a_teacher("T1", "A"), a_teacher("T2", "A")])
    evaluation = judged(problem, "T1>B", "T2>B")
    assert evaluation.values["moves"] == 2
    assert (evaluation.before["moves"], evaluation.before["burden"]) == (0, 0)


def test_cells_that_require_have_or_receive_anyone_are_listed_in_order() -> None:
    required = {("B", Stage.PRIMARY, "数学"): 120, ("C", Stage.PRIMARY, "数学"): 0}
    problem = a_district("A B C", [a_teacher("T1", "A", fte=33)], required=required)
    cells = [(state.cell[0], state.required, state.before, state.after) for state in judged(problem, "T1>B").cells]
    assert cells == [("A", 0, 33, 0), ("B", 120, 0, 33)]


def test_changes_count_earlier_moves_that_are_gone() -> None:
    assert changes(go("T1>B", "T2>B", "T3>C"), go("T1>B", "T2>C", "T4>B")) == 2
    assert changes(go("T1>B"), go("T1>B:体育")) == 1
    assert changes([], go("T1>B")) == 0

from collections.abc import Mapping
from typing import Any

import pytest

from optimizer.problem import Problem, Teacher
from policy.vocabulary import Stage, Title
from tests.optimizer.check.makers import a_district, a_policy, a_school, a_teacher, rule

MATHS_A, MATHS_B = ("A", Stage.PRIMARY, "数学"), ("B", Stage.PRIMARY, "数学")


def staffed(at_a: int, at_b: int = 0, **facts: Any) -> list[Teacher]:
    home = [a_teacher(f"A{n}", "A", **facts) for n in range(at_a)]
    return home + [a_teacher(f"B{n}", "B", **facts) for n in range(at_b)]


def capped(at_a: int, at_b: int, b: Mapping[str, Any], **rotation: int) -> Problem:
    schools = [a_school("A"), a_school("B", **b), a_school("C")]
    return a_district(schools, staffed(at_a, at_b), policy=a_policy(rotation=rotation))


def out(people: int, school: str = "B") -> list[str]:
    return [f"A{n}>{school}" for n in range(people)]


@pytest.mark.parametrize(("staff", "leavers", "holds"), [(10, 2, True), (10, 3, False), (14, 2, True), (14, 3, False)])
def test_outflow_cap_is_rounded_down(staff: int, leavers: int, holds: bool) -> None:
    problem = capped(staff, 0, {}, max_outflow_percent=20, min_cap_people=0)
    assert rule(problem, "outflow", *out(leavers)).holds is holds


@pytest.mark.parametrize(("leavers", "holds"), [(0, True), (1, True), (2, False)])
def test_small_school_may_lose_the_least_cap(leavers: int, holds: bool) -> None:
    problem = capped(3, 0, {}, max_outflow_percent=20, min_cap_people=1)
    assert rule(problem, "outflow", *out(leavers)).holds is holds


def test_school_that_loses_too_many_is_named() -> None:
    problem = capped(3, 0, {}, max_outflow_percent=20, min_cap_people=1)
    assert str(rule(problem, "outflow", "A0>B", "A1>C").detail) == "2 leave A, at most 1 may."


@pytest.mark.parametrize(
    ("authorised", "arrivals", "holds"),
    [(None, 2, True), (None, 3, False), (0, 2, True), (0, 3, False), (19, 3, True), (19, 4, False), (5, 3, False)],
)
def test_inflow_counts_by_staff_or_authorised_headcount(authorised: int | None, arrivals: int, holds: bool) -> None:
    b = {"authorised_headcount": authorised}
    problem = capped(6, 10, b, max_inflow_percent=20, min_cap_people=1)
    assert rule(problem, "inflow", *out(arrivals)).holds is holds


def test_school_that_receives_too_many_is_named() -> None:
    problem = capped(3, 0, {}, max_inflow_percent=20, min_cap_people=1)
    assert str(rule(problem, "inflow", *out(2)).detail) == "2 arrive at B, at most 1 may."


@pytest.mark.parametrize(
    ("authorised", "arrivals", "holds"),
    [(None, 5, True), (4, 2, True), (4, 3, False), (2, 0, True), (2, 1, False), (0, 0, True), (0, 1, False)],
)
def test_headcount_binds_where_it_is_set(authorised: int | None, arrivals: int, holds: bool) -> None:
    problem = capped(5, 2, {"authorised_headcount": authorised})
    assert rule(problem, "headcount", *out(arrivals)).holds is holds


def test_leavers_make_room_in_the_headcount() -> None:
    problem = capped(3, 2, {"authorised_headcount": 0})
    assert rule(problem, "headcount", "A0>B", "B0>C").holds
    assert not rule(problem, "headcount", "A0>B", "A1>B", "B0>C").holds


def test_school_above_its_headcount_is_named() -> None:
    problem = capped(3, 2, {"authorised_headcount": 3})
    assert str(rule(problem, "headcount", *out(2)).detail) == "B would have 4 staff, at most 3 may be."


@pytest.mark.parametrize(
    ("posts", "arrivals", "holds"),
    [(None, 3, True), (3, 1, True), (3, 2, False), (0, 0, True), (0, 1, False), (2, 1, False)],
)
@pytest.mark.parametrize("title", [Title.SENIOR, Title.FULL_SENIOR])
def test_senior_posts_bind_where_they_are_set(posts: int | None, arrivals: int, holds: bool, title: Title) -> None:
    schools = [a_school("A"), a_school("B", senior_posts=posts)]
    problem = a_district(schools, staffed(3, 2, title=title))
    assert rule(problem, "senior-posts", *out(arrivals)).holds is holds


@pytest.mark.parametrize("title", [None, Title.FIRST, Title.SECOND, Title.THIRD])
def test_other_titles_take_no_senior_post(title: Title | None) -> None:
    problem = a_district([a_school("A"), a_school("B", senior_posts=0)], staffed(3, 0, title=title))
    assert rule(problem, "senior-posts", *out(3)).holds


def test_leaving_senior_makes_room_for_another() -> None:
    schools = [a_school("A"), a_school("B", senior_posts=0), a_school("C")]
    problem = a_district(schools, staffed(2, 1, title=Title.SENIOR))
    assert rule(problem, "senior-posts", "A0>B", "B0>C").holds
    check = rule(problem, "senior-posts", "A0>B", "A1>B", "B0>C")
    assert str(check.detail) == "B would have 2 senior titles, at most 1 may be."


@pytest.mark.parametrize(
    ("required", "leavers", "holds"),
    [(0, 3, True), (100, 2, True), (100, 3, False), (101, 2, False), (300, 0, True), (300, 1, False), (900, 1, False)],
)
def test_home_cell_keeps_the_lesser_of_present_and_required(required: int, leavers: int, holds: bool) -> None:
    problem = a_district("A B", staffed(3), required={MATHS_A: required, MATHS_B: 1})
    assert rule(problem, "no-new-shortage", *out(leavers)).holds is holds


def test_cell_without_demand_may_be_emptied() -> None:
    assert rule(a_district("A B", staffed(2), required={MATHS_B: 1}), "no-new-shortage", *out(2)).holds


def test_arrivals_make_up_for_leavers_by_fte() -> None:
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "B", fte=80), a_teacher("T3", "B", fte=20)]
    problem = a_district("A B", teachers, required={MATHS_A: 100, MATHS_B: 1})
    assert rule(problem, "no-new-shortage", "T1>B", "T2>A", "T3>A").holds
    check = rule(problem, "no-new-shortage", "T1>B", "T2>A")
    assert str(check.detail) == "A, primary, 数学 would have 0.80 FTE, it must keep 1.00."


def test_arrival_in_another_subject_does_not_fill_the_cell() -> None:
    teachers = [a_teacher("T1", "A"), a_teacher("T2", "B", second_subject="体育")]
    problem = a_district("A B", teachers, required={MATHS_A: 100, MATHS_B: 1, ("A", Stage.PRIMARY, "体育"): 100})
    assert not rule(problem, "no-new-shortage", "T1>B", "T2>A:体育").holds
    assert rule(problem, "no-new-shortage", "T1>B", "T2>A").holds


def test_a_school_above_its_headcount_before_is_named_and_not_called_within_it() -> None:
    kept = str(rule(capped(3, 4, {"authorised_headcount": 2}), "headcount").detail)
    assert "No school exceeds" not in kept
    assert "1 were above it before and do not grow: B" in kept.replace("School B", "B")
    assert str(rule(capped(3, 2, {"authorised_headcount": 2}), "headcount").detail).startswith("No school exceeds")


def test_a_school_with_more_senior_titles_than_posts_is_named() -> None:
    schools = [a_school("A"), a_school("B", senior_posts=1)]
    problem = a_district(schools, staffed(1, 2, title=Title.SENIOR))
    kept = str(rule(problem, "senior-posts").detail)
    assert "1 were above them before and do not grow" in kept

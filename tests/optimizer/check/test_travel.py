import pytest

from optimizer.check import survey
from optimizer.check.travel import great_circle_km, minutes
from optimizer.problem import Problem
from policy.vocabulary import Area
from tests.optimizer.check.makers import a_district, a_school, a_teacher, judged


def ride(problem: Problem) -> int | None:
    district = survey(problem)
    return minutes(district, district.teachers["T1"], district.schools["B"])


def test_teachers_own_row_comes_first_then_the_schools() -> None:
    teachers = [a_teacher("T1", "A")]
    assert ride(a_district("A B", teachers, travel={("T1", "B"): 7, ("A", "B"): 9})) == 7
    assert ride(a_district("A B", teachers, travel={("A", "B"): 9, ("B", "A"): 1})) == 9


def test_row_of_zero_minutes_is_a_row() -> None:
    away = a_school("B", longitude=117.0)
    assert ride(a_district([a_school("A"), away], [a_teacher("T1", "A")], travel={("A", "B"): 0})) == 0


def test_same_place_takes_the_fixed_minutes() -> None:
    assert ride(a_district("A B", [a_teacher("T1", "A")])) == 4


def test_degree_of_latitude_is_as_long_as_the_radius_says() -> None:
    assert great_circle_km((116.0, 40.0), (116.0, 41.0)) == pytest.approx(6371.0088 * 3.141592653589793 / 180)


def test_half_the_globe_is_the_longest_way() -> None:
    assert great_circle_km((0.0, 0.0), (180.0, 0.0)) == pytest.approx(6371.0088 * 3.141592653589793)


@pytest.mark.parametrize(("area", "expected"), [(Area.URBAN, 379), (Area.TOWNSHIP, 304), (Area.MOUNTAIN, 269)])
def test_estimate_uses_the_speed_of_the_destinations_area(area: Area, expected: int) -> None:
    # one degree of latitude is 111.195 km: 60 × 111.195 × 1.35 ÷ 24 = 375.28, ÷ 30 = 300.23, ÷ 34 = 264.90
    away = a_school("B", latitude=41.0, area=area)
    assert ride(a_district([a_school("A"), away], [a_teacher("T1", "A")])) == expected


def test_home_of_the_teacher_comes_before_the_school() -> None:
    away = a_school("B", latitude=41.0)
    teacher = a_teacher("T1", "A", longitude=116.0, latitude=41.0)
    assert ride(a_district([a_school("A"), away], [teacher])) == 4


def test_without_coordinates_of_either_end_the_time_is_unknown() -> None:
    nowhere = {"longitude": None, "latitude": None}
    assert ride(a_district([a_school("A"), a_school("B", **nowhere)], [a_teacher("T1", "A")])) is None
    assert ride(a_district([a_school("A", **nowhere), a_school("B")], [a_teacher("T1", "A")])) is None


def test_move_facts_carry_the_minutes() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], travel={("T1", "B"): 23})
    assert judged(problem, "T1>B").move_facts[0].minutes == 23

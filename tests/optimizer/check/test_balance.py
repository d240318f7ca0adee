from decimal import Decimal

import pytest

from optimizer.check import Evaluation
from optimizer.check.balance import coefficient_of_variation, target
from optimizer.problem import Teacher, Unit
from policy.vocabulary import BackboneLevel, Degree, Stage
from tests.optimizer.check.makers import a_district, a_policy, a_teacher, judged

ONLY_DEGREE = a_policy(
    balance={"backbone": {Stage.PRIMARY: 0, Stage.JUNIOR: 0}, "pe_arts": {Stage.PRIMARY: 0, Stage.JUNIOR: 0}}
)


def heads(evaluation: Evaluation, indicator: str) -> dict[tuple[str, Stage], tuple[int, int]]:
    states = (state for state in evaluation.units if state.indicator == indicator)
    return {(state.school, state.stage): (state.before, state.after) for state in states}


@pytest.mark.parametrize(
    ("standard", "students", "expected"),
    [(420, 100, 420), (420, 50, 210), (90, 55, 50), (90, 57, 51), (133, 50, 67), (90, 0, 0)],
)
def test_target_is_rounded_half_up_to_a_hundredth(standard: int, students: int, expected: int) -> None:
    assert target(standard, students) == expected


@pytest.mark.parametrize(("students", "counted"), [(0, False), (49, False), (50, True), (51, True)])
def test_small_units_are_not_counted(students: int, counted: bool) -> None:
    problem = a_district("A", [], units=[Unit("A", Stage.PRIMARY, students)])
    evaluation = judged(problem)
    assert (len(evaluation.units) == 3) is counted
    assert (evaluation.values["balance"] > 0) is counted


@pytest.mark.parametrize("stage", list(Stage))
def test_only_primary_and_junior_are_counted(stage: Stage) -> None:
    problem = a_district("A", [], units=[Unit("A", stage, 500)])
    assert bool(judged(problem).units) is (stage in {Stage.PRIMARY, Stage.JUNIOR})


@pytest.mark.parametrize("stage", [Stage.PRIMARY, Stage.JUNIOR])
@pytest.mark.parametrize("degree", list(Degree))
def test_degree_threshold_depends_on_the_stage(stage: Stage, degree: Degree) -> None:
    teacher = a_teacher("T1", "A", stage=stage, degree=degree)
    problem = a_district("A", [teacher], units=[Unit("A", stage, 100)])
    enough = {Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR} | ({Degree.COLLEGE} if stage is Stage.PRIMARY else set())
    assert heads(judged(problem), "degree")["A", stage] == ((degree in enough),) * 2


def test_missing_teachers_add_up_in_hundredths_and_excess_counts_nothing() -> None:
    units = [Unit("A", Stage.PRIMARY, 50), Unit("B", Stage.PRIMARY, 100)]
    teachers = [a_teacher(f"T{n}", "A", degree=Degree.COLLEGE) for n in range(3)]
    problem = a_district("A B", teachers, units=units, policy=ONLY_DEGREE)
    # A should have 2.10 and has 3; B should have 4.20 and has none
    assert judged(problem).values["balance"] == 420
    assert judged(problem, "T0>B").values["balance"] == 10 + 320
    assert judged(problem, "T0>B").before["balance"] == 420


def test_heads_count_whatever_the_fte() -> None:
    teachers = [a_teacher("T1", "A", fte=1, degree=Degree.BACHELOR)]
    problem = a_district("A B", teachers, units=[Unit("B", Stage.PRIMARY, 100)])
    assert heads(judged(problem, "T1>B"), "degree")["B", Stage.PRIMARY] == (0, 1)


def test_backbone_teachers_count_where_they_work() -> None:
    units = [Unit("A", Stage.PRIMARY, 100), Unit("B", Stage.PRIMARY, 100)]
    teachers = [
        a_teacher("T1", "A", backbone=BackboneLevel.CITY),
        a_teacher("T2", "A", backbone=BackboneLevel.SCHOOL),
    ]
    moved = heads(judged(a_district("A B", teachers, units=units), "T1>B", "T2>B"), "backbone")
    assert moved == {("A", Stage.PRIMARY): (1, 0), ("B", Stage.PRIMARY): (0, 1)}


def test_pe_and_arts_count_by_the_subject_taught_there() -> None:
    units = [Unit("A", Stage.PRIMARY, 100), Unit("B", Stage.PRIMARY, 100)]
    teachers = [
        a_teacher("T1", "A", "数学", second_subject="体育"),
        a_teacher("T2", "A", "音乐", second_subject="数学"),
    ]
    problem = a_district("A B", teachers, units=units)
    assert heads(judged(problem, "T1>B:体育"), "pe_arts")["B", Stage.PRIMARY] == (0, 1)
    assert heads(judged(problem, "T1>B:数学"), "pe_arts")["B", Stage.PRIMARY] == (0, 0)
    assert heads(judged(problem, "T2>B:数学"), "pe_arts") == {
        ("A", Stage.PRIMARY): (1, 0),
        ("B", Stage.PRIMARY): (0, 0),
    }


def test_stages_of_one_school_are_counted_apart() -> None:
    units = [Unit("A", Stage.PRIMARY, 100), Unit("A", Stage.JUNIOR, 100)]
    teachers: list[Teacher] = [a_teacher("T1", "A", stage=Stage.JUNIOR, degree=Degree.MASTER)]
    counted = heads(judged(a_district("A", teachers, units=units)), "degree")
    assert counted == {("A", Stage.PRIMARY): (0, 0), ("A", Stage.JUNIOR): (1, 1)}


def test_published_vector_gives_the_student_weighted_coefficient() -> None:
    schools = [(45, 279), (37, 137), (89, 935), (76, 160), (55, 402)]
    found = coefficient_of_variation(schools)
    assert found is not None
    assert round(found, 3) == Decimal("0.515")
    assert round(found, 2) == Decimal("0.52")


def test_equal_supply_has_no_variation() -> None:
    assert coefficient_of_variation([(50, 5), (100, 10)]) == 0


@pytest.mark.parametrize("units", [[], [(50, 0), (100, 0)]])
def test_coefficient_is_not_defined_where_the_mean_is_zero(units: list[tuple[int, int]]) -> None:
    assert coefficient_of_variation(units) is None


def test_coefficients_are_told_before_and_after_with_their_limit() -> None:
    units = [Unit("A", Stage.PRIMARY, 100), Unit("B", Stage.PRIMARY, 100), Unit("C", Stage.PRIMARY, 49)]
    teachers = [a_teacher(f"T{n}", "A", degree=Degree.COLLEGE) for n in range(2)]
    evaluation = judged(a_district("A B C", teachers, units=units), "T0>B")
    found = {c.indicator: c for c in evaluation.coefficients if c.stage is Stage.PRIMARY}
    assert sorted(found) == ["backbone", "degree", "pe_arts"]
    assert (found["degree"].before, found["degree"].after) == (Decimal(1), Decimal(0))
    assert found["degree"].limit == 50
    assert found["backbone"].before is None

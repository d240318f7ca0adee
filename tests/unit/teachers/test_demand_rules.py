from datetime import date

from policy.curriculum import ClassRow, required_from_classes
from policy.registry import policy_on
from policy.vocabulary import Stage
from teachers.rules.demand import grade_stages, needed

TERMS = policy_on(date(2026, 9, 1)).curriculum


def test_demand_follows_from_classes_where_none_is_given() -> None:
    classes = [ClassRow("A", grade, 4) for grade in range(1, 7)]
    found = needed({}, classes, TERMS)
    assert found.required == required_from_classes(classes, TERMS).required
    assert not found.uncounted


def test_given_demand_decides_for_its_unit_and_no_other() -> None:
    classes = [ClassRow("A", 1, 4), ClassRow("A", 7, 3), ClassRow("B", 1, 4)]
    found = needed({("A", Stage.PRIMARY, "语文"): 250}, classes, TERMS)
    assert {cell for cell in found.required if cell[:2] == ("A", Stage.PRIMARY)} == {("A", Stage.PRIMARY, "语文")}
    assert ("A", Stage.JUNIOR, "数学") in found.required
    assert ("B", Stage.PRIMARY, "数学") in found.required


def test_a_stage_the_lesson_plan_does_not_know_is_said_to_be_uncounted() -> None:
    found = needed({}, [ClassRow("A", 1, 4), ClassRow("A", 10, 8)], TERMS)
    assert set(found.uncounted) == {("A", Stage.SENIOR)}
    assert ("A", Stage.PRIMARY, "语文") in found.required


def test_every_grade_belongs_to_a_stage() -> None:
    assert sorted(grade_stages()) == list(range(1, 13))

from datetime import date

from policy.curriculum import ClassRow, required_from_classes
from policy.registry import policy_on
from policy.vocabulary import Stage
from teachers.rules.demand import Given, decided, grade_stages, holding, needed

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


def test_what_was_given_holds_until_classes_of_a_later_year_are_recorded() -> None:
    old = Given("A", Stage.PRIMARY, "语文", 2025, 250)
    for counted, holds in (({}, True), ({("A", Stage.PRIMARY): 2025}, True), ({("A", Stage.PRIMARY): 2026}, False)):
        assert holding([old], counted) == ([old] if holds else [])
    assert holding([old], {("A", Stage.JUNIOR): 2026, ("B", Stage.PRIMARY): 2026}) == [old]


def test_of_several_years_the_newest_is_given() -> None:
    old, new = Given("A", Stage.PRIMARY, "语文", 2025, 250), Given("A", Stage.PRIMARY, "数学", 2026, 100)
    other = Given("A", Stage.JUNIOR, "语文", 2025, 300)
    assert holding([old, new, other], {}) == [new, other]


COUNTED = {"语文": 250, "数学": 180}


def test_nothing_typed_gives_nothing() -> None:
    assert decided({"语文": None, "数学": None, "书法": None}, COUNTED, ()) == {}


def test_what_is_left_empty_is_as_counted() -> None:
    assert decided({"语文": 300, "数学": None, "书法": None}, COUNTED, ()) == {"语文": 300, "数学": 180}


def test_numbers_like_the_counted_ones_are_not_given() -> None:
    assert decided({"语文": 250, "数学": None, "书法": 0}, COUNTED, ("语文", "数学")) == {}


def test_a_subject_that_needs_nobody_has_no_row_unless_it_had_one() -> None:
    assert decided({"语文": 250, "数学": 0}, COUNTED, ()) == {"语文": 250}
    assert decided({"语文": 250, "数学": 0}, COUNTED, ("数学",)) == {"语文": 250, "数学": 0}


def test_a_stage_that_needs_nobody_at_all_is_still_given() -> None:
    assert decided({"语文": 0, "数学": 0}, COUNTED, ()) == {"语文": 0, "数学": 0}

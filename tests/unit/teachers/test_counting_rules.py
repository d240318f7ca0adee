from datetime import date

import pytest

from policy.vocabulary import Stage
from teachers.rules.counting import grades_within_stage, is_school_year, pupils_have_classes

ON = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("year", "is_one"), [(1900, False), (1950, True), (2026, True), (2046, True), (2047, False), (9999, False)]
)
def test_a_school_year_is_neither_forgotten_nor_out_of_all_planning(year: int, is_one: bool) -> None:
    assert is_school_year(year, ON) is is_one


def test_pupils_need_classes_and_grades_stay_within_their_stage() -> None:
    assert not pupils_have_classes(3, 0, 30).holds
    assert pupils_have_classes(3, 0, 0).holds
    assert pupils_have_classes(3, 1, 30).holds
    assert not grades_within_stage(Stage.PRIMARY, 10, 965).holds
    assert grades_within_stage(Stage.PRIMARY, 965, 965).holds
    assert grades_within_stage(Stage.PRIMARY, 965, 0).holds

"""`one-destination` alone: each teacher, each team, moves at most once."""

import numpy as np

from tests.optimizer.check.makers import a_district, a_teacher, go
from tests.optimizer.model.alone import alone, columns_of, cost_of, keeps, rows_of

THREE_WAYS = a_district("A B C", [a_teacher("T1", "A", second_subject="体育"), a_teacher("T2", "B")])


def test_staying_or_moving_once_is_feasible() -> None:
    formulation = alone(THREE_WAYS)
    assert keeps(formulation, ())
    assert keeps(formulation, go("T1>B"))
    assert keeps(formulation, go("T1>C:体育", "T2>A"))


def test_two_schools_are_too_many() -> None:
    assert not keeps(alone(THREE_WAYS), go("T1>B", "T1>C"))


def test_two_subjects_at_one_school_are_too_many() -> None:
    assert not keeps(alone(THREE_WAYS), go("T1>B", "T1>B:体育"))


def test_every_teacher_has_one_row_that_counts_their_moves() -> None:
    first, second = rows_of(alone(THREE_WAYS), "one-destination")
    assert (first.upper, second.upper) == (1, 1)
    assert set(first.entries) == {(move,) for move in go("T1>B", "T1>C", "T1>B:体育", "T1>C:体育")}
    assert set(second.entries) == {(move,) for move in go("T2>A", "T2>C")}
    assert {*first.entries.values(), *second.entries.values()} == {1}


def test_district_without_any_move_has_a_plan() -> None:
    formulation = alone(a_district("A", [a_teacher("T1", "A")]))
    assert formulation.column_count == 0
    assert cost_of(formulation, np.zeros(0, dtype=np.int64)) is not None


def test_forbidden_plan_is_made_of_columns_that_exist() -> None:
    assert columns_of(alone(THREE_WAYS), go("T1>B", "T1>C")) is not None
    assert columns_of(alone(THREE_WAYS), go("T1>A")) is None

"""`locks` alone: to move where it was locked; staying and forbidden schools are no moves at all."""

from optimizer.problem import Lock, Problem
from policy.vocabulary import LockAction
from tests.optimizer.check.makers import a_district, a_teacher, go
from tests.optimizer.model.alone import alone, carried_by, fits, row_of, rows_of


def district(*locks: Lock) -> Problem:
    teachers = [a_teacher("T1", "A", second_subject="体育"), a_teacher("T2", "A")]
    return a_district("A B C", teachers, locks=list(locks))


TO_B = Lock("T1", LockAction.MOVE, "B")


def test_teacher_moves_where_they_are_locked_to() -> None:
    assert fits(district(TO_B), "locks", "T1>B")
    assert fits(district(TO_B), "locks", "T1>B:体育", "T2>C")


def test_staying_or_going_elsewhere_is_refused() -> None:
    assert not fits(district(TO_B), "locks")
    assert not fits(district(TO_B), "locks", "T1>C")
    assert not fits(district(TO_B), "locks", "T2>B")


def test_row_names_the_teacher_and_their_moves_to_the_school() -> None:
    row = row_of(district(TO_B), "locks", "T1")
    assert row.lower == 1
    assert row.entries == {tuple(go("T1>B")): 1, tuple(go("T1>B:体育")): 1}


def test_lock_to_stay_leaves_no_move() -> None:
    formulation = alone(district(Lock("T1", LockAction.STAY)), "locks")
    assert {moves[0].staff_no for moves in carried_by(formulation)} == {"T2"}
    assert rows_of(formulation, "locks") == []


def test_forbidden_school_leaves_the_others() -> None:
    formulation = alone(district(Lock("T2", LockAction.FORBID, "B")), "locks")
    assert [moves for moves in carried_by(formulation) if moves[0].staff_no == "T2"] == [tuple(go("T2>C"))]


def test_left_out_rule_asks_for_nothing() -> None:
    assert fits(district(TO_B), "one-destination")


def test_locked_member_takes_the_team_along() -> None:
    team = [a_teacher("T1", "A", team="red"), a_teacher("T2", "A", team="red")]
    formulation = alone(a_district("A B C", team, locks=[TO_B]), "locks", "team")
    (row,) = rows_of(formulation, "locks")
    assert row.entries == {tuple(go("T1>B", "T2>B")): 1}

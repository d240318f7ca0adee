"""The line `changes`: earlier moves that a new plan does not keep."""

import numpy as np

from optimizer.facts import District
from optimizer.model import formulate
from optimizer.problem import Move
from tests.optimizer.check.makers import a_district, a_teacher, go
from tests.optimizer.model.alone import columns_of

DISTRICT = District(a_district("A B C", [a_teacher("T1", "A", second_subject="体育"), a_teacher("T2", "A")]))
EARLIER = frozenset(go("T1>B", "T2>C", "T9>C"))


def changes(*moves: str) -> int:
    formulation = formulate(DISTRICT, earlier=EARLIER)
    chosen = columns_of(formulation, go(*moves))
    assert chosen is not None
    value = formulation.values(chosen)["changes"]
    # the programme's own cost says the same
    assert value == formulation.before["changes"] + int(formulation.costs["changes"][chosen].sum())
    return value


def test_keeping_everything_that_still_exists_leaves_the_rest() -> None:
    assert changes("T1>B", "T2>C") == 1


def test_doing_nothing_gives_up_every_earlier_move() -> None:
    assert changes() == len(EARLIER)


def test_another_school_or_another_subject_is_a_change() -> None:
    assert changes("T1>C", "T2>C") == 2
    assert changes("T1>B:体育", "T2>C") == 2


def test_new_moves_are_no_changes() -> None:
    formulation = formulate(DISTRICT, earlier=frozenset())
    assert formulation.values(np.arange(1))["changes"] == 0


def test_without_earlier_moves_there_is_no_such_line() -> None:
    formulation = formulate(DISTRICT)
    assert "changes" not in formulation.costs
    assert "changes" not in formulation.values(np.zeros(0, dtype=np.int64))


def test_moves_are_told_back_sorted_by_staff_number() -> None:
    formulation = formulate(DISTRICT)
    chosen = columns_of(formulation, go("T2>B", "T1>C:体育"))
    assert chosen is not None
    assert formulation.moves(chosen[::-1]) == (Move("T1", "C", "体育"), Move("T2", "B", "数学"))

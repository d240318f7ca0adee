"""Which of several open cycles leads: what runs is not pushed aside by the next one."""

from dataclasses import dataclass

from rotation.rules.leading import for_preferences, for_teachers, leading, under_way
from rotation.vocabulary.states import CycleState


@dataclass
class Cycle:
    """A cycle cut down to what the rules read."""

    id: int
    school_year: int
    state: CycleState


REVIEW = Cycle(1, 2026, CycleState.IN_REVIEW)
NEXT = Cycle(2, 2027, CycleState.PREPARING)
FILING = Cycle(3, 2028, CycleState.PREFERENCES)
DONE = Cycle(4, 2025, CycleState.DECIDED)
CLOSED = Cycle(5, 2024, CycleState.CLOSED)


def test_the_oldest_cycle_that_is_not_closed_leads() -> None:
    assert leading([NEXT, CLOSED, REVIEW]) is REVIEW
    assert leading([CLOSED]) is None
    assert under_way([NEXT, CLOSED, REVIEW]) == [REVIEW, NEXT]


def test_a_teacher_first_meets_the_cycle_that_asks_for_something() -> None:
    assert list(for_teachers([DONE, NEXT, FILING, REVIEW, CLOSED])) == [FILING, REVIEW, NEXT, DONE]


def test_preferences_belong_to_the_cycle_that_collects_them_and_never_to_a_decided_one() -> None:
    assert for_preferences([REVIEW, NEXT, FILING]) is FILING
    assert for_preferences([DONE, NEXT]) is NEXT
    assert for_preferences([DONE, CLOSED]) is None

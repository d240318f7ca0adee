"""Decisions of rotation, one refusal each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.verdict import Verdict
from policy.vocabulary import LockAction
from rotation.rules import carrying, decisions, standing, windows, wishes
from rotation.rules.shares import least_of
from rotation.vocabulary.states import CycleState, ProposalState, ReviewState

DAY = date(2026, 6, 18)
LATER, EARLIER = DAY + timedelta(1), DAY - timedelta(1)
AUTHORS = decisions.Authors(author=1, submitter=2)

REFUSALS: tuple[Verdict, ...] = (
    decisions.may_decide(AUTHORS, 1),
    decisions.may_decide(AUTHORS, 2),
    decisions.review_may_end(["一小"], DAY, DAY, " "),
    decisions.all_replied(1),
    decisions.policy_in_force(1, 2),
    decisions.may_promise(LockAction.MOVE, 7, 7),
    decisions.register_agrees(1),
    decisions.may_replace(is_kept_to=False, reason=" "),
    windows.preferences_open(CycleState.PLANNING, LATER, DAY),
    windows.preferences_open(CycleState.PREFERENCES, EARLIER, DAY),
    windows.review_open(ReviewState.SENT, ProposalState.IN_REVIEW, LATER, DAY),
    windows.review_open(ReviewState.CLOSED, ProposalState.IN_REVIEW, LATER, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.ANSWERED, LATER, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.IN_REVIEW, EARLIER, DAY),
    windows.objections_open(CycleState.IN_REVIEW, LATER, DAY),
    windows.objections_open(CycleState.DECIDED, EARLIER, DAY),
    windows.deadline_ahead(EARLIER, DAY),
    windows.day_meant(date(2099, 1, 1), DAY),
    windows.review_before_objections(LATER, DAY),
    windows.list_fixed(is_fixed=False),
    windows.objections_over(CycleState.DECIDED, DAY, 0, DAY),
    windows.objections_over(CycleState.DECIDED, EARLIER, 1, DAY),
    windows.may_reopen(0, 0, is_carried=False),
    windows.may_reopen(1, 1, is_carried=False),
    windows.may_reopen(1, 0, is_carried=True),
    carrying.may_carry(ProposalState.SUBMITTED, CycleState.IN_REVIEW, EARLIER, 0, DAY),
    carrying.may_carry(ProposalState.APPROVED, CycleState.PLANNING, EARLIER, 0, DAY),
    carrying.may_carry(ProposalState.APPROVED, CycleState.CLOSED, EARLIER, 0, DAY),
    carrying.may_carry(ProposalState.APPROVED, CycleState.DECIDED, DAY, 0, DAY),
    carrying.may_carry(ProposalState.APPROVED, CycleState.DECIDED, EARLIER, 1, DAY),
    carrying.first_day_near(date(2062, 9, 1), DAY),
    standing.list_current(["李"]),
    standing.list_current(["李", "王", "张", "赵", "钱", "孙"]),
    wishes.may_file([1, 2], 9, 1),
    wishes.may_file([1, 1], 9, 5),
    wishes.may_file([9], 9, 5),
)
GAPS: tuple[tuple[list[int], int | None], ...] = (([], None), ([1, 2], None), ([1, 3], 2), ([2], 1))
ANSWERS: tuple[Verdict, ...] = (
    standing.list_current([]),
    decisions.may_decide(AUTHORS, 3),
    decisions.may_decide(decisions.Authors(None, None), 3),
    decisions.review_may_end([], DAY, DAY, ""),
    decisions.review_may_end(["一小"], EARLIER, DAY, ""),
    decisions.review_may_end(["一小"], DAY, DAY, "term begins"),
    decisions.all_replied(0),
    decisions.policy_in_force(2, 2),
    decisions.register_agrees(0),
    decisions.may_replace(is_kept_to=True, reason=""),
    decisions.may_replace(is_kept_to=False, reason="new data"),
    decisions.may_promise(LockAction.MOVE, 8, 7),
    decisions.may_promise(LockAction.FORBID, 7, 7),
    decisions.may_promise(LockAction.FORBID, 8, 7),
    decisions.may_promise(LockAction.STAY, None, 7),
    windows.preferences_open(CycleState.PREFERENCES, DAY, DAY),
    windows.preferences_open(CycleState.PREFERENCES, None, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.IN_REVIEW, DAY, DAY),
    windows.objections_open(CycleState.DECIDED, DAY, DAY),
    windows.objections_open(CycleState.DECIDED, None, DAY),
    windows.deadline_ahead(DAY, DAY),
    windows.day_meant(date(2027, 6, 18), DAY),
    windows.review_before_objections(DAY, DAY),
    windows.review_before_objections(DAY, None),
    windows.list_fixed(is_fixed=True),
    windows.objections_over(CycleState.DECIDED, EARLIER, 0, DAY),
    windows.objections_over(CycleState.PLANNING, LATER, 0, DAY),
    windows.may_reopen(1, 0, is_carried=False),
    carrying.may_carry(ProposalState.APPROVED, CycleState.DECIDED, EARLIER, 0, DAY),
    carrying.first_day_near(date(2027, 6, 18), DAY),
    wishes.may_file([1, 2], 9, 2),
    wishes.may_file([], 9, 2),
)


@pytest.mark.parametrize("verdict", REFUSALS, ids=range(len(REFUSALS)))
def test_a_refusal_says_why(verdict: Verdict) -> None:
    assert not verdict.holds
    assert str(verdict.sentence)
    assert verdict.rule


@pytest.mark.parametrize("verdict", ANSWERS, ids=range(len(ANSWERS)))
def test_what_is_allowed_is_allowed(verdict: Verdict) -> None:
    assert verdict.holds


@given(st.integers(0, 100_000), st.integers(0, 100))
def test_the_least_number_of_people_is_the_first_that_reaches_the_share(people: int, percent: int) -> None:
    least = least_of(people, percent)
    assert 100 * least >= percent * people
    assert least == 0 or 100 * (least - 1) < percent * people


OBJECTED, NAMED, OTHER = 7, 8, 9


@pytest.mark.parametrize("action", [None, *LockAction])
@pytest.mark.parametrize("named", [None, OBJECTED, NAMED])
def test_the_move_objected_to_always_breaks_the_promise(action: LockAction | None, named: int | None) -> None:
    assert decisions.breaks_promise(action, named, OBJECTED, OBJECTED)


def test_what_else_was_promised_binds_too() -> None:
    assert decisions.breaks_promise(LockAction.STAY, None, OBJECTED, OTHER)
    assert decisions.breaks_promise(LockAction.FORBID, NAMED, OBJECTED, NAMED)
    assert not decisions.breaks_promise(LockAction.FORBID, NAMED, OBJECTED, OTHER)
    assert not decisions.breaks_promise(LockAction.MOVE, NAMED, OBJECTED, NAMED)


@pytest.mark.parametrize(("ranks", "gap"), GAPS)
def test_a_list_of_choices_has_no_gap(ranks: list[int], gap: int | None) -> None:
    assert wishes.first_gap(ranks) == gap

"""Decisions of rotation, one refusal each."""

from datetime import date, timedelta

import pytest

from policy.verdict import Verdict
from rotation.rules import carrying, decisions, standing, windows, wishes
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
    windows.preferences_open(CycleState.PLANNING, LATER, DAY),
    windows.preferences_open(CycleState.PREFERENCES, EARLIER, DAY),
    windows.review_open(ReviewState.SENT, ProposalState.IN_REVIEW, LATER, DAY),
    windows.review_open(ReviewState.CLOSED, ProposalState.IN_REVIEW, LATER, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.ANSWERED, LATER, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.IN_REVIEW, EARLIER, DAY),
    windows.objections_open(CycleState.IN_REVIEW, LATER, DAY),
    windows.objections_open(CycleState.DECIDED, EARLIER, DAY),
    windows.deadline_ahead(EARLIER, DAY),
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
    windows.preferences_open(CycleState.PREFERENCES, DAY, DAY),
    windows.preferences_open(CycleState.PREFERENCES, None, DAY),
    windows.review_open(ReviewState.OPEN, ProposalState.IN_REVIEW, DAY, DAY),
    windows.objections_open(CycleState.DECIDED, DAY, DAY),
    windows.objections_open(CycleState.DECIDED, None, DAY),
    windows.deadline_ahead(DAY, DAY),
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


@pytest.mark.parametrize(("ranks", "gap"), GAPS)
def test_a_list_of_choices_has_no_gap(ranks: list[int], gap: int | None) -> None:
    assert wishes.first_gap(ranks) == gap

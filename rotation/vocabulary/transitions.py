"""Every transition of rotation as one row: who may take it, from which states, where to, whether a reason is needed.

Services take a transition only through `rotation.services.stepping.take`, so a state never changes in any other way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.permissions import Permission
from core.enums import LabelledEnum
from rotation.vocabulary.states import CycleState, ObjectionState, ProposalState, ReviewState, ScenarioState


@dataclass(frozen=True, slots=True)
class Transition:
    """One move of a state machine; `event` is its name in the audit trail, `permission` None for the system alone."""

    event: str
    permission: Permission | None
    sources: frozenset[LabelledEnum]
    target: LabelledEnum
    needs_reason: bool = False


def _row(
    event: str,
    permission: Permission | None,
    sources: Iterable[LabelledEnum],
    target: LabelledEnum,
    *,
    reason: bool = False,
) -> Transition:
    return Transition(event, permission, frozenset(sources), target, reason)


_C, _S, _P, _P_ = CycleState, ScenarioState, ProposalState, Permission
_RUNNING: set[LabelledEnum] = {_S.QUEUED, _S.SOLVING}
_RESTING = frozenset(_S) - _RUNNING
_UNDER_WAY: set[LabelledEnum] = {_P.IN_REVIEW, _P.ANSWERED, _P.SUBMITTED}

OPEN_PREFERENCES = _row("cycle.preferences_opened", _P_.CYCLE_MANAGE, {_C.PREPARING, _C.PLANNING}, _C.PREFERENCES)
START_PLANNING = _row("cycle.planning_started", _P_.CYCLE_MANAGE, {_C.PREPARING, _C.PREFERENCES}, _C.PLANNING)
ENTER_REVIEW = _row("cycle.review_entered", _P_.PLAN_SUBMIT, {_C.PLANNING}, _C.IN_REVIEW)
LEAVE_REVIEW = _row("cycle.planning_resumed", None, {_C.IN_REVIEW}, _C.PLANNING)
SETTLE = _row("cycle.decided", _P_.PLAN_DECIDE, {_C.IN_REVIEW}, _C.DECIDED)
REOPEN = _row("cycle.reopened", _P_.CYCLE_MANAGE, {_C.DECIDED}, _C.PLANNING, reason=True)
CLOSE_CYCLE = _row("cycle.closed", _P_.CYCLE_MANAGE, frozenset(_C) - {_C.CLOSED, _C.IN_REVIEW}, _C.CLOSED, reason=True)

REQUEST_SOLVE = _row("scenario.queued", _P_.PLAN_SOLVE, _RESTING, _S.QUEUED)
BEGIN_SOLVE = _row("scenario.started", None, _RUNNING, _S.SOLVING)
SOLVED = _row("scenario.solved", None, _RUNNING, _S.SOLVED)
FOUND_INFEASIBLE = _row("scenario.infeasible", None, _RUNNING, _S.INFEASIBLE)
TIMED_OUT = _row("scenario.timed_out", None, _RUNNING, _S.TIMED_OUT)
FOUND_INVALID = _row("scenario.invalid", None, _RUNNING, _S.INVALID)
DISCARD = _row("scenario.discarded", _P_.PLAN_SOLVE, _RUNNING, _S.DISCARDED)
FAIL = _row("scenario.failed", None, _RUNNING, _S.FAILED)

SUBMIT_FOR_REVIEW = _row("proposal.review_opened", _P_.PLAN_SUBMIT, {_P.DRAFT}, _P.IN_REVIEW)
CLOSE_REVIEW = _row("proposal.review_closed", _P_.PLAN_SUBMIT, {_P.IN_REVIEW}, _P.ANSWERED)
END_REVIEW = _row("proposal.review_ended", None, {_P.IN_REVIEW}, _P.ANSWERED)
SUBMIT_FOR_DECISION = _row("proposal.submitted", _P_.PLAN_SUBMIT, {_P.ANSWERED}, _P.SUBMITTED)
RETURN = _row("proposal.returned", _P_.PLAN_DECIDE, {_P.SUBMITTED}, _P.ANSWERED, reason=True)
APPROVE = _row("proposal.approved", _P_.PLAN_DECIDE, {_P.SUBMITTED}, _P.APPROVED)
REFUSE = _row("proposal.refused", _P_.PLAN_DECIDE, {_P.SUBMITTED}, _P.REFUSED, reason=True)
WITHDRAW = _row("proposal.withdrawn", _P_.PLAN_SUBMIT, _UNDER_WAY, _P.WITHDRAWN, reason=True)
SUPERSEDE = _row("proposal.superseded", None, {_P.APPROVED}, _P.WITHDRAWN)

SEND_REVIEW = _row("review.sent", _P_.REVIEW_ANSWER, {ReviewState.OPEN}, ReviewState.SENT)
END_UNANSWERED = _row("review.closed", None, {ReviewState.OPEN}, ReviewState.CLOSED)

UPHOLD = _row("objection.upheld", _P_.OBJECTION_ANSWER, {ObjectionState.OPEN}, ObjectionState.UPHELD, reason=True)
REJECT = _row("objection.rejected", _P_.OBJECTION_ANSWER, {ObjectionState.OPEN}, ObjectionState.REJECTED, reason=True)

TRANSITIONS: Mapping[str, Transition] = {
    row.event: row
    for row in (
        *(OPEN_PREFERENCES, START_PLANNING, ENTER_REVIEW, LEAVE_REVIEW, SETTLE, REOPEN, CLOSE_CYCLE),
        *(REQUEST_SOLVE, BEGIN_SOLVE, SOLVED, FOUND_INFEASIBLE, TIMED_OUT, FOUND_INVALID, DISCARD, FAIL),
        *(SUBMIT_FOR_REVIEW, CLOSE_REVIEW, END_REVIEW, SUBMIT_FOR_DECISION, RETURN, APPROVE, REFUSE, WITHDRAW),
        SUPERSEDE,
        *(SEND_REVIEW, END_UNANSWERED, UPHOLD, REJECT),
    )
}
"""All of them by the name of their event, for the page of rules and for the tests."""

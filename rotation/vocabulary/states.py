"""What a cycle, a scenario, a proposal, a review and an objection can be, with the words for it."""

from collections.abc import Mapping

from core.enums import LabelledEnum
from policy.messages import Message, say


class CycleState(LabelledEnum):
    """Where a rotation cycle stands."""

    PREPARING = "preparing"
    PREFERENCES = "preferences"
    PLANNING = "planning"
    IN_REVIEW = "in_review"
    DECIDED = "decided"
    CLOSED = "closed"


CycleState.words(
    {
        CycleState.PREPARING: (say("in preparation"), "none"),
        CycleState.PREFERENCES: (say("preferences open"), "run"),
        CycleState.PLANNING: (say("being planned"), "run"),
        CycleState.IN_REVIEW: (say("in review by principals"), "wait"),
        CycleState.DECIDED: (say("decided"), "ok"),
        CycleState.CLOSED: (say("closed"), "none"),
    }
)


class ScenarioState(LabelledEnum):
    """What became of the search of a scenario; a time-out is never called infeasible."""

    DRAFT = "draft"
    QUEUED = "queued"
    SOLVING = "solving"
    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    TIMED_OUT = "timed_out"
    INVALID = "invalid"
    DISCARDED = "discarded"
    FAILED = "failed"

    @property
    def is_running(self) -> bool:
        """Whether a search waits or runs: nothing of the scenario may change meanwhile."""
        return self in {ScenarioState.QUEUED, ScenarioState.SOLVING}


ScenarioState.words(
    {
        ScenarioState.DRAFT: (say("not solved yet"), "none"),
        ScenarioState.QUEUED: (say("waiting to be solved"), "wait"),
        ScenarioState.SOLVING: (say("being solved"), "run"),
        ScenarioState.SOLVED: (say("solved"), "ok"),
        ScenarioState.INFEASIBLE: (say("proven to have no plan"), "bad"),
        ScenarioState.TIMED_OUT: (say("no plan found in time"), "warn"),
        ScenarioState.INVALID: (say("input has faults"), "bad"),
        ScenarioState.DISCARDED: (say("search given up"), "none"),
        ScenarioState.FAILED: (say("search failed"), "bad"),
    }
)


class ProposalState(LabelledEnum):
    """Where a proposal stands between the search and the decision."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_under_way(self) -> bool:
        """Whether the proposal is between submission and decision: one cycle has at most one such proposal."""
        return self in {ProposalState.IN_REVIEW, ProposalState.ANSWERED, ProposalState.SUBMITTED}


UNDECIDED = frozenset({ProposalState.DRAFT, ProposalState.IN_REVIEW, ProposalState.ANSWERED, ProposalState.SUBMITTED})
"""While a plan must fit the register, which may change under it."""

REPLYING = frozenset({ProposalState.IN_REVIEW, ProposalState.ANSWERED})
"""While district HR can reply to objections of principals."""

ProposalState.words(
    {
        ProposalState.DRAFT: (say("not submitted"), "none"),
        ProposalState.IN_REVIEW: (say("in review by principals"), "wait"),
        ProposalState.ANSWERED: (say("review ended"), "warn"),
        ProposalState.SUBMITTED: (say("awaiting decision"), "wait"),
        ProposalState.APPROVED: (say("approved"), "ok"),
        ProposalState.REFUSED: (say("refused"), "bad"),
        ProposalState.WITHDRAWN: (say("withdrawn"), "none"),
    }
)


class ReviewState(LabelledEnum):
    """What a school has done with its review."""

    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        """Whether nothing of it changes any more; what was kept without being sent then counts as an answer."""
        return self is not ReviewState.OPEN


ReviewState.words(
    {
        ReviewState.OPEN: (say("not sent yet"), "wait"),
        ReviewState.SENT: (say("answers sent"), "ok"),
        ReviewState.CLOSED: (say("ended without answers"), "none"),
    }
)


class Direction(LabelledEnum):
    """Whether a reviewed move brings somebody to the school or takes somebody away."""

    IN = "in"
    OUT = "out"


Direction.words({Direction.IN: (say("comes"), "none"), Direction.OUT: (say("leaves"), "none")})


class Answer(LabelledEnum):
    """A principal's answer to one move."""

    AGREE = "agree"
    OBJECT = "object"


Answer.words({Answer.AGREE: (say("agrees"), "ok"), Answer.OBJECT: (say("objects"), "bad")})


class Reply(LabelledEnum):
    """What district HR does with a principal's objection."""

    ACCEPTED = "accepted"
    KEPT = "kept"


Reply.words({Reply.ACCEPTED: (say("objection accepted"), "ok"), Reply.KEPT: (say("move kept"), "none")})


class ObjectionState(LabelledEnum):
    """Where a teacher's objection to the own result stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


ObjectionState.words(
    {
        ObjectionState.OPEN: (say("waits for a reply"), "warn"),
        ObjectionState.UPHELD: (say("objection upheld"), "ok"),
        ObjectionState.REJECTED: (say("objection rejected"), "none"),
    }
)


class PriceState(LabelledEnum):
    """What is known of the price of forcing a move that no rule refuses."""

    WAITING = "waiting"
    KNOWN = "known"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


PriceState.words(
    {
        PriceState.WAITING: (say("being worked out"), "run"),
        PriceState.KNOWN: (say("price known"), "ok"),
        PriceState.IMPOSSIBLE: (say("no plan does this"), "bad"),
        PriceState.UNDECIDED: (say("not settled in time"), "warn"),
    }
)


class CarryState(LabelledEnum):
    """What carrying an approved plan into the register does with one of its moves."""

    CANNOT = "cannot"
    READY = "ready"
    THERE = "there"


CarryState.words(
    {
        CarryState.CANNOT: (say("cannot be carried"), "warn"),
        CarryState.READY: (say("ready to be posted"), "run"),
        CarryState.THERE: (say("in the register"), "ok"),
    }
)


class LockSource(LabelledEnum):
    """Why somebody was fixed by hand."""

    DISTRICT = "district"
    OBJECTION = "objection"


LockSource.words(
    {
        LockSource.DISTRICT: (say("by district HR"), "none"),
        LockSource.OBJECTION: (say("from an accepted objection"), "none"),
    }
)


STAGES: Mapping[str, Message] = {
    "waiting": say("Waiting for a worker"),
    "reading": say("Reading the register"),
    "searching": say("Searching"),
    "checking": say("Checking the plan independently"),
    "storing": say("Writing the proposal"),
}
"""What a search does, as its job reports it."""

"""Whether a window is open: preferences, reviews, objections. A deadline is a district day and includes the day."""

from datetime import date, timedelta

from policy.messages import say
from policy.verdict import Verdict
from rotation.vocabulary.states import CycleState, ProposalState, ReviewState

PREFERENCES = "preferences-open"
REVIEW = "review-open"
OBJECTIONS = "objections-open"
FUTURE = "deadline-ahead"
ANSWERED = "objections-answered"
UPHELD = "objection-upheld"
CARRIED = "plan-not-carried"
LISTED = "list-fixed"
ORDER = "days-in-order"
FARTHEST = timedelta(days=366)
"""A day further ahead than a year was mistyped."""


def preferences_open(state: CycleState, deadline: date | None, on: date) -> Verdict:
    """Judge whether teachers may file preferences."""
    if state is not CycleState.PREFERENCES:
        return Verdict(False, PREFERENCES, say("Preferences are not open: the cycle is {state}.", state=state.label))
    if deadline is not None and on > deadline:
        return Verdict(False, PREFERENCES, say("Preferences were open until {day}.", day=deadline))
    return Verdict(True, PREFERENCES, say("Preferences are open."))


def review_open(state: ReviewState, proposal: ProposalState, deadline: date, on: date) -> Verdict:
    """Judge whether a school may still answer."""
    if state is ReviewState.SENT:
        return Verdict(False, REVIEW, say("The answers have been sent; they can no longer be changed."))
    if proposal is not ProposalState.IN_REVIEW or state is ReviewState.CLOSED:
        return Verdict(False, REVIEW, say("The review of this proposal has ended."))
    if on > deadline:
        return Verdict(False, REVIEW, say("Answers were possible until {day}.", day=deadline))
    return Verdict(True, REVIEW, say("The review is open."))


def objections_open(state: CycleState, deadline: date | None, on: date) -> Verdict:
    """Judge whether teachers may object to their result."""
    if state is not CycleState.DECIDED:
        return Verdict(False, OBJECTIONS, say("There is no result to object to yet."))
    if deadline is not None and on > deadline:
        return Verdict(False, OBJECTIONS, say("Objections were possible until {day}.", day=deadline))
    return Verdict(True, OBJECTIONS, say("Objections are possible."))


def deadline_ahead(deadline: date, on: date) -> Verdict:
    """Judge whether a deadline leaves at least the rest of today."""
    facts = {"deadline": deadline.isoformat(), "on": on.isoformat()}
    if deadline >= on:
        return Verdict(True, FUTURE, say("The deadline is ahead."), facts)
    return Verdict(False, FUTURE, say("This day is past. Choose today or a later day."), facts)


def day_meant(deadline: date, on: date) -> Verdict:
    """Judge whether a deadline is near enough to be meant."""
    facts = {"deadline": deadline.isoformat(), "on": on.isoformat()}
    if deadline - on <= FARTHEST:
        return Verdict(True, FUTURE, say("The deadline is near enough."), facts)
    return Verdict(False, FUTURE, say("This day is more than a year away. Choose an earlier day."), facts)


def review_before_objections(deadline: date, objections: date | None) -> Verdict:
    """Judge whether principals have answered before the last day for objections the cycle names."""
    if objections is None or deadline <= objections:
        return Verdict(True, ORDER, say("The days follow each other."))
    sentence = say(
        "By the days of the cycle teachers may object until {day}: principals answer before that. Choose an earlier "
        "day, or change the days of the cycle first.",
        day=objections,
    )
    return Verdict(False, ORDER, sentence, {"objections": objections.isoformat()})


def list_fixed(*, is_fixed: bool) -> Verdict:
    """Judge whether planning may begin: only who is on the eligibility list is planned with."""
    if is_fixed:
        return Verdict(True, LISTED, say("The eligibility list is fixed."))
    return Verdict(False, LISTED, say("The eligibility list is not fixed yet: fix it before you begin to plan."))


def objections_over(state: CycleState, deadline: date | None, unanswered: int, on: date) -> Verdict:
    """Judge whether objections are over: nobody can object any more, and every objection has its answer."""
    if unanswered:
        sentence = say("{number} objections of teachers have no answer yet: answer them first.", number=unanswered)
        return Verdict(False, ANSWERED, sentence, {"unanswered": unanswered})
    if state is CycleState.DECIDED and deadline is not None and on <= deadline:
        return Verdict(False, OBJECTIONS, say("Teachers may still object, until {day}.", day=deadline))
    return Verdict(True, OBJECTIONS, say("Nobody can object any more."))


def may_reopen(upheld: int, unanswered: int, *, is_carried: bool) -> Verdict:
    """Judge whether a decided cycle may be planned again: an objection was upheld, and none waits for its answer.

    A plan once carried into the register stands: another search would count from postings the plan itself has made.
    """
    if is_carried:
        return Verdict(False, CARRIED, say("The approved plan was carried into the register: the decision stands."))
    if unanswered:
        sentence = say("{number} objections of teachers have no answer yet: answer them first.", number=unanswered)
        return Verdict(False, ANSWERED, sentence, {"unanswered": unanswered})
    if not upheld:
        return Verdict(False, UPHELD, say("No objection of a teacher was upheld: the decision stands."))
    return Verdict(True, UPHELD, say("An objection was upheld: the plan may be made again."))

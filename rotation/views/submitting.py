"""The way of a proposal from district HR: to the principals, to the leader, or back."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from policy.messages import Message, say
from rotation import queries, services
from rotation.forms.cycles import EndReviewForm, ReasonForm, SendForm
from rotation.views.answering import Answer, attempt, do, done, seen_version, shown
from rotation.views.blueprints import rotation
from rotation.vocabulary.states import ProposalState, ReviewState


@rotation.route("/proposals/<int:proposal_id>/review", methods=["GET", "POST"])
@requires(Permission.PLAN_SUBMIT)
def submit_for_review(proposal_id: int) -> Answer:
    """Send a proposal to the principals of the schools it touches."""
    reader = signed_in()
    plan = queries.proposal_page(reading(), proposal_id, reader, on=today())
    cycle = queries.cycle_page(reading(), plan.cycle_id, reader, on=today())
    form = SendForm(data={"deadline": cycle.review_deadline})

    def verb(tx: Session) -> object:
        seen, words = seen_version(), form.words()
        return services.submit_for_review(tx, proposal_id, seen, form.day(), words, by=reader, on=today())

    if attempt(form, verb):
        return done(say("The principals are asked."), "rotation.answers", proposal_id=proposal_id)
    schools = queries.school_lines(reading(), proposal_id, reader)
    lines = queries.proposals(reading(), reader, plan.cycle_id)
    return shown(
        "rotation/proposals/submit.html",
        form,
        plan=plan,
        asked=sum(bool(line.arrivals or line.leavers) for line in schools),
        other=queries.replaced_by(reading(), proposal_id, reader),
        awaiting=[line for line in lines if line.state is ProposalState.SUBMITTED and line.id != proposal_id],
    )


@rotation.route("/proposals/<int:proposal_id>/review/end", methods=["GET", "POST"])
@requires(Permission.PLAN_SUBMIT)
def close_review(proposal_id: int) -> Answer:
    """End the review before its deadline, with the reason."""
    return _with_reason(proposal_id, EndReviewForm(), services.close_review, say("The review is ended."))


@rotation.route("/proposals/<int:proposal_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PLAN_SUBMIT)
def withdraw(proposal_id: int) -> Answer:
    """Take a proposal back, with the reason."""
    return _with_reason(proposal_id, ReasonForm(), services.withdraw, say("The proposal is withdrawn."))


@rotation.post("/proposals/<int:proposal_id>/submit")
@requires(Permission.PLAN_SUBMIT)
def submit_for_decision(proposal_id: int) -> Answer:
    """Hand a reviewed proposal to the leader."""
    do(services.submit_for_decision, proposal_id, seen_version())
    return done(say("The proposal awaits the leader's decision."), "rotation.proposal", proposal_id=proposal_id)


def _with_reason(
    proposal_id: int, form: EndReviewForm | ReasonForm, verb: Callable[..., object], message: Message
) -> Answer:
    """Ask for the reason of a deed, and do it."""
    reader = signed_in()
    plan = queries.proposal_page(reading(), proposal_id, reader, on=today())
    if attempt(form, lambda tx: verb(tx, proposal_id, seen_version(), form.words(), by=reader, on=today())):
        return done(message, "rotation.proposal", proposal_id=proposal_id)
    if not isinstance(form, EndReviewForm):
        return shown("rotation/proposals/withdraw.html", form, plan=plan)
    reviews = queries.review_overview(reading(), proposal_id, reader, on=today()).reviews
    unsent = [line.place.name for line in reviews if line.state is ReviewState.OPEN]
    return shown("rotation/proposals/end_review.html", form, plan=plan, unsent=unsent)

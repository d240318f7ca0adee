"""The leader's desk: proposals that wait for a decision, those that were decided, and the decision itself."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.decisions import DecisionForm
from rotation.views.answering import Answer, attempt, done, seen_version, shown
from rotation.views.blueprints import reviews

OBJECTION_DAYS = 7


@reviews.get("/decisions")
@requires(Permission.PLAN_DECIDE, Permission.PLAN_SUBMIT)
def decisions() -> str:
    """List what waits for a decision and what was decided."""
    waiting, decided = queries.decisions(reading(), signed_in(), on=today())
    return render("reviews/decisions.html", waiting=waiting, decided=decided)


@reviews.route("/decisions/<int:proposal_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_DECIDE)
def decide(proposal_id: int) -> Answer:
    """Decide on a proposal; one's own shows why one may not."""
    reader = signed_in()
    plan = queries.proposal_page(reading(), proposal_id, reader, on=today())
    if not plan.submitted_at:
        raise NotFound
    form = DecisionForm(data={"objection_deadline": _offered(plan.cycle_id, reader)})
    if attempt(form, lambda tx: _decide(tx, proposal_id, form, reader)):
        return done(say("The decision is on record."), "reviews.decisions")
    overview = queries.review_overview(reading(), proposal_id, reader, on=today())
    return shown("reviews/decide.html", form, plan=plan, overview=overview)


def _offered(cycle_id: int, reader: Identity) -> date:
    """Return until when teachers may object: the day the cycle names while it is ahead, else a week from now."""
    named = queries.cycle_page(reading(), cycle_id, reader, on=today()).objection_deadline
    return named if named and named >= today() else today() + timedelta(days=OBJECTION_DAYS)


def _decide(tx: Session, proposal_id: int, form: DecisionForm, reader: Identity) -> None:
    """Take the decision the form names."""
    subject, reason = (proposal_id, seen_version()), form.words()
    if form.decision.data == "approve":
        services.approve(tx, *subject, reason, objection_deadline=form.objection_deadline.data, by=reader, on=today())
    elif form.decision.data == "refuse":
        services.refuse(tx, *subject, reason, by=reader, on=today())
    else:
        services.return_to_district(tx, *subject, reason, by=reader, on=today())

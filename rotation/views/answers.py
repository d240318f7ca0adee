"""What the principals answered to a proposal, and the replies of district HR to their objections."""

from sqlalchemy.orm import Session

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.decisions import ReplyForm
from rotation.views.answering import Answer, attempt, done, school_choices, seen_version, shown
from rotation.views.blueprints import rotation
from rotation.vocabulary.pages import ObjectionItem, ReviewOverview
from rotation.vocabulary.states import Direction


@rotation.get("/proposals/<int:proposal_id>/answers")
@requires(Permission.REVIEW_REPLY, Permission.PLAN_DECIDE)
def answers(proposal_id: int) -> str:
    """Show every school's answers and what is still to be replied to."""
    overview = queries.review_overview(reading(), proposal_id, signed_in(), on=today())
    return render("rotation/proposals/answers.html", plan=overview.proposal, overview=overview)


@rotation.route("/proposals/<int:proposal_id>/answers/<int:item_id>", methods=["GET", "POST"])
@requires(Permission.REVIEW_REPLY)
def reply(proposal_id: int, item_id: int) -> Answer:
    """Reply to one objection: accept it, with what the new search must keep to, or keep the move."""
    reader = signed_in()
    overview = queries.review_overview(reading(), proposal_id, reader, on=today())
    case = _objection(overview, item_id)
    form = ReplyForm(data={"action": "stay" if case.item.direction is Direction.OUT else "forbid"})
    form.offer(school_choices(reader, Permission.PLAN_READ))
    move, day = case.item.move, today()

    def verb(tx: Session) -> object:
        draft = form.draft(move.staff_no, move.target.code)
        return services.reply(tx, item_id, seen_version(), draft, by=reader, on=day)

    if attempt(form, verb):
        return done(say("The reply is on record."), "rotation.answers", proposal_id=proposal_id)
    return shown("rotation/proposals/reply.html", form, plan=overview.proposal, case=case)


def _objection(overview: ReviewOverview, item_id: int) -> ObjectionItem:
    """Return one objection of a proposal.

    Raises `NotFound` where the proposal has no such objection.
    """
    found = next((case for case in overview.objections if case.item.id == item_id), None)
    if found is None:
        raise NotFound
    return found

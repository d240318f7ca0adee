"""Why somebody moves, stays, or is not sent to a school; for the drawer and as a page of its own."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.views.answering import Answer, do, done, id_in, school_ids
from rotation.views.blueprints import rotation


@rotation.get("/proposals/<int:proposal_id>/why/<staff_no>")
@requires(Permission.PLAN_READ)
def why(proposal_id: int, staff_no: str) -> str:
    """Say what a move serves, or why somebody does not go to the school that is asked about."""
    tx, reader = reading(), signed_in()
    return render(
        "rotation/proposals/why.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        answer=services.why(tx, proposal_id, staff_no, id_in("school"), by=reader),
        schools=school_ids(reader, Permission.PLAN_READ),
        asked=id_in("school"),
    )


@rotation.post("/proposals/<int:proposal_id>/why/<staff_no>/<int:school_id>")
@requires(Permission.PLAN_SOLVE)
def ask_price(proposal_id: int, staff_no: str, school_id: int) -> Answer:
    """Work out what it would cost to send somebody to a school that no rule refuses."""
    do(services.ask_price, proposal_id, staff_no, school_id)
    message = say("The price is being worked out; load this page again in a moment.")
    return done(message, "rotation.why", proposal_id=proposal_id, staff_no=staff_no, school=school_id)

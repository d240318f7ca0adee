"""One school before and after a proposal."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import render
from rotation import queries
from rotation.views.blueprints import rotation


@rotation.get("/proposals/<int:proposal_id>/schools/<int:school_id>")
@requires(Permission.PLAN_READ)
def proposal_school(proposal_id: int, school_id: int) -> str:
    """Show a school's figures, subjects and people before and after."""
    tx, reader = reading(), signed_in()
    school, cells, indicators, incoming, outgoing = queries.school_page(tx, proposal_id, school_id, reader)
    return render(
        "rotation/proposals/school.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        school=school,
        cells=cells,
        indicators=indicators,
        incoming=incoming,
        outgoing=outgoing,
    )

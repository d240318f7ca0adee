"""Two proposals side by side."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import render
from rotation import queries
from rotation.views.answering import id_in
from rotation.views.blueprints import rotation


@rotation.get("/proposals/compare")
@requires(Permission.PLAN_READ)
def compare() -> str:
    """Compare two proposals; without two of them, ask which."""
    tx, reader = reading(), signed_in()
    first, second = id_in("a"), id_in("b")
    found = queries.compare(tx, first, second, reader, on=today()) if first and second and first != second else None
    lines = queries.proposals(tx, reader)
    return render("rotation/proposals/compare.html", pair=found, proposals=lines, a=first, b=second)

"""The preferences of a cycle as district HR sees them: who filed which schools."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import page_wish, render
from rotation import queries
from rotation.views.answering import page_of, word_in
from rotation.views.blueprints import rotation


@rotation.get("/cycles/<int:cycle_id>/preferences")
@requires(Permission.CYCLE_READ)
def preferences(cycle_id: int) -> str:
    """Show the lists that were filed."""
    tx, reader, wish = reading(), signed_in(), page_wish()
    rows, total = queries.preference_list(tx, cycle_id, reader, search=word_in("q"), page=wish.number, size=wish.size)
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    return render("rotation/preferences/index.html", cycle=page, page=page_of(rows, total, wish))

"""The blueprint of all pages about accounts, and what they share."""

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from accounts import errands, queries, rules, sessions, tokens
from accounts.limits import LIMITS
from accounts.sessions import Visit
from core.db import reading
from core.web.pages import go, own_path

blueprint = Blueprint("accounts", __name__)


def visit() -> Visit:
    """Return the signed-in browser behind a guard.

    Raises `LookupError` where there is no guard: that is a defect, not a refusal.
    """
    found = sessions.current_visit()
    if found is None:
        raise LookupError("no one is here: the endpoint lacks its guard")
    return found


def chosen_rows() -> list[int]:
    """Return the rows ticked in a table, at most as many as fit on a sheet."""
    rows = dict.fromkeys(int(row) for row in request.form.getlist("rows") if row.isdecimal() and len(row) < 10)
    return list(rows)[: LIMITS.people_on_a_sheet]


def wanted() -> str:
    """Return where the person wanted to go, only ever within this site."""
    return own_path(request.values.get("next"), url_for("home.start"))


def onwards(token: str) -> Response:
    """Give the browser its token and send the person on: to what is still owed, or to where they wanted to go."""
    standing = queries.standing(reading(), tokens.digest(token))
    owes = rules.owed(standing, demo=current_app.config["JUNHENG_DEMO"]) if standing else None
    answer = errands.to_errand(owes, wanted()) if owes else go(wanted())
    return sessions.hand_out(answer, token)

"""The first page of every role, the help, the messages, and the style guide."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from accounts.guards import public, requires, signed_in_only
from accounts.identity import current_identity, signed_in
from accounts.permissions import Permission
from app.desk import compose
from core import notices
from core.clock import today
from core.db import reading, transaction
from core.web.pages import go, page_wish, paginate, render
from core.web.samples import sample_form

blueprint = Blueprint("home", __name__)

_FIRST_PAGES = (
    (Permission.CYCLE_READ, "home.desk"),
    (Permission.REVIEW_ANSWER, "home.desk"),
    (Permission.TRAINING_APPROVE_SCHOOL, "home.desk"),
    (Permission.ACCOUNT_MANAGE, "accounts.people"),
    (Permission.OWN_FILE, "my.home"),
)
"""Where a person begins: the first permission held decides."""


@blueprint.get("/")
@public
def start() -> Response | str:
    """Send everybody to the page their work begins on."""
    identity = current_identity()
    if identity is None:
        return go(url_for("accounts.login"))
    first = next((endpoint for permission, endpoint in _FIRST_PAGES if identity.may(permission)), "accounts.account")
    if first == "my.home" and identity.teacher_id is None:
        return render("home/no_file.html", number=identity.staff_no)
    return go(url_for(first))


@blueprint.get("/desk")
@requires(Permission.CYCLE_READ, Permission.REVIEW_ANSWER, Permission.TRAINING_READ)
def desk() -> str:
    """Show what waits for the reader, and how their part of the district stands."""
    identity, on = signed_in(), today()
    page = compose.desk(reading(), identity, on)
    return render("home/desk.html", page=page, first_steps=compose.first_steps(identity))


@blueprint.get("/messages")
@signed_in_only
def messages() -> str:
    """Show the reader's own messages."""
    page = paginate(reading(), notices.of_user(signed_in().user_id), page_wish())
    return render("home/messages.html", page=page)


@blueprint.post("/messages/read")
@signed_in_only
def read_messages() -> Response:
    """Mark the reader's messages as read."""
    with transaction() as tx:
        notices.mark_read(tx, signed_in().user_id)
    return go(url_for("home.messages"))


@blueprint.get("/styleguide")
@signed_in_only
def styleguide() -> str:
    """Show every component of the interface with sample data."""
    return render("styleguide.html", form=sample_form())

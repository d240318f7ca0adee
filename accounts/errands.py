"""Where somebody is led who gave the right password and still owes something."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from accounts.vocabulary import Owed

PAGES = {
    Owed.CODE: "accounts.second_factor",
    Owed.PASSWORD: "accounts.change_password",
    Owed.ENROLMENT: "accounts.set_up_second_factor",
}


def to_errand(owes: Owed, wanted: str | None = None) -> Response:
    """Send the person to what is owed, and on from there to where they wanted to go."""
    if wanted is None and request.method == "GET":
        wanted = request.full_path.rstrip("?")
    return redirect(url_for(PAGES[owes], next=wanted or None), code=303)

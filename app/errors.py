"""Every failure becomes a page that says what happened and how to go on; nothing of the inside shows."""

import logging
import secrets

from flask import Flask, g, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from accounts import guards
from app import navigation
from core.db import db, described, is_busy
from core.errors import Busy, Conflict, DomainError, TooMany
from core.web.language import text
from core.web.pages import render
from policy.messages import Message, say

log = logging.getLogger("junheng")

_WORDS = {
    400: say("This request could not be understood."),
    404: say("There is nothing at this address."),
    405: say("This address does not take such a request."),
    413: say("The file is too large."),
    415: say("This kind of content is not taken here."),
    429: say("Too many requests."),
    503: say("The service is busy."),
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})
BUSY_WAIT_SECONDS = 5
NOT_FOUND, OWN_FAULT = 404, 500

Answer = tuple[str, int, dict[str, str]]


def register(app: Flask) -> None:
    """Bind the handlers: refusals of the domain, of HTTP, of the database, and the last resort."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, too_old)
    app.register_error_handler(SecurityError, not_our_host)
    app.register_error_handler(HTTPException, answered)
    app.register_error_handler(OperationalError, database_failed)
    app.register_error_handler(Exception, failed)


def refused(error: DomainError) -> Answer:
    """Show a refusal of the domain: its sentence, its cure and, for conflicts, both versions."""
    headers = {"Retry-After": str(error.wait_seconds)} if isinstance(error, TooMany | Busy) else {}
    both = {"mine": error.mine, "theirs": error.theirs} if isinstance(error, Conflict) else {}
    return page(error.status, error.message, error.cure, **both), error.status, headers


def too_old(error: CSRFError) -> Answer:
    """Say that a form was of another session: the page was left open too long, or signed out elsewhere."""
    del error
    cure = say("Go back to the form: what you typed is offered to you there once more.")
    message = say("This page was open too long, or you signed in anew meanwhile; nothing was saved.")
    return page(400, message, cure, back=guards.page_before()), 400, {}


def not_our_host(error: SecurityError) -> Answer:
    """Refuse a request for another host in plain words: without a host of ours no page can name its own addresses."""
    del error
    return text(say("This host is not served here.")), 400, {"Content-Type": "text/plain; charset=utf-8"}


def answered(error: HTTPException) -> Answer:
    """Show a refusal of HTTP in our own words; redirects pass as they are."""
    code = error.code or 500
    if code < 400:
        raise error
    return page(code, _WORDS.get(code, say("This request was refused."))), code, {}


def database_failed(error: OperationalError) -> Answer:
    """Answer politely when the database is busy, and as a failure otherwise."""
    if not is_busy(error):
        return failed(error)
    db.session.rollback()
    return page(503, described(error)), 503, {"Retry-After": str(BUSY_WAIT_SECONDS)}


def failed(error: Exception) -> Answer:
    """Keep the details in the log under a reference the reader can name; show nothing else."""
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("failed", exc_info=error, extra={"reference": reference, "path": request.path})
    return page(500, say("Something failed on our side; nothing was saved."), reference=reference), 500, {}


def page(code: int, message: Message, cure: Message | None = None, **context: object) -> str:
    """Render the error page of a status code; a failure's page does without the database."""
    template = f"errors/{code if code in PAGES else 400}.html"
    # what one may not see must not differ from what is not there: not by the shell around it either
    request.environ[navigation.NOWHERE] = code == NOT_FOUND
    if code >= OWN_FAULT:
        g.failing = True  # the shell around the page would ask the database again
    return render(template, code=code, message=message, cure=cure, **context)

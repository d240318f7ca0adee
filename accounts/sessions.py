"""The sign-in layer around every request: who is asking, in which language, and what they still owe at the door.

The browser holds a random token in a cookie; the database holds its hash. Account and roles are read anew at every
request, so that signing out, a new password, another role and a closed account act at the next request, everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFError
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from accounts import guards, queries, rules, tokens
from accounts.errands import to_errand
from accounts.identity import Identity
from accounts.limits import LIMITS
from accounts.models import UserSession
from accounts.reading import reader_of, reader_of_cookie
from accounts.vocabulary import Owed, Place, Standing
from core.clock import instant
from core.db import db, reading
from core.web.security import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])

PATIENCE_MILLISECONDS = 50
"""How long noting that somebody was seen waits for a busy database: it can be noted at the next request."""

POLL_HEADER = "X-Poll"
_BOUND_TO = "bound"
_SEAL_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Visit:
    """One signed-in browser during this request; `owes` says what must be done before anything else."""

    session_id: int
    identity: Identity
    owes: Owed | None
    standing: Standing


def bind(app: Flask, *, secure: bool, demo: bool = False, demo_accounts: tuple[str, ...] = ()) -> None:
    """Put the sign-in layer around all requests of a site; `demo_accounts` are staff numbers opened by one press."""
    prefix = "__Host-" if secure else ""
    app.config.update(
        JUNHENG_TOKEN_COOKIE=f"{prefix}junheng",
        JUNHENG_DEVICE_COOKIE=f"{prefix}junheng-device",
        JUNHENG_READER_COOKIE=f"{prefix}junheng-reader",
        JUNHENG_SECURE=secure,
        JUNHENG_DEMO=demo,
        JUNHENG_DEMO_ACCOUNTS=tuple(demo_accounts) if demo else (),
        SESSION_COOKIE_NAME=f"{prefix}junheng-form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.before_request(load_identity)
    app.after_request(drop_dead_cookie)


def polling(view: View) -> View:
    """Mark a view that pages ask by themselves: being asked does not keep a session awake."""
    view.polling = True  # type: ignore[attr-defined]
    return view


def load_identity() -> AnyResponse | None:
    """Find out who asks; whoever still owes something is led there before anything else."""
    g.identity = g.visit = None
    g.reader = reader_of_cookie(request.cookies.get(current_app.config["JUNHENG_READER_COOKIE"]))
    if request.endpoint == "static":
        return None
    token = request.cookies.get(current_app.config["JUNHENG_TOKEN_COOKIE"], "")
    visit = _visit(token) if token else None
    g.dead_cookie = bool(token) and visit is None
    _bind_form_token(token if visit else "")
    if visit is None:
        return None
    g.visit, g.reader = visit, reader_of(visit.standing)
    if visit.owes is None:
        g.identity = visit.identity
        return None
    access = guards.access_of(current_app, request.endpoint) if request.endpoint else None
    return None if access and (access.public or access.on_the_way) else to_errand(visit.owes)


def current_visit() -> Visit | None:
    """Return the signed-in browser of this request, also where something is still owed."""
    visit: Visit | None = g.get("visit")
    return visit


def place() -> Place:
    """Return where this request comes from; behind proxies only what the trusted hop says counts."""
    return Place(request.remote_addr or "", request.headers.get("User-Agent", ""))


def hand_out(response: AnyResponse, token: str) -> AnyResponse:
    """Give the browser a new token; what it had in its form cookie belongs to the session before."""
    session.clear()
    session[_BOUND_TO] = _seal(token)
    _set_cookie(response, "JUNHENG_TOKEN_COOKIE", token)
    g.dead_cookie = False
    return response


def remember_device(response: AnyResponse, mark: str) -> AnyResponse:
    """Let the browser be known again at the next sign-in."""
    age = int(LIMITS.device_remembered.total_seconds())
    _set_cookie(response, "JUNHENG_DEVICE_COOKIE", mark, max_age=age)
    return response


def take_back(response: AnyResponse) -> AnyResponse:
    """Take token and form cookie from the browser."""
    session.clear()
    g.dead_cookie = True
    return response


def drop_dead_cookie(response: Response) -> Response:
    """Delete the cookie of a session that is no more."""
    if g.get("dead_cookie"):
        name, secure = current_app.config["JUNHENG_TOKEN_COOKIE"], current_app.config["JUNHENG_SECURE"]
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def _visit(token: str) -> Visit | None:
    """Return the visit behind a token, None where its session is no more; notes that it was seen."""
    at = instant()
    standing = queries.standing(reading(), tokens.digest(token))
    reading().rollback()  # what is written next must not wait for this look
    if standing is None:
        return None
    owes = rules.owed(standing, demo=current_app.config["JUNHENG_DEMO"])
    if not rules.is_alive(standing, at, owes=owes):
        return None
    if at - standing.seen_at >= LIMITS.seen_every and not _is_polled():
        _note_seen(standing.session_id, at)
    identity = Identity(
        user_id=standing.user_id,
        staff_no=standing.staff_no,
        name=standing.name,
        roles=standing.roles,
        school_id=standing.school_id,
        teacher_id=standing.teacher_id,
    )
    return Visit(standing.session_id, identity, owes, standing)


def _is_polled() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "polling", False)) or POLL_HEADER in request.headers


def _note_seen(session_id: int, at: datetime) -> None:
    """Move the idle clock of a session on, unless the database is busy with something larger."""
    with db.engine.connect().execution_options(junheng_write=True) as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.driver_connection
        if sqlite:
            patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
            driver.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        try:
            connection.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=at))
            connection.commit()
        except OperationalError:
            connection.rollback()
        finally:
            if sqlite:
                driver.execute(f"PRAGMA busy_timeout={patience}")


def _bind_form_token(token: str) -> None:
    """Let a form token count for one session only: the one it was made in."""
    seal = _seal(token) if token else ""
    if session.get(_BOUND_TO, "") == seal:
        return
    if token and request.method not in SAFE_METHODS and current_app.config.get("WTF_CSRF_ENABLED", True):
        raise CSRFError("the form belongs to another session")
    kept = session.get("_flashes")
    session.clear()
    if seal:
        session[_BOUND_TO] = seal
    if kept:
        session["_flashes"] = kept


def _seal(token: str) -> str:
    return tokens.digest(f"form:{token}")[:_SEAL_LENGTH]


def _set_cookie(response: AnyResponse, name: str, value: str, *, max_age: int | None = None) -> None:
    secure = current_app.config["JUNHENG_SECURE"]
    response.set_cookie(
        current_app.config[name], value, max_age=max_age, path="/", secure=secure, httponly=True, samesite="Lax"
    )

"""Every endpoint says whom it answers, by one of three decorators; an app with one that does not refuses to start."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from accounts.identity import current_identity
from accounts.permissions import Permission
from core.errors import Misconfigured, NotAllowed
from core.web.pages import own_path

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declared: public, any signed-in person, or one of several permissions.

    `on_the_way` views also answer somebody who gave the right password and still owes a code or a new password.
    """

    public: bool = False
    permissions: frozenset[Permission] = frozenset()
    on_the_way: bool = False


def public(view: View) -> View:
    """Let everybody in, signed in or not."""
    view.access = Access(public=True)  # type: ignore[attr-defined]
    return view


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let in who holds one of the permissions; to all others there is nothing at this address."""
    return lambda view: _guarded(view, Access(permissions=frozenset(permissions)))


def signed_in_only(view: View) -> View:
    """Let in everybody who is signed in: only for what shows nothing but the reader's own."""
    return _guarded(view, Access())


def on_the_way(view: View) -> View:
    """Let in who is signed in, and who is half-way there: only for what finishes the signing in."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        return view(*args, **values) if g.get("visit") is not None else to_sign_in()

    guarded.access = Access(on_the_way=True)  # type: ignore[attr-defined]
    return cast(View, guarded)


def _guarded(view: View, access: Access) -> View:
    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        identity = current_identity()
        if identity is None:
            return to_sign_in()
        if access.permissions and not any(identity.may(permission) for permission in access.permissions):
            raise NotAllowed
        return view(*args, **values)

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View, guarded)


def to_sign_in() -> Response:
    """Send a visitor to the sign-in page, which tells of a session that ended, and from there back to their page."""
    part = "HX-Request" in request.headers
    wanted = page_before() if part or request.method != "GET" else request.full_path.rstrip("?")
    ended = "yes" if g.get("dead_cookie") else None
    address = url_for("accounts.login", next=wanted or None, ended=ended)
    if part:  # a part of a page asked: the whole page has to go
        return Response(headers={"HX-Redirect": address})
    return redirect(address)


def page_before() -> str:
    """Return the page a request was sent from, as a path of this site that can be opened; empty where it is none."""
    named = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if named.netloc != request.host:
        return ""
    try:
        endpoint, _ = current_app.create_url_adapter(request).match(named.path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, RequestRedirect):
        return ""
    if endpoint.startswith("accounts.log"):
        return ""
    return own_path(named.path + (f"?{named.query}" if named.query else ""), "")


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declared."""
    if endpoint == "static":
        return Access(public=True)
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_undeclared(app: Flask) -> None:
    """Stop the start-up when an endpoint declared no access.

    Raises `Misconfigured`.
    """
    undeclared = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if undeclared:
        raise Misconfigured(f"endpoints without a guard: {', '.join(undeclared)}")

"""Single acts of the system administrator on an account, and the page that says who may do what."""

from collections.abc import Callable

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts import passwords, queries, services
from accounts.guards import requires, signed_in_only
from accounts.identity import Identity, signed_in
from accounts.models import User
from accounts.permissions import ROLE_GRANTS, Permission, Role
from accounts.views.frame import blueprint, chosen_rows
from accounts.views.people import person_page
from core.clock import instant
from core.db import expect_version, transaction
from core.errors import Invalid, NotFound
from core.web.forms import sent_number
from core.web.pages import flash_bad, flash_done, go, render
from policy.messages import Message, say

Verb = Callable[[Session, User, Identity], Message]


@blueprint.post("/people/<int:user_id>/password")
@requires(Permission.ACCOUNT_MANAGE)
def issue_password(user_id: int) -> str | Response:
    """Issue one account a new first password and show it, once."""
    return _issued([user_id], url_for("accounts.person", user_id=user_id))


@blueprint.post("/people/passwords")
@requires(Permission.ACCOUNT_MANAGE)
def issue_passwords() -> str | Response:
    """Issue the chosen accounts new first passwords and show a sheet of slips to cut, once."""
    chosen = chosen_rows()
    if not chosen:
        flash_bad(say("No account was chosen. Tick the rows first."))
        return go(url_for("accounts.people"))
    return _issued(chosen, url_for("accounts.people"))


@blueprint.post("/people/<int:user_id>/roles/<role>/take")
@requires(Permission.ACCOUNT_MANAGE)
def take_role(user_id: int, role: str) -> Response:
    """Take a role from an account."""
    if role not in set(Role):
        raise NotFound
    taken = Role(role)

    def verb(tx: Session, user: User, by: Identity) -> Message:
        services.take_role(tx, user, taken, by=by)
        return say("{name} is no longer: {role}.", name=user.name, role=taken.label)

    return _done(user_id, verb)


@blueprint.post("/people/<int:user_id>/name")
@requires(Permission.ACCOUNT_MANAGE)
def rename(user_id: int) -> Response | tuple[str, int]:
    """Correct the name of an account; one that is refused stands in the form as it was typed."""
    typed = request.form.get("name", "")
    try:
        with transaction() as tx:
            user = queries.user(tx, user_id)
            expect_version(user, sent_number("version"))
            services.rename(tx, user, typed, by=signed_in())
    except Invalid as refusal:
        return person_page(user_id, name=typed, refusal=refusal), refusal.status
    flash_done(say("The account is in the name of {name}.", name=user.name))
    return go(url_for("accounts.person", user_id=user_id))


@blueprint.post("/people/<int:user_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable(user_id: int) -> Response:
    """Close an account."""

    def verb(tx: Session, user: User, by: Identity) -> Message:
        services.disable(tx, user, by=by)
        return say("{name}'s account is disabled; it is signed out everywhere.", name=user.name)

    return _done(user_id, verb)


@blueprint.post("/people/<int:user_id>/enable")
@requires(Permission.ACCOUNT_MANAGE)
def enable(user_id: int) -> Response:
    """Open a closed account again."""

    def verb(tx: Session, user: User, by: Identity) -> Message:
        services.enable(tx, user, by=by)
        return say("{name}'s account is enabled. Issue a password so that it can be used.", name=user.name)

    return _done(user_id, verb)


@blueprint.post("/people/<int:user_id>/sessions/end")
@requires(Permission.ACCOUNT_MANAGE)
def end_sessions_of(user_id: int) -> Response:
    """Sign an account out everywhere."""

    def verb(tx: Session, user: User, by: Identity) -> Message:
        ended = services.close_sessions(tx, user.id, by=by)
        return say("{name} is signed out in {count} places.", name=user.name, count=ended)

    return _done(user_id, verb)


@blueprint.post("/people/<int:user_id>/second-factor/reset")
@requires(Permission.ACCOUNT_MANAGE)
def reset_second_factor(user_id: int) -> Response:
    """Take an account's lost second factor away."""

    def verb(tx: Session, user: User, by: Identity) -> Message:
        services.reset_second_factor(tx, user, by=by)
        return say("{name} sets up a new second factor at the next sign-in.", name=user.name)

    return _done(user_id, verb)


@blueprint.get("/permissions")
@signed_in_only
def permissions() -> str:
    """Show who may do what: every permission by role, with its reach."""
    return render("accounts/permissions.html", permissions=list(Permission), roles=list(Role), grants=ROLE_GRANTS)


def _done(user_id: int, verb: Verb) -> Response:
    """Do one thing to an account as the administrator saw it, and say what was done or why not."""
    try:
        with transaction() as tx:
            user = queries.user(tx, user_id)
            expect_version(user, sent_number("version"))
            said = verb(tx, user, signed_in())
        flash_done(said)
    except Invalid as refusal:
        flash_bad(say("{message} {cure}", message=refusal.message, cure=refusal.cure or ""))
    return go(url_for("accounts.person", user_id=user_id))


def _issued(user_ids: list[int], back: str) -> str | Response:
    """Issue passwords in one transaction: all of them, or none and the reason."""
    at, fresh = instant(), [passwords.fresh() for _ in user_ids]
    try:
        with transaction() as tx:
            users = [queries.user(tx, user_id) for user_id in user_ids]
            pairs = zip(users, fresh, strict=True)
            issued = [services.issue_password(tx, user, by=signed_in(), at=at, fresh=made) for user, made in pairs]
    except Invalid as refusal:
        flash_bad(say("{message} {cure}", message=refusal.message, cure=refusal.cure or ""))
        return go(back)
    return render("accounts/password_sheet.html", issued=issued)

"""In and out: signing in with a password, the second factor, the roles of a demonstration, signing out."""

import unicodedata

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from accounts import passwords, queries, services, sessions, throttle, tokens
from accounts.forms import CodeForm, SignInForm
from accounts.guards import on_the_way, public
from accounts.identity import current_identity
from accounts.limits import LIMITS
from accounts.models import User
from accounts.views.frame import blueprint, onwards, visit, wanted
from accounts.views.tries import begin_try
from accounts.vocabulary import WRONG, Owed
from core.clock import instant
from core.db import reading, transaction
from core.errors import Invalid, NotFound
from core.web.forms import Refused
from core.web.pages import go, render
from policy.messages import say

SECONDS = 60


@blueprint.route("/login", methods=["GET", "POST"])
@public
def login() -> str | Response:
    """Sign somebody in by staff number and password."""
    if current_identity() is not None and request.method == "GET":
        return go(wanted())
    form = SignInForm(next=request.args.get("next", ""))
    if form.was_sent:
        try:
            with form.collects_errors():
                return _signed_in(typed_number(str(form.staff_no.data)), str(form.password.data))
        except Refused:
            pass
    return render(
        "accounts/login.html", form=form, roles=_demo_roles(), idle_minutes=int(LIMITS.idle.total_seconds()) // 60
    )


@blueprint.post("/login/demo")
@public
def sign_in_as_demo() -> Response:
    """Sign in to one of the accounts of a demonstration; elsewhere there is nothing at this address."""
    staff_no = request.form.get("staff_no", "")
    if staff_no not in current_app.config["JUNHENG_DEMO_ACCOUNTS"]:
        raise NotFound
    with transaction() as tx:
        user = queries.user_numbered(tx, staff_no)
        if user is None or not user.active:
            raise NotFound
        actor = queries.identity_of(user)
        place, at = sessions.place(), instant()
        token = services.enter(tx, user, place, by=actor, at=at, second_factor=True, how="demonstration")
    return onwards(token)


@blueprint.route("/login/second-factor", methods=["GET", "POST"])
@on_the_way
def second_factor() -> str | Response:
    """Ask for the code of the app after the password."""
    if visit().owes is not Owed.CODE:
        return go(wanted())
    form = CodeForm(next=request.args.get("next", ""))
    if form.was_sent:
        try:
            with form.collects_errors():
                return _proven(str(form.code.data))
        except Refused:
            pass
    return render("accounts/second_factor.html", form=form)


@blueprint.post("/logout")
@on_the_way
def logout() -> Response:
    """Sign out: the session is gone before the answer leaves."""
    here = visit()
    with transaction() as tx:
        user_id = here.identity.user_id
        services.close_session(tx, user_id, here.session_id, by=here.identity, event="user.signed_out")
    return sessions.take_back(go(url_for("accounts.login")))


def typed_number(text: str) -> str:
    """Return a staff number as it is stored, also where it was typed in full width."""
    return unicodedata.normalize("NFKC", text).strip()


def _signed_in(staff_no: str, password: str) -> Response:
    """Judge a password and open the session, or refuse in the one way that tells nothing."""
    mark = request.cookies.get(current_app.config["JUNHENG_DEVICE_COOKIE"])
    account = throttle.key_of(staff_no)
    device = tokens.device_of(str(current_app.secret_key), mark, account)
    key = throttle.key_of(f"{staff_no}\n{device}") if device else account
    begin_try(key)
    user_id, seen = queries.lock_of(reading(), staff_no) or (None, None)
    reading().rollback()
    if passwords.matches(password, seen):
        return _entered(staff_no, password, seen, key)
    with transaction() as tx:
        services.note_failure(tx, user_id, sessions.place(), what="password")
    raise Invalid(WRONG)


def _entered(staff_no: str, password: str, seen: str | None, key: str) -> Response:
    """Open a session for a right password, unless it was replaced or has expired meanwhile."""
    place, at = sessions.place(), instant()
    with transaction() as tx:
        user = queries.user_numbered(tx, staff_no)
        if user is None or not user.active or user.password_hash != seen:
            raise Invalid(WRONG)
        if user.issued_until is not None and user.issued_until < at:
            raise Invalid(say("This issued password has expired."), say("Ask the administrator for a new one."))
        throttle.forgive(tx, key)
        services.keep_hash_current(tx, user, password)
        who = queries.identity_of(user)
        token = services.enter(tx, user, place, by=who, at=at, second_factor=False, how="password")
    mark = tokens.device_mark(str(current_app.secret_key), throttle.key_of(staff_no))
    return sessions.remember_device(onwards(token), mark)


def _proven(code: str) -> Response:
    """Judge a code and renew the session under a token that is worth more."""
    here, place, at = visit(), sessions.place(), instant()
    key = throttle.key_of(f"code\n{here.identity.user_id}")
    begin_try(key)
    with transaction() as tx:
        user = queries.user(tx, here.identity.user_id)
        token = ""
        if services.answer_code(tx, user, code, by=here.identity, at=at):
            throttle.forgive(tx, key)
            token = services.renew_session(tx, here.session_id, user, place, at=at, second_factor=True)
        else:
            services.note_failure(tx, user.id, place, what="code")
    if not token:
        raise Invalid(
            say("This code is not right, or was used already."),
            say("Wait for the next one, or take a recovery code."),
            field="code",
        )
    return onwards(token)


def _demo_roles() -> list[User]:
    """Return the accounts a demonstration offers, in the order it names them."""
    numbers = current_app.config["JUNHENG_DEMO_ACCOUNTS"]
    found = (queries.user_numbered(reading(), number) for number in numbers)
    return [user for user in found if user is not None and user.active]

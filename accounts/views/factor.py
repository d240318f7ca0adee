"""Setting up the second factor, and the recovery codes that stand in for a lost phone."""

from flask import Response as Answer
from flask import current_app, g, make_response, request
from werkzeug.wrappers import Response

from accounts import errands, queries, second_factor, services, sessions, throttle
from accounts.forms import CodeForm, ProofForm
from accounts.guards import on_the_way, signed_in_only
from accounts.models import User
from accounts.views.frame import blueprint, visit, wanted
from accounts.views.tries import begin_try, prove
from accounts.vocabulary import Owed
from core.clock import instant
from core.db import reading, transaction
from core.errors import Invalid, NotFound
from core.web.forms import Refused
from core.web.language import text
from core.web.pages import flash_bad, go, render
from policy.messages import say

_ALLOWED = frozenset({None, Owed.ENROLMENT})
"""Who still owes a code or a new password does not touch the second factor."""


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@on_the_way
def set_up_second_factor() -> str | Response:
    """Show the picture to scan and take the first code of the app."""
    here = visit()
    if here.owes not in _ALLOWED:
        return errands.to_errand(here.owes) if here.owes else go(wanted())
    form = CodeForm(next=request.args.get("next", ""))
    if form.was_sent:
        try:
            with form.collects_errors():
                return _confirmed(str(form.code.data))
        except Refused:
            pass
    user = queries.user(reading(), here.identity.user_id)
    secret = second_factor.readable(user.totp_candidate) if user.totp_candidate else ""
    return render(
        "accounts/set_up.html", form=form, proof=ProofForm(), user=user, secret=secret, forced=bool(here.owes)
    )


@blueprint.post("/account/second-factor/begin")
@on_the_way
def begin_second_factor() -> Response:
    """Make a new secret; somebody who is signed in already proves once more who they are."""
    here = _allowed()
    try:
        if here.owes is None:
            prove(request.form.get("present", ""))
    except Invalid as refusal:
        flash_bad(refusal.message)
    else:
        with transaction() as tx:
            services.begin_second_factor(tx, queries.user(tx, here.identity.user_id), by=here.identity)
    return errands.to_errand(Owed.ENROLMENT, wanted())


@blueprint.get("/account/second-factor/picture.svg")
@on_the_way
def second_factor_picture() -> Answer:
    """Answer with the picture of the secret that waits to be confirmed."""
    user: User = queries.user(reading(), _allowed().identity.user_id)
    if not user.totp_candidate:
        raise NotFound
    issuer = text(say("Junheng {district}", district=current_app.extensions["junheng"].district_name)).strip()
    content = second_factor.picture(second_factor.address(user.totp_candidate, user.staff_no, issuer))
    return Answer(content, mimetype="image/svg+xml")


@blueprint.post("/account/recovery-codes")
@signed_in_only
def new_recovery_codes() -> str | Response:
    """Replace the recovery codes and show the new ones, once."""
    who = visit().identity
    try:
        prove(request.form.get("present", ""))
    except Invalid as refusal:
        flash_bad(refusal.message)
        return go(wanted())
    with transaction() as tx:
        user = queries.user(tx, who.user_id)
        if not user.has_second_factor:
            raise NotFound
        codes = services.make_recovery_codes(tx, user, by=who)
    return render("accounts/recovery_codes.html", codes=codes, onwards=wanted())


def _allowed() -> sessions.Visit:
    """Return the visit, refusing those who are not far enough on the way."""
    if visit().owes not in _ALLOWED:
        raise NotFound
    return visit()


def _confirmed(code: str) -> Response:
    """Put the second factor in force and show the recovery codes, once, under a new session token."""
    here, place, at = visit(), sessions.place(), instant()
    key = throttle.key_of(f"code\n{here.identity.user_id}")
    begin_try(key)
    with transaction() as tx:
        user = queries.user(tx, here.identity.user_id)
        codes = services.confirm_second_factor(tx, user, code, by=here.identity, at=at)
        throttle.forgive(tx, key)
        token = services.renew_session(tx, here.session_id, user, place, at=at, second_factor=True)
    g.visit, g.identity = None, here.identity
    return sessions.hand_out(
        make_response(render("accounts/recovery_codes.html", codes=codes, onwards=wanted())), token
    )

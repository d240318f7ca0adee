"""One's own account: password, second factor, recovery codes, where one is signed in, and how one reads."""

from flask import request, url_for
from werkzeug.wrappers import Response

from accounts import passwords, queries, services, sessions, strength
from accounts import reading as readers
from accounts.devices import device_words
from accounts.forms import PasswordForm, ProofForm
from accounts.guards import on_the_way, public, signed_in_only
from accounts.identity import current_identity, signed_in
from accounts.limits import LIMITS
from accounts.views.frame import blueprint, onwards, visit, wanted
from accounts.views.tries import prove
from accounts.vocabulary import Owed
from core.clock import instant
from core.db import reading, transaction
from core.errors import Invalid
from core.web.forms import Refused
from core.web.language import reader
from core.web.pages import flash_done, go, render
from policy.messages import say


@blueprint.get("/account")
@signed_in_only
def account() -> str:
    """Show one's own account."""
    tx = reading()
    user = queries.user(tx, signed_in().user_id)
    return render(
        "accounts/account.html",
        user=user,
        here=visit().session_id,
        sessions=queries.sessions_of(tx, user, at=instant()),
        device_words=device_words,
        codes_left=queries.unused_recovery_codes(tx, user.id),
        proof=ProofForm(),
        idle_minutes=int(LIMITS.idle.total_seconds()) // 60,
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@on_the_way
def change_password() -> str | Response:
    """Change one's own password; an issued one must be changed before anything else."""
    if visit().owes is Owed.CODE:
        return go(url_for("accounts.second_factor"))
    form = PasswordForm(next=request.args.get("next", ""))
    if form.was_sent:
        try:
            with form.collects_errors():
                return _changed(form)
        except Refused:
            pass
    forced, least = visit().owes is Owed.PASSWORD, LIMITS.shortest_password
    return render("accounts/password.html", form=form, forced=forced, who=visit().identity, least=least)


def _changed(form: PasswordForm) -> Response:
    """Judge both passwords and put the new one in place."""
    who, new = visit().identity, str(form.new.data)
    if new != form.again.data:
        raise Invalid(say("The two new passwords differ."), say("Type the new one twice."), field="again")
    strength.require_strong(new, staff_no=who.staff_no, name=who.name)
    if new == form.present.data:
        raise Invalid(say("This is the present password."), say("Choose another one."), field="new")
    prove(str(form.present.data))
    new_hash, place, at = passwords.hashed(new), sessions.place(), instant()
    with transaction() as tx:
        user = queries.user(tx, who.user_id)
        services.change_password(tx, user, new, new_hash, by=who, at=at)
        token = services.renew_session(tx, visit().session_id, user, place, at=at, second_factor=False)
    answer = onwards(token)
    flash_done(say("Your new password is in force. All other places where you were signed in are signed out."))
    return answer


@blueprint.post("/account/sessions/<int:session_id>/end")
@signed_in_only
def end_session(session_id: int) -> Response:
    """Sign out one of the other places where one is signed in."""
    who = signed_in()
    with transaction() as tx:
        services.close_session(tx, who.user_id, session_id, by=who)
    flash_done(say("That place is signed out."))
    return go(url_for("accounts.account"))


@blueprint.post("/account/sessions/end")
@signed_in_only
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""
    who = signed_in()
    with transaction() as tx:
        ended = services.close_sessions(tx, who.user_id, by=who, besides=visit().session_id)
    flash_done(say("{count} other places are signed out.", count=ended))
    return go(url_for("accounts.account"))


@blueprint.post("/preferences")
@public
def preferences() -> Response:
    """Keep language, theme or letter size, with the account where somebody is signed in, and in a cookie."""
    wish, who = readers.wished(reader(), request.form), current_identity()
    if who is not None:
        values = {"language": wish.language, "theme": wish.theme, "large_type": wish.large_type}
        with transaction() as tx:
            services.change_preferences(tx, who.user_id, values, by=who)
    return readers.keep(go(wanted()), wish)

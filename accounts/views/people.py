"""Accounts and roles for the system administrator: staff numbers and names, nothing personal besides."""

from flask import request, url_for
from werkzeug.wrappers import Response

from accounts import history, queries, services
from accounts.devices import device_words
from accounts.forms import AccountForm, RoleForm
from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission, Role
from accounts.views.frame import blueprint
from core.audit import Subject, timeline
from core.clock import instant
from core.db import expect_version, reading, transaction
from core.errors import DomainError, Invalid
from core.web.forms import Form, Refused, choices_of
from core.web.pages import flash_done, flash_warning, go, page_wish, paginate, render
from policy.messages import say

NO_FILE = say(
    "The register has no teacher in service with this staff number: the account shows no teacher's pages until the"
    " file is enrolled under the same number."
)


def status_of(form: Form) -> int:
    """Return how a page answers that shows a form: one that was refused is no success."""
    return Invalid.status if form.errors else 200


@blueprint.get("/people")
@requires(Permission.ACCOUNT_MANAGE)
def people() -> str:
    """List the accounts."""
    term, role = request.args.get("q", "").strip(), request.args.get("role", "")
    state = {"open": True, "closed": False}.get(request.args.get("state", ""))
    rows = queries.people(term, Role(role) if role in set(Role) else None, active=state)
    tx = reading()
    page = paginate(tx, rows, page_wish())
    named = {given.school_id for user in page.items for given in user.roles if given.school_id}
    return render("accounts/people.html", page=page, schools=queries.school_names(tx, named), choices=choices_of(Role))


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def open_account() -> str | tuple[str, int]:
    """Open an account and show its first password, once."""
    form = AccountForm().offer(queries.schools(reading()))
    if form.was_sent:
        try:
            with form.collects_errors(), transaction() as tx:
                issued = services.open_account(tx, form.to_draft(), by=signed_in(), at=instant())
            if Role(form.role.data) is Role.TEACHER and queries.user(reading(), issued.user_id).teacher_id is None:
                flash_warning(NO_FILE)
            return render("accounts/password_sheet.html", issued=[issued])
        except Refused:
            pass
    return render("accounts/open_account.html", form=form), status_of(form)


@blueprint.get("/people/<int:user_id>")
@requires(Permission.ACCOUNT_MANAGE)
def person(user_id: int) -> str:
    """Show one account: roles, places where it is signed in, what happened to it."""
    return person_page(user_id)


@blueprint.post("/people/<int:user_id>/roles")
@requires(Permission.ACCOUNT_MANAGE)
def give_role(user_id: int) -> tuple[str, int] | Response:
    """Give an account a role."""
    form = RoleForm().offer(queries.schools(reading()))
    if not form.was_sent:
        return person_page(user_id, form), status_of(form)
    try:
        with form.collects_errors(), transaction() as tx:
            user = queries.user(tx, user_id)
            expect_version(user, form.version.data or 0)
            services.give_role(tx, user, form.to_draft(), by=signed_in(), at=instant())
    except Refused:
        return person_page(user_id, form), status_of(form)
    flash_done(say("{name} is now: {role}.", name=user.name, role=Role(form.role.data).label))
    if Role(form.role.data) is Role.TEACHER and user.teacher_id is None:
        flash_warning(NO_FILE)
    return go(url_for("accounts.person", user_id=user_id))


def person_page(
    user_id: int, form: RoleForm | None = None, *, name: str = "", refusal: DomainError | None = None
) -> str:
    """Return the page of an account; a form or a name that was refused stands there as it was typed."""
    tx = reading()
    user = queries.user(tx, user_id)
    return render(
        "accounts/person.html",
        user=user,
        own=user.id == signed_in().user_id,
        typed_name=name,
        refusal=refusal,
        form=form or RoleForm(formdata=None).offer(queries.schools(tx)),
        sessions=queries.sessions_of(tx, user, at=instant()),
        schools=queries.school_names(tx, {given.school_id for given in user.roles if given.school_id}),
        history=history.lines(timeline(tx, Subject.of("user", user_id), limit=30)),
        device_words=device_words,
    )

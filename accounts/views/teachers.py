"""Accounts for teachers who have none: many at once, each with a slip."""

from flask import request, url_for
from werkzeug.wrappers import Response

from accounts import passwords, register, services
from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission, Role
from accounts.views.frame import blueprint, chosen_rows
from accounts.vocabulary import AccountDraft, RoleDraft
from core.clock import instant
from core.db import reading, transaction
from core.web.pages import flash_bad, go, page_wish, paginate, render
from policy.messages import say

_ROLES = (RoleDraft(Role.TEACHER),)


@blueprint.get("/people/teachers")
@requires(Permission.ACCOUNT_MANAGE)
def teachers_without_account() -> str:
    """List the teachers in service who have no account."""
    rows = register.without_account(request.args.get("q", "").strip())
    return render("accounts/teachers.html", page=paginate(reading(), rows, page_wish(), scalars=False))


@blueprint.post("/people/teachers")
@requires(Permission.ACCOUNT_MANAGE)
def open_accounts_of_teachers() -> str | Response:
    """Open accounts for the chosen teachers and show a sheet of slips to cut, once."""
    chosen, at = chosen_rows(), instant()
    fresh = [passwords.fresh() for _ in chosen]
    with transaction() as tx:
        found = zip(register.teachers(tx, chosen), fresh, strict=False)
        drafts = [
            (AccountDraft(row.staff_no, row.name, (RoleDraft(Role.TEACHER),), row.id), made) for row, made in found
        ]
        issued = [services.open_account(tx, draft, by=signed_in(), at=at, fresh=made) for draft, made in drafts]
    if not issued:
        flash_bad(say("No account was opened: nobody was chosen, or all of them have one by now."))
        return go(url_for("accounts.teachers_without_account"))
    return render("accounts/password_sheet.html", issued=issued)

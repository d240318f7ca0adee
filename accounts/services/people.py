"""Accounts and roles as an administrator runs them: who is let in, as what, and for which school."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts import register, rules
from accounts.models import User, UserRole
from accounts.passwords import Fresh
from accounts.permissions import Role
from accounts.services.credentials import issue_password
from accounts.services.linking import link_file
from accounts.services.trail import subject_of
from accounts.vocabulary import AccountDraft, Issued, RoleDraft
from core.audit import Actor, changes, record
from core.errors import Invalid, NotFound
from core.text import clean
from policy.messages import say

_LONGEST_NAME = 80


def open_account(tx: Session, draft: AccountDraft, *, by: Actor, at: datetime, fresh: Fresh | None = None) -> Issued:
    """Open an account with its first password, random and to be changed at the first sign-in.

    Raises `Invalid` where number, name or roles cannot be taken.
    """
    return issue_password(tx, register_account(tx, draft, by=by, at=at), by=by, at=at, fresh=fresh)


def register_account(tx: Session, draft: AccountDraft, *, by: Actor, at: datetime) -> User:
    """Open an account without a password: nobody can sign in to it until one is issued.

    Raises `Invalid` where number, name or roles cannot be taken.
    """
    staff_no, name = clean(draft.staff_no, field="staff_no"), clean(draft.name, field="name")
    if len(staff_no.split()) > 1:
        raise Invalid(
            say("A staff number has no space in it."),
            say("Write it in one, as it stands on the slip."),
            field="staff_no",
        )
    if tx.execute(select(User.id).where(User.staff_no == staff_no)).first():
        raise Invalid(
            say("Staff number {number} has an account already.", number=staff_no),
            say("Look for it in the list, or check the number."),
            field="staff_no",
        )
    _same_person(register.name_on_file(tx, staff_no), name, staff_no)
    user = User(staff_no=staff_no, name=name, teacher_id=draft.teacher_id, opened_at=at, active=True, epoch=1)
    tx.add(user)
    tx.flush()
    record(tx, "user.opened", subject_of(user.id), by=by, facts={"staff_no": staff_no, "teacher": draft.teacher_id})
    link_file(tx, user, by=by)
    for role in draft.roles:
        give_role(tx, user, role, by=by, at=at)
    return user


def rename(tx: Session, user: User, name: str, *, by: Actor) -> None:
    """Correct the name of an account.

    Raises `Invalid` for no name, or one too long to be kept.
    """
    kept = clean(name, field="name")
    if not 0 < len(kept) <= _LONGEST_NAME:
        message = say("A name has 1 to {limit} characters.", limit=_LONGEST_NAME)
        raise Invalid(message, say("Write the full name."), field="name")
    changed = changes(user, {"name": kept})
    if changed:
        tx.flush()
        record(tx, "user.renamed", subject_of(user.id), changed, by=by)


def give_role(tx: Session, user: User, draft: RoleDraft, *, by: Actor, at: datetime) -> None:
    """Give a role, or move one to another school; its sessions end, so that it acts at the next sign-in.

    Raises `Invalid` for one's own account, for duties that are kept apart, and for a second school.
    """
    _not_ones_own(user, by)
    held = {given.role: given for given in user.roles}
    draft = rules.fitting_role(draft, {role: given.school_id for role, given in held.items()})
    present = held.get(draft.role)
    if present is not None and present.school_id == draft.school_id:
        raise Invalid(say("{name} holds this role already.", name=user.name), field="role")
    before = present.school_id if present else None
    if present is not None:
        present.school_id = draft.school_id
    else:
        user.roles.append(UserRole(role=draft.role, school_id=draft.school_id, given_at=at))
    user.epoch += 1
    tx.flush()
    changed = {"school": (before, draft.school_id)}
    record(tx, "user.role_given", subject_of(user.id), changed, by=by, facts={"role": draft.role})


def take_role(tx: Session, user: User, role: Role, *, by: Actor) -> None:
    """Take a role away; all sessions of the account end.

    Raises `NotFound` where it is not held, `Invalid` for one's own account and for the last administrator.
    """
    given = next((given for given in user.roles if given.role is role), None)
    if given is None:
        raise NotFound
    _not_ones_own(user, by)
    if role is Role.SYSADMIN:
        _not_the_last(tx, user)
    user.roles.remove(given)
    user.epoch += 1
    tx.flush()
    record(tx, "user.role_taken", subject_of(user.id), by=by, facts={"role": role, "school": given.school_id})


def disable(tx: Session, user: User, *, by: Actor) -> None:
    """Close an account: from the next request on it opens nothing.

    Raises `Invalid` for one's own account and for the last administrator.
    """
    _not_ones_own(user, by)
    _not_the_last(tx, user)
    changed = changes(user, {"active": False})
    if changed:
        user.epoch += 1
        tx.flush()
        record(tx, "user.disabled", subject_of(user.id), changed, by=by)


def enable(tx: Session, user: User, *, by: Actor) -> None:
    """Open a closed account again; its old password has to be replaced by an issued one."""
    changed = changes(user, {"active": True})
    if changed:
        user.password_hash = None
        tx.flush()
        record(tx, "user.enabled", subject_of(user.id), changed, by=by)


def _same_person(on_file: str | None, name: str, staff_no: str) -> None:
    """Refuse an account that would open the file of somebody else: a mistyped number is enough."""
    if on_file is not None and not rules.same_name(on_file, name):
        raise Invalid(
            say("In the register, staff number {number} is in another name.", number=staff_no),
            say("Compare number and name; one of the two is mistyped."),
            field="name",
        )


def _not_ones_own(user: User, by: Actor) -> None:
    if user.id == by.user_id:
        raise Invalid(
            say("Nobody changes the roles or the state of the own account."), say("Another administrator can do it.")
        )


def _not_the_last(tx: Session, user: User) -> None:
    """Keep at least one account that can open others."""
    if not any(given.role is Role.SYSADMIN for given in user.roles):
        return
    others = (
        select(func.count())
        .select_from(UserRole)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role == Role.SYSADMIN, User.active, User.id != user.id)
    )
    if tx.execute(others).scalar_one() == 0:
        raise Invalid(
            say("{name} is the last system administrator.", name=user.name), say("Give somebody else the role first.")
        )

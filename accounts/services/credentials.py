"""Passwords change hands: issued by an administrator who never chooses them, and changed by their person."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts import passwords, strength
from accounts.limits import LIMITS
from accounts.models import User
from accounts.passwords import Fresh
from accounts.services.trail import subject_of
from accounts.vocabulary import Issued
from core.audit import Actor, record
from core.errors import Invalid
from policy.messages import say


def issue_password(tx: Session, user: User, *, by: Actor, at: datetime, fresh: Fresh | None = None) -> Issued:
    """Give an account a random password to be changed at the next sign-in; all its sessions end.

    Where many are issued, `fresh` brings them hashed beforehand: nobody else can write during a transaction.

    Raises `Invalid` for an account that is closed, and for one's own: that is changed with the present password.
    """
    if not user.active:
        raise Invalid(say("{name}'s account is disabled.", name=user.name), say("Enable it first."))
    if user.id == by.user_id:
        raise Invalid(say("This is your own account."), say("Change your password on your account page."))
    made, until = fresh or passwords.fresh(), at + LIMITS.issued_password_valid
    user.password_hash = made.password_hash
    user.password_set_at, user.must_change, user.issued_until = at, True, until
    user.epoch += 1
    tx.flush()
    record(tx, "user.password_issued", subject_of(user.id), by=by, facts={"until": until})
    return Issued(user.id, user.staff_no, user.name, made.password, until)


def change_password(tx: Session, user: User, new: str, new_hash: str, *, by: Actor, at: datetime) -> None:
    """Put a person's own new password in place, hashed before the transaction began; all other sessions end.

    Raises `Invalid` where it could be guessed.
    """
    strength.require_strong(new, staff_no=user.staff_no, name=user.name)
    user.password_hash = new_hash
    user.password_set_at, user.must_change, user.issued_until = at, False, None
    user.epoch += 1
    tx.flush()
    record(tx, "user.password_changed", subject_of(user.id), by=by)

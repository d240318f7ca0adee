"""The second factor: set up, proven, replaced by a recovery code, and taken away by an administrator when lost."""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from accounts import second_factor
from accounts.limits import LIMITS
from accounts.models import RecoveryCode, User
from accounts.services.trail import subject_of
from core.audit import Actor, record
from core.crypto import keyring
from core.errors import Invalid
from policy.messages import say


def begin_second_factor(tx: Session, user: User, *, by: Actor) -> None:
    """Make a secret that counts once a code of it was typed; an older second factor keeps working until then."""
    user.totp_candidate = second_factor.new_secret()
    tx.flush()
    record(tx, "user.second_factor_begun", subject_of(user.id), by=by)


def confirm_second_factor(tx: Session, user: User, code: str, *, by: Actor, at: datetime) -> list[str]:
    """Put the new secret in force once a code proves that the app has it; returns recovery codes to keep on paper.

    Raises `Invalid` for a wrong code.
    """
    step = second_factor.step_of(user.totp_candidate, code, at=at) if user.totp_candidate else None
    if step is None:
        raise Invalid(
            say("This code is not right."),
            say("Type the six digits the app shows now; the clock of the phone must be right."),
            field="code",
        )
    user.totp_secret, user.totp_candidate = user.totp_candidate, ""
    user.totp_since, user.totp_last_step = at, step
    user.epoch += 1
    tx.flush()
    record(tx, "user.second_factor_set", subject_of(user.id), by=by)
    return make_recovery_codes(tx, user, by=by)


def answer_code(tx: Session, user: User, code: str, *, by: Actor, at: datetime) -> bool:
    """Whether a code of the app, or an unused recovery code, is right; either is good for one time only."""
    step = second_factor.step_of(user.totp_secret, code, at=at) if user.totp_secret else None
    if step is not None:
        later = update(User).where(User.id == user.id, User.totp_last_step < step).values(totp_last_step=step)
        return _changed_one(tx, later)
    spent = (
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _hashed(user, code))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=at)
    )
    if not _changed_one(tx, spent):
        return False
    record(tx, "user.recovery_code_used", subject_of(user.id), by=by)
    return True


def make_recovery_codes(tx: Session, user: User, *, by: Actor) -> list[str]:
    """Replace the recovery codes; the new ones can be read here and never again."""
    codes = [second_factor.new_recovery_code() for _ in range(LIMITS.recovery_codes)]
    tx.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    tx.execute(insert(RecoveryCode), [{"user_id": user.id, "code_hash": _hashed(user, code)} for code in codes])
    record(tx, "user.recovery_codes_made", subject_of(user.id), by=by)
    return codes


def reset_second_factor(tx: Session, user: User, *, by: Actor) -> None:
    """Take a lost second factor away: the person sets up a new one at the next sign-in. All sessions end.

    Raises `Invalid` for one's own account.
    """
    if user.id == by.user_id:
        raise Invalid(say("This is your own account."), say("Another administrator can reset your second factor."))
    user.totp_secret, user.totp_candidate, user.totp_since = "", "", None
    user.epoch += 1
    tx.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    tx.flush()
    record(tx, "user.second_factor_reset", subject_of(user.id), by=by)


def _hashed(user: User, code: str) -> str:
    plain = second_factor.plain_recovery_code(code)
    return keyring().index(f"{user.id}:{plain}", "recovery_code.code_hash")


def _changed_one(tx: Session, statement: object) -> bool:
    result = tx.execute(statement)  # type: ignore[call-overload]
    return isinstance(result, CursorResult) and result.rowcount == 1

"""Sessions: opened, renewed under a new token, closed; and what is written down about tries that failed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts import passwords, tokens
from accounts.limits import LIMITS
from accounts.models import User, UserSession
from accounts.services.linking import link_file
from accounts.services.trail import VISITOR, subject_of
from accounts.vocabulary import Place
from core.audit import Actor, Subject, record
from core.errors import NotFound


def note_failure(tx: Session, user_id: int | None, place: Place, *, what: str) -> None:
    """Put a failed try on record; what was typed is not part of it."""
    subject = subject_of(user_id) if user_id else Subject.of("user", "unknown")
    record(tx, "user.sign_in_failed", subject, by=VISITOR, facts={"address": place.address, "what": what})


def enter(tx: Session, user: User, place: Place, *, by: Actor, at: datetime, second_factor: bool, how: str) -> str:
    """Open a session for somebody who proved who they are; returns its token. Dead sessions are cleared away."""
    long_ago = at - LIMITS.longest_session
    tx.execute(delete(UserSession).where(UserSession.started_at < long_ago))
    tx.execute(update(User).where(User.id == user.id).values(last_sign_in_at=at))
    link_file(tx, user, by=by)
    record(tx, "user.signed_in", subject_of(user.id), by=by, facts={"address": place.address, "how": how})
    return open_session(tx, user, place, at=at, second_factor=second_factor)


def open_session(
    tx: Session, user: User, place: Place, *, at: datetime, second_factor: bool, started_at: datetime | None = None
) -> str:
    """Write a session down and return its token, which exists nowhere else."""
    token = tokens.fresh()
    tx.add(
        UserSession(
            user_id=user.id,
            token_hash=tokens.digest(token),
            epoch=user.epoch,
            started_at=started_at or at,
            seen_at=at,
            second_factor_at=at if second_factor else None,
            address=place.address[:45],
            device=place.device[:300],
        )
    )
    tx.flush()
    return token


def renew_session(tx: Session, session_id: int, user: User, place: Place, *, at: datetime, second_factor: bool) -> str:
    """Put a new token in the place of a session's old one, after everything that raises what it is worth."""
    old = tx.get(UserSession, session_id)
    if old is None or old.user_id != user.id:
        raise NotFound
    started, proven = old.started_at, old.second_factor_at is not None
    tx.delete(old)
    return open_session(tx, user, place, at=at, second_factor=second_factor or proven, started_at=started)


def close_session(tx: Session, user_id: int, session_id: int, *, by: Actor, event: str = "user.session_ended") -> None:
    """End one session of an account.

    Raises `NotFound` where the account has no such session.
    """
    mine = select(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    session = tx.execute(mine).scalar_one_or_none()
    if session is None:
        raise NotFound
    tx.delete(session)
    record(tx, event, subject_of(user_id), by=by, facts={"session": session_id})


def close_sessions(tx: Session, user_id: int, *, by: Actor, besides: int | None = None) -> int:
    """End all sessions of an account, or all but one; returns how many."""
    mine = (UserSession.user_id == user_id, UserSession.id != (besides or 0))
    ended = len(tx.execute(select(UserSession.id).where(*mine)).all())
    tx.execute(delete(UserSession).where(*mine))
    record(tx, "user.sessions_ended", subject_of(user_id), by=by, facts={"sessions": ended})
    return ended


def keep_hash_current(tx: Session, user: User, password: str) -> None:
    """Hash a right password again where the cost of hashing has been raised since."""
    if user.password_hash and passwords.is_outdated(user.password_hash):
        tx.execute(update(User).where(User.id == user.id).values(password_hash=passwords.hashed(password)))


def change_preferences(tx: Session, user_id: int, wishes: Mapping[str, object], *, by: Actor) -> None:
    """Keep how somebody reads: language, theme, large type."""
    row = tx.execute(select(User.language, User.theme, User.large_type).where(User.id == user_id)).one()
    changed = {name: (getattr(row, name), value) for name, value in wishes.items() if getattr(row, name) != value}
    if changed:
        tx.execute(update(User).where(User.id == user_id).values({name: new for name, (_, new) in changed.items()}))
        record(tx, "user.preferences_changed", subject_of(user_id), changed, by=by)

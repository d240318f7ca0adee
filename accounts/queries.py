"""Reads about accounts: the session behind a token, people for the administrator, and whom to tell about something."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, column, or_, select, table
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.limits import LIMITS
from accounts.models import RecoveryCode, User, UserRole, UserSession
from accounts.permissions import ROLE_GRANTS, Permission, Reach, Role
from accounts.vocabulary import NEEDS_SCHOOL, Standing
from core.db import one
from core.text import escaped_like

_school = table("school", column("id"), column("code"), column("name"))
"""The register's schools, of which this package needs no more than the name."""


_ACCOUNT = (
    User.staff_no,
    User.name,
    User.active,
    User.epoch,
    User.totp_since,
    User.must_change,
    User.teacher_id,
    User.language,
    User.theme,
    User.large_type,
)


def standing(tx: Session, token_hash: str) -> Standing | None:
    """Return a session with its account as they stand now, None where there is no such session."""
    rows = tx.execute(
        select(UserSession, *_ACCOUNT, UserRole.role, UserRole.school_id)
        .join(User, User.id == UserSession.user_id)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .where(UserSession.token_hash == token_hash)
    ).all()
    if not rows:
        return None
    session, account = rows[0].UserSession, rows[0]
    held = {row.role: row.school_id for row in rows if row.role is not None}
    return Standing(
        session_id=session.id,
        user_id=session.user_id,
        staff_no=account.staff_no,
        name=account.name,
        active=account.active,
        same_epoch=session.epoch == account.epoch,
        started_at=session.started_at,
        seen_at=session.seen_at,
        second_factor_at=session.second_factor_at,
        has_second_factor=account.totp_since is not None,
        must_change=account.must_change,
        teacher_id=account.teacher_id,
        language=account.language.value,
        theme=account.theme,
        large_type=account.large_type,
        roles=frozenset(held),
        school_id=school_of(held),
    )


def user(tx: Session, user_id: int) -> User:
    """Return an account.

    Raises `NotFound`.
    """
    found: User = one(tx, select(User).where(User.id == user_id))
    return found


def user_numbered(tx: Session, staff_no: str) -> User | None:
    """Return the account of a staff number, None where there is none."""
    return tx.execute(select(User).where(User.staff_no == staff_no)).scalar_one_or_none()


def lock_of(tx: Session, staff_no: str) -> tuple[int, str | None] | None:
    """Return key and password hash behind a staff number; a closed account has no hash. One look, whatever is found."""
    found = tx.execute(select(User.id, User.password_hash, User.active).where(User.staff_no == staff_no)).one_or_none()
    return None if found is None else (found.id, found.password_hash if found.active else None)


def people(term: str = "", role: Role | None = None, *, active: bool | None = None) -> Select[User]:
    """Return the selection of accounts an administrator looks through, by staff number."""
    rows = select(User).order_by(User.staff_no, User.id)
    if term:
        like = f"%{escaped_like(term)}%"
        rows = rows.where(or_(User.staff_no.like(like, escape="\\"), User.name.like(like, escape="\\")))
    if role is not None:
        rows = rows.where(User.roles.any(UserRole.role == role))
    if active is not None:
        rows = rows.where(User.active.is_(active))
    return rows


def sessions_of(tx: Session, account: User, *, at: datetime) -> list[UserSession]:
    """Return the living sessions of an account, the one seen last first."""
    rows = (
        select(UserSession)
        .where(
            UserSession.user_id == account.id,
            UserSession.epoch == account.epoch,
            UserSession.seen_at > at - LIMITS.idle,
            UserSession.started_at > at - LIMITS.longest_session,
        )
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    )
    return list(tx.execute(rows).scalars())


def unused_recovery_codes(tx: Session, user_id: int) -> int:
    """Return how many recovery codes an account has left."""
    rows = select(RecoveryCode.id).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return len(tx.execute(rows).all())


def users_with(tx: Session, *, permission: Permission, school_id: int | None = None) -> list[int]:
    """Return the active accounts that hold a permission, for messages.

    With a school: those whose permission covers the whole district, or this school.
    """
    wide = {role for role, grants in ROLE_GRANTS.items() if grants.get(permission) is Reach.ALL}
    near = {role for role, grants in ROLE_GRANTS.items() if grants.get(permission) is Reach.SCHOOL}
    covers = UserRole.role.in_(near) & (UserRole.school_id == school_id)
    if school_id is None:
        wide = {role for role, grants in ROLE_GRANTS.items() if permission in grants}
    rows = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.active, or_(UserRole.role.in_(wide), covers))
        .distinct()
        .order_by(User.id)
    )
    return list(tx.execute(rows).scalars())


def users_at(tx: Session, school_id: int, permission: Permission) -> list[int]:
    """Return the active accounts whose permission covers just this school, for messages."""
    near = {role for role, grants in ROLE_GRANTS.items() if grants.get(permission) is Reach.SCHOOL}
    here = select(UserRole.user_id).where(UserRole.role.in_(near), UserRole.school_id == school_id)
    return list(tx.execute(select(User.id).where(User.active, User.id.in_(here)).order_by(User.id)).scalars())


def user_of_teacher(tx: Session, teacher_id: int) -> int | None:
    """Return the active account of a teacher, None where there is none."""
    rows = select(User.id).where(User.teacher_id == teacher_id, User.active)
    return tx.execute(rows).scalar_one_or_none()


def schools(tx: Session) -> list[tuple[int, str]]:
    """Return all schools by name, to choose from."""
    rows = tx.execute(select(_school.c.id, _school.c.name).order_by(_school.c.code))
    return [(row.id, row.name) for row in rows]


def school_names(tx: Session, ids: set[int]) -> dict[int, str]:
    """Return the names of some schools."""
    rows = tx.execute(select(_school.c.id, _school.c.name).where(_school.c.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}


def identity_of(account: User) -> Identity:
    """Return the person an account stands for."""
    held = {given.role: given.school_id for given in account.roles}
    return Identity(
        user_id=account.id,
        staff_no=account.staff_no,
        name=account.name,
        roles=frozenset(held),
        school_id=school_of(held),
        teacher_id=account.teacher_id,
    )


def school_of(held: Mapping[Role, int | None]) -> int | None:
    """Return the school the holder of some roles acts for."""
    return next((held[role] for role in NEEDS_SCHOOL if held.get(role) is not None), None)

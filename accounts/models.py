"""Accounts, what they are allowed, where they are signed in, and what was tried at the door."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.permissions import Role
from core.crypto import Sealed, Sealing
from core.db import Base, Versioned, enum_column
from core.i18n import Language


class User(Sealing, Versioned, Base):
    """One person's account; the staff number is who they are, `epoch` ends all sessions when it moves on.

    What changes without anybody editing (the last code used, the last sign-in, how somebody reads) is written by plain
    updates, so that it never gets in the way of an administrator's edit.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)

    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    issued_until: Mapped[datetime | None]

    totp_secret_sealed: Mapped[str | None] = mapped_column(String(200))
    totp_candidate_sealed: Mapped[str | None] = mapped_column(String(200))
    totp_since: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    totp_secret = Sealed()
    totp_candidate = Sealed()

    language: Mapped[Language] = mapped_column(enum_column(Language), default=Language.CHINESE)
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    large_type: Mapped[bool] = mapped_column(default=False)

    opened_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]

    roles: Mapped[list["UserRole"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="UserRole.id", lazy="selectin"
    )

    @property
    def has_second_factor(self) -> bool:
        """Whether codes of an app are asked for at sign-in."""
        return self.totp_since is not None


class UserRole(Base):
    """One role of an account; principals and clerks hold theirs for a school."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role"), Index("ix_user_role_role_school", "role", "school_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    given_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="roles")


class UserSession(Base):
    """One browser that is signed in; only the hash of its token is kept, and the row is gone when the session is."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(300), default="")


class SignInAttempt(Base):
    """One try that failed or is under way, counted by account, by address and altogether; a right one is deleted.

    The account is a keyed hash: people type passwords into the wrong field.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account_at", "account_key", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))


class RecoveryCode(Base):
    """One of the codes that stand in for a lost phone: kept as a keyed hash, good for one time."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

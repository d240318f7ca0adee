"""The words of signing in: what somebody still owes at the door, drafts of accounts, and the records handed around."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from accounts.permissions import Role
from policy.messages import Message, say


class Owed(StrEnum):
    """What stands between the right password and the site, in this order."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    ENROLMENT = "enrolment"


class Theme(StrEnum):
    """How bright the pages are; `auto` follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request comes from, as far as one can tell."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role to give; principals and clerks act for a school."""

    role: Role
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to open."""

    staff_no: str
    name: str
    roles: tuple[RoleDraft, ...] = ()
    teacher_id: int | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A password on its way to its person: the only moment it can be read."""

    user_id: int
    staff_no: str
    name: str
    password: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A session with its account as they stand in the database at this request."""

    session_id: int
    user_id: int
    staff_no: str
    name: str
    active: bool
    same_epoch: bool
    started_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    has_second_factor: bool
    must_change: bool
    teacher_id: int | None
    language: str
    theme: str
    large_type: bool
    roles: frozenset[Role] = frozenset()
    school_id: int | None = None


NEEDS_SCHOOL = frozenset({Role.PRINCIPAL, Role.CLERK})
"""Roles that are held for one school."""

STANDS_ALONE = frozenset({Role.SYSADMIN, Role.AUDITOR})
"""Duties that are kept apart: their holders may besides be teachers, and nothing else."""

WRONG: Message = say("Staff number or password is not right.")
"""The one answer to an unknown number, a wrong password and a disabled account."""

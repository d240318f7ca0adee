"""The people of the demo who can sign in: one for every role, and the schools they act for."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import queries, services
from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from accounts.vocabulary import AccountDraft, RoleDraft
from app.demo.site.register import Refused
from core.audit import System
from core.clock import instant
from rotation.models.plans import PlanMove
from teachers.models import Posting, School, Teacher


@dataclass(frozen=True, slots=True)
class Cast:
    """One account to open: `school` by name for those who act for one, `teaches` where the person is a teacher."""

    staff_no: str
    name: str
    roles: tuple[Role, ...]
    school: str = ""
    teaches: str = ""


MOVERS = 2

OFFICE: tuple[Cast, ...] = (
    Cast("900001", "周文澜", (Role.DISTRICT_HR,)),
    Cast("900002", "顾远山", (Role.LEADER,)),
    Cast("900003", "贺清源", (Role.AUDITOR,)),
    Cast("900004", "纪航", (Role.SYSADMIN,)),
    Cast("900005", "秦若水", (Role.DISTRICT_HR,)),
)
"""The bureau: two officers, so that one can stand in; a leader; who audits; who runs the machine."""


def open_office(tx: Session) -> dict[str, Identity]:
    """Open the accounts of the bureau; returns their identities by staff number."""
    return {cast.staff_no: _open(tx, cast) for cast in OFFICE}


def open_schools(tx: Session, codes: tuple[str, ...]) -> dict[str, Identity]:
    """Open a principal and a clerk for each of some schools, and accounts for two of its teachers."""
    opened: dict[str, Identity] = {}
    for number, code in enumerate(codes, start=1):
        school = tx.execute(select(School).where(School.code == code)).scalar_one_or_none()
        if school is None:
            raise Refused(f"no school {code}")
        for cast in _of_school(tx, school, number):
            opened[cast.staff_no] = _open(tx, cast, school)
    return opened


def open_movers(tx: Session, proposal_id: int) -> dict[str, Identity]:
    """Open accounts for some of those who would move, so that a result can be looked at; returns them."""
    rows = (
        select(Teacher.staff_no, Teacher.name)
        .join(PlanMove, PlanMove.teacher_id == Teacher.id)
        .where(PlanMove.proposal_id == proposal_id)
        .order_by(Teacher.staff_no)
    )
    taken = set(tx.execute(select(User.staff_no)).scalars())
    people = [row for row in tx.execute(rows) if row.staff_no not in taken][:MOVERS]
    return {row.staff_no: _open(tx, Cast(row.staff_no, row.name, (Role.TEACHER,), "", row.staff_no)) for row in people}


def _of_school(tx: Session, school: School, number: int) -> tuple[Cast, ...]:
    """Return principal, clerk and two teachers of a school; the principal is one of its teachers too."""
    staff = (
        select(Teacher.staff_no, Teacher.name)
        .join(Posting, Posting.teacher_id == Teacher.id)
        .where(Posting.school_id == school.id, Posting.valid_to.is_(None))
        .order_by(Teacher.staff_no)
    )
    people = list(tx.execute(staff))
    head, first, second = people[0], people[1], people[-1]
    return (
        Cast(head.staff_no, head.name, (Role.PRINCIPAL, Role.TEACHER), school.name, head.staff_no),
        Cast(f"91{number:04d}", f"{school.name}人事干事", (Role.CLERK,), school.name),
        Cast(first.staff_no, first.name, (Role.TEACHER,), "", first.staff_no),
        Cast(second.staff_no, second.name, (Role.TEACHER,), "", second.staff_no),
    )


def _open(tx: Session, cast: Cast, school: School | None = None) -> Identity:
    """Open one account without a password: in a demonstration one signs in by a click."""
    teacher = None
    if cast.teaches:
        teacher = tx.execute(select(Teacher.id).where(Teacher.staff_no == cast.teaches)).scalar_one()
    at_school = school.id if school is not None and cast.school else None
    roles = tuple(RoleDraft(role, at_school if role in {Role.PRINCIPAL, Role.CLERK} else None) for role in cast.roles)
    draft = AccountDraft(cast.staff_no, cast.name, roles, teacher)
    return queries.identity_of(services.register_account(tx, draft, by=System(), at=instant()))

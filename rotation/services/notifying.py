"""Who is told what, and where the page is: in the transaction of what they are told about."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import users_at, users_with
from core import notices
from policy.messages import Message


def tell_holders(tx: Session, permission: Permission, message: Message, link: str) -> None:
    """Tell everybody of the district who holds a permission."""
    notices.send(tx, users_with(tx, permission=permission), message, link=link)


def tell_school(tx: Session, school_id: int, message: Message, link: str) -> None:
    """Tell those who answer for a school."""
    notices.send(tx, users_with(tx, permission=Permission.REVIEW_ANSWER, school_id=school_id), message, link=link)


def tell_staff(tx: Session, school_id: int, message: Message, link: str) -> None:
    """Tell those who read the files of a school for it: its principal and its clerks."""
    notices.send(tx, users_at(tx, school_id, Permission.TEACHER_READ), message, link=link)


def tell_teachers(tx: Session, teacher_ids: Iterable[int], message: Message, link: str) -> None:
    """Tell teachers who have an account."""
    rows = select(User.id).where(User.teacher_id.in_(list(teacher_ids)), User.active)
    notices.send(tx, tx.execute(rows).scalars(), message, link=link)


def tell(tx: Session, user_ids: Iterable[int | None], message: Message, link: str) -> None:
    """Tell single accounts; those that are not known are passed over."""
    notices.send(tx, (user for user in user_ids if user is not None), message, link=link)


def cycle_link(cycle_id: int) -> str:
    """Where a cycle is shown."""
    return f"/cycles/{cycle_id}"


def scenario_link(scenario_id: int) -> str:
    """Where a scenario is shown."""
    return f"/scenarios/{scenario_id}"


def proposal_link(proposal_id: int) -> str:
    """Where a proposal is shown."""
    return f"/proposals/{proposal_id}"


def review_link(review_id: int) -> str:
    """Where a school's review is shown."""
    return f"/reviews/{review_id}"


def school_link(school_id: int) -> str:
    """Where a school is shown."""
    return f"/schools/{school_id}"


OWN = "/my/rotation"
"""Where a teacher sees the own rotation."""
DECISIONS = "/decisions"
"""Where leaders decide."""

"""An account and the teacher's file of the same staff number belong together, whichever came first."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts import register, rules
from accounts.models import User
from accounts.services.trail import subject_of
from core.audit import Actor, record


def link_file(tx: Session, user: User, *, by: Actor) -> None:
    """Tie an account to the file of its staff number, where there is one in the same name that nobody else has."""
    if user.teacher_id is not None:
        return
    teacher_id = register.file_of(tx, user.staff_no)
    named = register.name_on_file(tx, user.staff_no)
    if teacher_id is None or not rules.same_name(named or "", user.name):
        return
    if tx.execute(select(User.id).where(User.teacher_id == teacher_id)).first():
        return
    tx.execute(update(User).where(User.id == user.id).values(teacher_id=teacher_id))
    tx.refresh(user, ["teacher_id"])
    record(tx, "user.linked", subject_of(user.id), {"teacher": (None, teacher_id)}, by=by)

"""Teachers' objections: who may object, who has, and each with the move it is about."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from rotation.models.cycles import EligibilityEntry, Preference
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection
from rotation.queries.moves import move_line
from rotation.queries.places import demand, places
from rotation.vocabulary.pages import ObjectionLine
from rotation.vocabulary.states import ProposalState
from teachers.models import Teacher


def concerned(tx: Session, cycle_id: int, teacher_id: int) -> bool:
    """Whether a teacher may object to the result of a cycle: who moves, and who is eligible and had preferences."""
    moves = select(PlanMove.id).join(Proposal, Proposal.id == PlanMove.proposal_id)
    moves = moves.where(Proposal.cycle_id == cycle_id, Proposal.state == ProposalState.APPROVED)
    if tx.execute(moves.where(PlanMove.teacher_id == teacher_id)).first() is not None:
        return True
    wishes = select(Preference.id).join(
        EligibilityEntry,
        (EligibilityEntry.cycle_id == Preference.cycle_id) & (EligibilityEntry.teacher_id == Preference.teacher_id),
    )
    mine = (Preference.cycle_id == cycle_id, Preference.teacher_id == teacher_id, EligibilityEntry.eligible)
    return tx.execute(wishes.where(*mine).limit(1)).first() is not None


def has_objected(tx: Session, cycle_id: int, teacher_id: int) -> bool:
    """Whether a teacher has objected to the proposal of a cycle that is approved now."""
    rows = select(Objection.id).join(Proposal, Proposal.id == Objection.proposal_id)
    rows = rows.where(Proposal.cycle_id == cycle_id, Proposal.state == ProposalState.APPROVED)
    return tx.execute(rows.where(Objection.teacher_id == teacher_id)).first() is not None


def newest_objection(tx: Session, cycle_id: int, teacher_id: int) -> ObjectionLine | None:
    """Return a teacher's own objection in a cycle, the newest where a new plan was objected to again."""
    rows = _rows().where(Proposal.cycle_id == cycle_id, Objection.teacher_id == teacher_id)
    found = _lines(tx, rows.order_by(Objection.id.desc()).limit(1))
    return found[0] if found else None


def objections(tx: Session, identity: Identity, cycle_id: int | None = None) -> list[ObjectionLine]:
    """Return the objections of teachers, those without an answer first."""
    demand(identity, Permission.OBJECTION_ANSWER)
    rows = _rows() if cycle_id is None else _rows().where(Proposal.cycle_id == cycle_id)
    return _lines(tx, rows.order_by(Objection.answered_at.is_not(None), Objection.id))


def _rows() -> Any:
    moved = (PlanMove.proposal_id == Proposal.id) & (PlanMove.teacher_id == Objection.teacher_id)
    return (
        select(Objection, PlanMove, Teacher.staff_no, Teacher.name, Proposal.cycle_id)
        .join(Proposal, Proposal.id == Objection.proposal_id)
        .join(Teacher, Teacher.id == Objection.teacher_id)
        .outerjoin(PlanMove, moved)
    )


def _lines(tx: Session, rows: Select[Any]) -> list[ObjectionLine]:
    known = places(tx)
    return [
        ObjectionLine(
            id=row.id,
            version=row.version,
            cycle_id=cycle_id,
            staff_no=staff_no,
            name=name,
            move=None if move is None else move_line(move, known),
            reason=row.reason,
            state=row.state,
            filed_at=row.filed_at,
            answer=row.answer,
            answered_by=row.answered_by_name,
            answered_at=row.answered_at,
        )
        for row, move, staff_no, name, cycle_id in tx.execute(rows)
    ]

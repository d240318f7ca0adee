"""What was promised and binds: moves of a proposal that an accepted or upheld objection forbids."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from rotation.rules.decisions import breaks_promise
from rotation.vocabulary.states import Answer, ObjectionState, ProposalState, Reply


def broken_promises(tx: Session, proposal: Proposal) -> int:
    """Return how many people the proposal moves although an objection to just that was accepted or upheld."""
    return len(_by_schools(tx, proposal) | _by_teachers(tx, proposal))


def objections_in(tx: Session, cycle_id: int, state: ObjectionState) -> int:
    """Return how many objections of teachers to the approved proposal of a cycle stand like this."""
    rows = (
        select(func.count())
        .select_from(Objection)
        .join(Proposal, Proposal.id == Objection.proposal_id)
        .where(Proposal.cycle_id == cycle_id, Proposal.state == ProposalState.APPROVED, Objection.state == state)
    )
    return tx.execute(rows).scalar_one()


def is_carried(tx: Session, cycle_id: int) -> bool:
    """Whether the approved proposal of a cycle has been carried into the register."""
    rows = select(Proposal.id).where(
        Proposal.cycle_id == cycle_id, Proposal.state == ProposalState.APPROVED, Proposal.carried_at.is_not(None)
    )
    return tx.execute(rows).first() is not None


def _by_schools(tx: Session, proposal: Proposal) -> set[int]:
    """Return the people whose move breaks a reply given to a school, here or in a plan this one keeps to.

    What the school itself has agreed to since is no longer held against the plan.
    """
    mine = aliased(PlanMove)
    rows = (
        select(mine, PlanMove.to_school_id, ReviewItem.reply_action, ReviewItem.reply_school_id, PrincipalReview)
        .join(PrincipalReview, PrincipalReview.id == ReviewItem.review_id)
        .join(PlanMove, PlanMove.id == ReviewItem.move_id)
        .join(mine, mine.teacher_id == PlanMove.teacher_id)
        .where(
            mine.proposal_id == proposal.id,
            PrincipalReview.proposal_id.in_(kept_to(tx, proposal)),
            ReviewItem.reply == Reply.ACCEPTED,
        )
    )
    agreed = _agreed(tx, proposal)
    return {
        move.teacher_id
        for move, target, action, school, review in tx.execute(rows)
        if breaks_promise(action, school, target, move.to_school_id) and (review.school_id, move.id) not in agreed
    }


def _by_teachers(tx: Session, proposal: Proposal) -> set[int]:
    """Return the people sent once more where their upheld objection says they need not go."""
    before = aliased(PlanMove)
    rows = (
        select(PlanMove.teacher_id)
        .join(Objection, Objection.teacher_id == PlanMove.teacher_id)
        .join(Proposal, Proposal.id == Objection.proposal_id)
        .join(before, (before.proposal_id == Proposal.id) & (before.teacher_id == PlanMove.teacher_id))
        .where(
            PlanMove.proposal_id == proposal.id,
            Proposal.cycle_id == proposal.cycle_id,
            Proposal.id != proposal.id,
            Objection.state == ObjectionState.UPHELD,
            before.to_school_id == PlanMove.to_school_id,
        )
    )
    return set(tx.execute(rows).scalars())


def kept_to(tx: Session, proposal: Proposal) -> list[int]:
    """Return the proposal and those it goes back to."""
    found, row = [proposal.id], proposal
    while row.earlier_id is not None and row.earlier_id not in found:
        found.append(row.earlier_id)
        row = tx.get_one(Proposal, row.earlier_id)
    return found


def _agreed(tx: Session, proposal: Proposal) -> set[tuple[int, int]]:
    """Return what schools have agreed to in this proposal: (school, move)."""
    rows = (
        select(PrincipalReview.school_id, ReviewItem.move_id)
        .join(PrincipalReview, PrincipalReview.id == ReviewItem.review_id)
        .where(PrincipalReview.proposal_id == proposal.id, ReviewItem.answer == Answer.AGREE)
    )
    return {(school, move) for school, move in tx.execute(rows)}

"""The decision on a proposal: by a leader who neither made nor submitted it, and exactly once."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.audit import System
from core.clock import instant
from core.errors import Conflict, Invalid
from policy.messages import Message, say
from rotation.models.cycles import EligibilityEntry, RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import PrincipalReview
from rotation.queries.binding import broken_promises
from rotation.queries.standing import overtaken
from rotation.rules.decisions import Authors, may_decide, promises_kept, register_agrees
from rotation.rules.windows import day_meant, deadline_ahead
from rotation.services.notifying import OWN, proposal_link, review_link, tell, tell_school, tell_teachers
from rotation.services.rows import locked, proposal_for
from rotation.services.stepping import cleaned, conflict_unless, refuse_unless, take
from rotation.services.submitting import in_chinese, resume_planning
from rotation.vocabulary.states import ProposalState
from rotation.vocabulary.transitions import APPROVE, REFUSE, RETURN, SETTLE, SUPERSEDE, Transition


def approve(
    tx: Session,
    proposal_id: int,
    version: int,
    reason: str = "",
    *,
    objection_deadline: date | None = None,
    by: Identity,
    on: date,
) -> Proposal:
    """Approve a proposal: the cycle is decided, teachers see their results and may object until a day."""
    proposal = _decided(tx, proposal_id, version, APPROVE, reason, by)
    conflict_unless(promises_kept(broken_promises(tx, proposal)))
    conflict_unless(register_agrees(len(overtaken(tx, proposal, on=on))))
    cycle = locked(tx, RotationCycle, proposal.cycle_id)
    deadline = objection_deadline or cycle.objection_deadline
    if deadline is None:
        raise Invalid(say("Say until when teachers may object."), field="objection_deadline")
    refuse_unless(deadline_ahead(deadline, on), field="objection_deadline")
    refuse_unless(day_meant(deadline, on), field="objection_deadline")
    _supersede(tx, proposal)
    take(tx, cycle, SETTLE, by=by, facts={"proposal": proposal.id})
    cycle.decided_at, cycle.objection_deadline = instant(), deadline
    proposal.objection_deadline = deadline
    tx.flush()
    moved = set(tx.execute(select(PlanMove.teacher_id).where(PlanMove.proposal_id == proposal.id)).scalars())
    rows = select(EligibilityEntry.teacher_id).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.eligible)
    told = moved | set(tx.execute(rows).scalars())
    tell_teachers(tx, told, say("Your result of {cycle} is there.", cycle=cycle.name), OWN)
    _tell(tx, proposal, say("{name} was approved.", name=proposal.name))
    return proposal


def refuse(tx: Session, proposal_id: int, version: int, reason: str, *, by: Identity, on: date) -> Proposal:
    """Refuse a proposal for good, with a reason; its cycle goes on being planned."""
    proposal = _decided(tx, proposal_id, version, REFUSE, reason, by)
    resume_planning(tx, proposal.cycle_id)
    _tell(tx, proposal, say("{name} was refused.", name=proposal.name))
    return proposal


def return_to_district(tx: Session, proposal_id: int, version: int, reason: str, *, by: Identity, on: date) -> Proposal:
    """Send a proposal back to district HR with a reason; it can be submitted again."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_DECIDE, by, version)
    _demand_other(proposal, by)
    take(tx, proposal, RETURN, by=by, reason=reason)
    proposal.decision_reason = cleaned(reason)
    tx.flush()
    text = say("{name} came back from the leader: {reason}", name=proposal.name, reason=proposal.decision_reason)
    tell(tx, [proposal.submitted_by, proposal.created_by], text, proposal_link(proposal.id))
    return proposal


def _decided(
    tx: Session, proposal_id: int, version: int, transition: Transition, reason: str, by: Identity
) -> Proposal:
    """Take a final transition and note who took it."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_DECIDE, by, version)
    _demand_other(proposal, by)
    take(tx, proposal, transition, by=by, reason=reason)
    proposal.decided_at, proposal.decided_by, proposal.decided_by_name = instant(), by.user_id, by.name
    proposal.decision_reason = cleaned(reason)
    tx.flush()
    return proposal


def _supersede(tx: Session, proposal: Proposal) -> None:
    """Take the place of the proposal approved before, where the cycle was planned again after an objection."""
    rows = select(Proposal).where(
        Proposal.cycle_id == proposal.cycle_id, Proposal.state == ProposalState.APPROVED, Proposal.id != proposal.id
    )
    for other in tx.execute(rows.with_for_update()).scalars():
        reason = in_chinese(say("{name} takes its place.", name=proposal.name))
        take(tx, other, SUPERSEDE, by=System(), reason=reason, facts={"proposal": proposal.id})


def _demand_other(proposal: Proposal, by: Identity) -> None:
    """Refuse whoever made or submitted the proposal."""
    verdict = may_decide(Authors(proposal.created_by, proposal.submitted_by), by.user_id)
    if not verdict.holds:
        raise Conflict(verdict.sentence)


def _tell(tx: Session, proposal: Proposal, text: Message) -> None:
    """Tell district HR and the principals who were asked."""
    tell(tx, [proposal.submitted_by, proposal.created_by], text, proposal_link(proposal.id))
    rows = select(PrincipalReview).where(PrincipalReview.proposal_id == proposal.id)
    for review in tx.execute(rows).scalars():
        tell_school(tx, review.school_id, text, review_link(review.id))

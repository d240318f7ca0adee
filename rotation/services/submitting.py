"""A proposal on its way: into review, out of it, to the leader, back again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.audit import Actor, System
from core.clock import instant
from core.errors import Conflict
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import Message, say
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.queries.binding import broken_promises, kept_to
from rotation.queries.standing import overtaken
from rotation.rules.decisions import (
    all_replied,
    may_replace,
    policy_in_force,
    promises_kept,
    register_agrees,
    review_may_end,
)
from rotation.rules.windows import day_meant, deadline_ahead, review_before_objections
from rotation.services.notifying import (
    DECISIONS,
    proposal_link,
    review_link,
    tell,
    tell_holders,
    tell_school,
)
from rotation.services.rows import locked, proposal_for
from rotation.services.stepping import cleaned, conflict_unless, needed, refuse_unless, take
from rotation.vocabulary.states import Answer, CycleState, Direction, ProposalState, ReviewState
from rotation.vocabulary.transitions import (
    CLOSE_REVIEW,
    END_REVIEW,
    END_UNANSWERED,
    ENTER_REVIEW,
    LEAVE_REVIEW,
    SUBMIT_FOR_DECISION,
    SUBMIT_FOR_REVIEW,
    WITHDRAW,
)
from teachers.models import School


def submit_for_review(
    tx: Session, proposal_id: int, version: int, deadline: date, reason: str = "", *, by: Identity, on: date
) -> Proposal:
    """Ask the principals of all schools a proposal touches; another proposal under way is withdrawn in its favour.

    What a school has agreed to before, in the proposal this one keeps to, counts as agreed. Raises `Invalid` without
    a reason where the other is not the one this keeps to: answers of its schools are lost with it.
    """
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_SUBMIT, by, version)
    cycle = locked(tx, RotationCycle, proposal.cycle_id)
    days = (deadline_ahead(deadline, on), day_meant(deadline, on))
    for verdict in (*days, review_before_objections(deadline, cycle.objection_deadline)):
        refuse_unless(verdict, field="deadline")
    conflict_unless(policy_in_force(proposal.policy_version, cycle.policy_version))
    _supersede(tx, proposal, reason, by)
    if cycle.state is not CycleState.IN_REVIEW:
        take(tx, cycle, ENTER_REVIEW, by=by)
    take(tx, proposal, SUBMIT_FOR_REVIEW, by=by, facts={"deadline": deadline})
    proposal.review_deadline, proposal.review_opened_at = deadline, instant()
    tx.flush()
    for review in _open_reviews(tx, proposal, deadline):
        facts = {"name": proposal.name, "day": deadline}
        tell_school(
            tx,
            review.school_id,
            say("{name} is waiting for your answers until {day}.", **facts),
            review_link(review.id),
        )
    if _all_sent(tx, proposal.id):
        end_review(tx, proposal, by=System())
    return proposal


def close_review(tx: Session, proposal_id: int, version: int, reason: str = "", *, by: Identity, on: date) -> Proposal:
    """End a review: when all have sent or the deadline is past, or earlier with a reason the leader will read."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_SUBMIT, by, version)
    if proposal.state is ProposalState.IN_REVIEW:
        unsent = [name for _, name in _unsent(tx, proposal.id)]
        refuse_unless(review_may_end(unsent, proposal.review_deadline or on, on, reason), field="reason")
    take(tx, proposal, CLOSE_REVIEW, by=by, reason=reason)
    _close_open(tx, proposal)
    proposal.review_closed_at, proposal.review_closed_reason = instant(), cleaned(reason)
    tx.flush()
    return proposal


def end_review(tx: Session, proposal: Proposal, *, by: Actor) -> None:
    """Note that every school has sent its answers."""
    take(tx, proposal, END_REVIEW, by=by)
    proposal.review_closed_at = instant()
    tx.flush()
    text = say("All schools have sent their answers on {name}.", name=proposal.name)
    tell_holders(tx, Permission.REVIEW_REPLY, text, proposal_link(proposal.id))


def close_overdue_reviews(tx: Session, *, on: date) -> int:
    """End every review whose deadline is past; for the nightly job and for whoever looks at the pages next."""
    rows = select(Proposal).where(Proposal.state == ProposalState.IN_REVIEW, Proposal.review_deadline < on)
    late = list(tx.execute(rows.with_for_update()).scalars())
    for proposal in late:
        take(tx, proposal, END_REVIEW, by=System())
        _close_open(tx, proposal)
        proposal.review_closed_at = instant()
        text = say("The review of {name} has ended.", name=proposal.name)
        tell_holders(tx, Permission.REVIEW_REPLY, text, proposal_link(proposal.id))
    return len(late)


def has_overdue_reviews(tx: Session, *, on: date) -> bool:
    """Whether a review is past its deadline and has not been ended yet; cheap enough to be asked every minute."""
    rows = select(Proposal.id).where(Proposal.state == ProposalState.IN_REVIEW, Proposal.review_deadline < on)
    return tx.execute(rows.limit(1)).first() is not None


def submit_for_decision(tx: Session, proposal_id: int, version: int, *, by: Identity, on: date) -> Proposal:
    """Hand a reviewed proposal to the leaders; every objection has its reply, and every accepted one its effect."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_SUBMIT, by, version)
    cycle = tx.get_one(RotationCycle, proposal.cycle_id)
    conflict_unless(policy_in_force(proposal.policy_version, cycle.policy_version))
    conflict_unless(all_replied(unreplied(tx, proposal.id)))
    conflict_unless(promises_kept(broken_promises(tx, proposal)))
    conflict_unless(register_agrees(len(overtaken(tx, proposal, on=on))))
    take(tx, proposal, SUBMIT_FOR_DECISION, by=by)
    proposal.submitted_by, proposal.submitted_by_name, proposal.submitted_at = by.user_id, by.name, instant()
    tx.flush()
    text = say("{name} of {cycle} is waiting for your decision.", name=proposal.name, cycle=cycle.name)
    tell_holders(tx, Permission.PLAN_DECIDE, text, DECISIONS)
    return proposal


def withdraw(tx: Session, proposal_id: int, version: int, reason: str, *, by: Identity, on: date) -> Proposal:
    """Take a proposal back; its cycle goes on being planned."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_SUBMIT, by, version)
    _withdraw(tx, proposal, reason, by)
    resume_planning(tx, proposal.cycle_id)
    return proposal


def resume_planning(tx: Session, cycle_id: int) -> None:
    """Let a cycle be planned again where nothing of it is under way any more."""
    cycle = locked(tx, RotationCycle, cycle_id)
    if cycle.state is CycleState.IN_REVIEW and not _under_way(tx, cycle_id):
        take(tx, cycle, LEAVE_REVIEW, by=System())


def unreplied(tx: Session, proposal_id: int) -> int:
    """Return how many objections of principals have no reply; kept ones count once the review has ended."""
    rows = (
        select(func.count())
        .select_from(ReviewItem)
        .join(PrincipalReview, PrincipalReview.id == ReviewItem.review_id)
        .where(
            PrincipalReview.proposal_id == proposal_id,
            PrincipalReview.state != ReviewState.OPEN,
            ReviewItem.answer == Answer.OBJECT,
            ReviewItem.reply.is_(None),
        )
    )
    return tx.execute(rows).scalar_one()


def _supersede(tx: Session, proposal: Proposal, reason: str, by: Identity) -> None:
    """Withdraw what else of the cycle is in review; what a leader has before him is not pulled away in passing."""
    kept = kept_to(tx, proposal)
    for other in _under_way(tx, proposal.cycle_id):
        if other.id == proposal.id:
            continue
        if other.state is ProposalState.SUBMITTED:
            facts = {"name": other.name}
            raise Conflict(
                say("{name} is waiting for a decision.", **facts), say("Withdraw it first, or wait for the decision.")
            )
        refuse_unless(may_replace(is_kept_to=other.id in kept, reason=reason), field="reason")
        _withdraw(tx, other, reason.strip() or in_chinese(say("{name} takes its place.", name=proposal.name)), by)


def in_chinese(text: Message) -> str:
    """Return a sentence as a person of the bureau would have written it: reasons are data."""
    return text.text(translator(Language.CHINESE, TRANSLATIONS))


def _withdraw(tx: Session, proposal: Proposal, reason: str, by: Identity) -> None:
    take(tx, proposal, WITHDRAW, by=by, reason=needed(reason))
    _close_open(tx, proposal)
    text = say("{name} was withdrawn; your answers on it are no longer needed.", name=proposal.name)
    rows = select(PrincipalReview).where(PrincipalReview.proposal_id == proposal.id)
    for review in tx.execute(rows).scalars():
        tell_school(tx, review.school_id, text, review_link(review.id))
    tell(
        tx,
        [proposal.submitted_by, proposal.created_by],
        say("{name} was withdrawn.", name=proposal.name),
        proposal_link(proposal.id),
    )


def _under_way(tx: Session, cycle_id: int) -> list[Proposal]:
    states = [state for state in ProposalState if state.is_under_way]
    rows = select(Proposal).where(Proposal.cycle_id == cycle_id, Proposal.state.in_(states)).with_for_update()
    return list(tx.execute(rows).scalars())


def _unsent(tx: Session, proposal_id: int) -> Sequence[tuple[int, str]]:
    rows = (
        select(PrincipalReview.id, School.name)
        .join(School, School.id == PrincipalReview.school_id)
        .where(PrincipalReview.proposal_id == proposal_id, PrincipalReview.state == ReviewState.OPEN)
        .order_by(School.code)
    )
    return [(review, name) for review, name in tx.execute(rows)]


def _all_sent(tx: Session, proposal_id: int) -> bool:
    return not _unsent(tx, proposal_id)


def _close_open(tx: Session, proposal: Proposal) -> None:
    """Close the reviews nobody sent: objections kept in them count, the rest is without comment."""
    rows = select(PrincipalReview).where(
        PrincipalReview.proposal_id == proposal.id, PrincipalReview.state == ReviewState.OPEN
    )
    for review in tx.execute(rows.with_for_update()).scalars():
        take(tx, review, END_UNANSWERED, by=System())


def _open_reviews(tx: Session, proposal: Proposal, deadline: date) -> list[PrincipalReview]:
    """Open a review for every school that gets or loses somebody; returns those that have something to answer."""
    moves = list(tx.execute(select(PlanMove).where(PlanMove.proposal_id == proposal.id)).scalars())
    agreed = _agreed_before(tx, proposal)
    now, waiting = instant(), []
    for school in sorted({move.from_school_id for move in moves} | {move.to_school_id for move in moves}):
        mine: list[dict[str, object]] = [
            {
                "move_id": move.id,
                "direction": Direction.IN if move.to_school_id == school else Direction.OUT,
                "carried": agreed.get((school, move.teacher_id, move.to_school_id, move.subject)),
            }
            for move in moves
            if school in {move.from_school_id, move.to_school_id}
        ]
        done = all(item["carried"] is not None for item in mine)
        review = PrincipalReview(
            proposal_id=proposal.id,
            school_id=school,
            state=ReviewState.SENT if done else ReviewState.OPEN,
            deadline=deadline,
            created_at=now,
            sent_at=now if done else None,
        )
        tx.add(review)
        tx.flush()
        tx.execute(insert(ReviewItem), [_item(review.id, item, proposal) for item in mine])
        if not done:
            waiting.append(review)
    return waiting


def _item(review_id: int, item: dict[str, object], proposal: Proposal) -> dict[str, object]:
    carried = item.pop("carried")
    return {
        **item,
        "version": 1,
        "review_id": review_id,
        "answer": None if carried is None else Answer.AGREE,
        "carried_from_id": carried,
        "answered_at": None if carried is None else proposal.review_opened_at,
        "reason": "",
        "alternative": "",
        "reply_reason": "",
        "replied_by_name": "",
    }


def _agreed_before(tx: Session, proposal: Proposal) -> dict[tuple[int, int, int, str], int]:
    """Return what schools agreed to in the proposal this one keeps to: (school, teacher, destination, subject)."""
    if proposal.earlier_id is None:
        return {}
    rows = (
        select(PrincipalReview.school_id, PlanMove.teacher_id, PlanMove.to_school_id, PlanMove.subject, ReviewItem.id)
        .join(ReviewItem, ReviewItem.review_id == PrincipalReview.id)
        .join(PlanMove, PlanMove.id == ReviewItem.move_id)
        .where(
            PrincipalReview.proposal_id == proposal.earlier_id,
            PrincipalReview.state == ReviewState.SENT,
            ReviewItem.answer == Answer.AGREE,
        )
    )
    return {(school, teacher, target, subject): item for school, teacher, target, subject, item in tx.execute(rows)}

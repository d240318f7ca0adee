"""A school's answers to a proposal, and what district HR replies to its objections."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core import audit
from core.audit import System
from core.clock import instant
from core.db import expect_version
from core.errors import Conflict, NotFound
from policy.messages import say
from policy.vocabulary import LockAction
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.rules.decisions import may_promise
from rotation.rules.windows import review_open
from rotation.services.notifying import proposal_link, review_link, tell_holders, tell_school
from rotation.services.rows import locked, school_by
from rotation.services.scenarios import refuse_move
from rotation.services.stepping import cleaned, demand, needed, refuse_unless, subject_of, take
from rotation.services.submitting import end_review, in_chinese
from rotation.vocabulary.drafts import AnswerDraft, LockDraft, ReplyDraft
from rotation.vocabulary.states import REPLYING, Answer, ProposalState, Reply, ReviewState
from rotation.vocabulary.transitions import SEND_REVIEW
from teachers.models import Posting, School, Teacher
from teachers.queries.scope import posted_on

LONGEST_STAFF_NO = 40


def answer_item(tx: Session, item_id: int, version: int, draft: AnswerDraft, *, by: Identity, on: date) -> ReviewItem:
    """Agree to one move, or object to it with a reason and, where there is one, an alternative."""
    item = _item(tx, item_id)
    review = _open(tx, item.review_id, by, on)
    expect_version(item, version)
    _answer(tx, review, item, draft, by, on)
    return item


def answer_items(
    tx: Session, review_id: int, drafts: Mapping[int, tuple[int, AnswerDraft]], *, by: Identity, on: date
) -> None:
    """Answer several moves of one review at once: all answers are kept, or none."""
    review = _open(tx, review_id, by, on)
    items = {item.id: item for item in _items(tx, review)}
    for item_id, (version, draft) in drafts.items():
        if item_id not in items:
            raise NotFound
        expect_version(items[item_id], version)
        _answer(tx, review, items[item_id], draft, by, on)


def agree_to_rest(tx: Session, review_id: int, *, by: Identity, on: date) -> int:
    """Agree to every move not answered yet; returns how many."""
    review = _open(tx, review_id, by, on)
    rest = [item for item in _items(tx, review) if item.answer is None]
    for item in rest:
        _answer(tx, review, item, AnswerDraft(Answer.AGREE), by, on)
    return len(rest)


def send_review(tx: Session, review_id: int, version: int, *, by: Identity, on: date) -> PrincipalReview:
    """Send a school's answers; they can no longer be changed.

    Raises `Conflict` while a move has no answer.
    """
    review = _open(tx, review_id, by, on)
    expect_version(review, version)
    items = _items(tx, review)
    missing = sum(item.answer is None for item in items)
    if missing:
        text = say("{number} moves have no answer yet.", number=missing)
        raise Conflict(text, say("Agree or object to each, then send."))
    objected = sum(item.answer is Answer.OBJECT for item in items)
    take(tx, review, SEND_REVIEW, by=by, facts={"answers": len(items), "objections": objected})
    review.sent_at, review.sent_by, review.sent_by_name = instant(), by.user_id, by.name
    tx.flush()
    proposal, school = locked(tx, Proposal, review.proposal_id), tx.get_one(School, review.school_id)
    facts = {"school": school.name, "name": proposal.name, "number": objected}
    text = say("{school} has sent its answers on {name}, {number} of them objections.", **facts)
    tell_holders(tx, Permission.REVIEW_REPLY, text, proposal_link(proposal.id))
    _end_if_complete(tx, proposal)
    return review


def reply(tx: Session, item_id: int, version: int, draft: ReplyDraft, *, by: Identity, on: date) -> ReviewItem:
    """Reply to an objection: accept it, which fixes something in the next search, or keep the move with a reason."""
    demand(by, Permission.REVIEW_REPLY)
    item = _item(tx, item_id)
    review = locked(tx, PrincipalReview, item.review_id)
    proposal = locked(tx, Proposal, review.proposal_id)
    expect_version(item, version)
    if item.answer is not Answer.OBJECT or not review.state.is_over or proposal.state not in REPLYING:
        raise Conflict(say("There is no objection here to reply to now."))
    reason = needed(draft.reason)
    lock = _lock_of(tx, item, draft) if draft.reply is Reply.ACCEPTED else None
    changed = audit.changes(
        item,
        {
            "reply": draft.reply,
            "reply_reason": reason,
            "reply_action": lock.action if lock else None,
            "reply_school_id": school_by(tx, lock.school).id if lock and lock.school else None,
            "replied_by_name": by.name,
        },
    )
    item.replied_at, item.replied_by = instant(), by.user_id
    tx.flush()
    audit.record(tx, "review.replied", subject_of(review), changed, by=by, reason=reason, facts={"item": item.id})
    text = say("District HR has replied to your objection on {name}.", name=proposal.name)
    tell_school(tx, review.school_id, text, review_link(review.id))
    return item


def _item(tx: Session, item_id: int) -> ReviewItem:
    return locked(tx, ReviewItem, item_id)


def _items(tx: Session, review: PrincipalReview) -> list[ReviewItem]:
    rows = select(ReviewItem).where(ReviewItem.review_id == review.id).order_by(ReviewItem.id)
    return list(tx.execute(rows.with_for_update()).scalars())


def _open(tx: Session, review_id: int, by: Identity, on: date) -> PrincipalReview:
    """Return a review the person may answer now; one of another school does not exist for them."""
    demand(by, Permission.REVIEW_ANSWER)
    review = locked(tx, PrincipalReview, review_id)
    if by.reach(Permission.REVIEW_ANSWER) is not Reach.ALL and review.school_id != by.school_id:
        raise NotFound
    proposal = tx.get_one(Proposal, review.proposal_id)
    verdict = review_open(review.state, proposal.state, review.deadline, on)
    if not verdict.holds:
        raise Conflict(verdict.sentence)
    return review


def _answer(tx: Session, review: PrincipalReview, item: ReviewItem, draft: AnswerDraft, by: Identity, on: date) -> None:
    """Write one answer; an objection needs its reason."""
    objects = draft.answer is Answer.OBJECT
    other, alternative = _instead(tx, review, draft, on) if objects else (None, "")
    values: dict[str, object] = {
        "answer": draft.answer,
        "reason": needed(draft.reason) if objects else "",
        "alternative": alternative,
        "alternative_teacher_id": other,
    }
    changed = audit.changes(item, values)
    if not changed:
        return
    item.answered_at, item.carried_from_id = instant(), None
    tx.flush()
    audit.record(tx, "review.answered", subject_of(review), changed, by=by, facts={"item": item.id})


def _instead(tx: Session, review: PrincipalReview, draft: AnswerDraft, on: date) -> tuple[int | None, str]:
    """Return who could go instead, where the school knows the person, and the alternative in words.

    Any other number is kept as it was typed, so that nobody can ask here which numbers exist.
    """
    words = cleaned(draft.alternative, field="alternative")
    staff_no = cleaned(draft.alternative_staff_no, field="alternative_staff_no", longest=LONGEST_STAFF_NO).strip()
    if not staff_no:
        return None, words
    posted = select(Posting.teacher_id).where(Posting.school_id == review.school_id, posted_on(on))
    asked = select(PlanMove.teacher_id).join(ReviewItem, ReviewItem.move_id == PlanMove.id)
    known = or_(Teacher.id.in_(posted), Teacher.id.in_(asked.where(ReviewItem.review_id == review.id)))
    found = tx.execute(select(Teacher.id).where(Teacher.staff_no == staff_no, known)).scalar_one_or_none()
    if found is not None:
        return found, words
    typed = in_chinese(say("Somebody else: staff number {staff_no} (not checked)", staff_no=staff_no))
    return None, cleaned(f"{words}\n{typed}".strip(), field="alternative")


def _lock_of(tx: Session, item: ReviewItem, draft: ReplyDraft) -> LockDraft:
    """Return what an accepted objection fixes: what the reply names, else that this very move is not made again.

    Raises `Invalid` where the reply names the move objected to, or one that no rule allows.
    """
    move = tx.get_one(PlanMove, item.move_id)
    if draft.lock is None:
        target = tx.get_one(School, move.to_school_id)
        return LockDraft(move.staff_no, LockAction.FORBID, target.code, draft.reason)
    if draft.lock.action is not LockAction.STAY:
        school = school_by(tx, draft.lock.school)
        refuse_unless(may_promise(draft.lock.action, school.id, move.to_school_id), field="school")
        if draft.lock.action is LockAction.MOVE:
            refuse_move(tx, _scenario_of(tx, move), tx.get_one(Teacher, move.teacher_id), school)
    return draft.lock


def _scenario_of(tx: Session, move: PlanMove) -> Scenario:
    return tx.get_one(Scenario, tx.get_one(Proposal, move.proposal_id).scenario_id)


def _end_if_complete(tx: Session, proposal: Proposal) -> None:
    """End the review when the last school has sent."""
    rows = select(PrincipalReview.id).where(
        PrincipalReview.proposal_id == proposal.id, PrincipalReview.state == ReviewState.OPEN
    )
    if proposal.state is ProposalState.IN_REVIEW and tx.execute(rows.limit(1)).scalar_one_or_none() is None:
        end_review(tx, proposal, by=System())

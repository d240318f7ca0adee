"""Reviews as principals and district HR see them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.errors import NotFound
from policy.messages import Message, say
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.queries.anonymous import anonymous
from rotation.queries.moves import move_line, school_rows
from rotation.queries.places import demand, places, sentence
from rotation.queries.proposals import proposal_page
from rotation.rules.windows import review_open
from rotation.vocabulary.pages import (
    CellLine,
    EarlierRound,
    ObjectionItem,
    Place,
    ReviewItemLine,
    ReviewLine,
    ReviewOverview,
    ReviewPage,
    SchoolLine,
)
from rotation.vocabulary.states import REPLYING, Answer, Direction, ReviewState
from rotation.vocabulary.transitions import SEND_REVIEW
from teachers.models import Teacher

_FULL = 100


def reviews_of(tx: Session, identity: Identity) -> list[ReviewLine]:
    """Return the reviews somebody may see, newest first: a principal's own, or all."""
    rows = select(PrincipalReview).order_by(PrincipalReview.id.desc())
    if identity.reach(Permission.PLAN_READ) is not Reach.ALL:
        demand(identity, Permission.REVIEW_ANSWER)
        rows = rows.where(PrincipalReview.school_id == identity.school_id)
    return _lines(tx, list(tx.execute(rows).scalars()), own=identity.school_id)


def review_page(tx: Session, review_id: int, identity: Identity, *, on: date) -> ReviewPage:
    """Return one school's review.

    Raises `NotFound` for a review of another school.
    """
    review = tx.get(PrincipalReview, review_id)
    if review is None or not _may_see(review, identity):
        raise NotFound
    proposal = tx.get_one(Proposal, review.proposal_id)
    school, cells, indicators, _, _ = school_rows(tx, proposal, review.school_id)
    nameless = identity.reach(Permission.PLAN_READ) is not Reach.ALL
    items = _items(tx, [review.id], {cell_key(cell): cell for cell in cells}, nameless=nameless)[review.id]
    mine = identity.reach(Permission.REVIEW_ANSWER) is not None and review.school_id == identity.school_id
    is_open = mine and review_open(review.state, proposal.state, review.deadline, on).holds
    answered = sum(item.answer is not None for item in items)
    ready = is_open and answered == len(items)
    return ReviewPage(
        id=review.id,
        version=review.version,
        proposal_id=proposal.id,
        proposal_name=proposal.name,
        cycle_name=tx.get_one(RotationCycle, proposal.cycle_id).name,
        place=school.place,
        state=review.state,
        deadline=review.deadline,
        is_open=is_open,
        sent_at=review.sent_at,
        sent_by=review.sent_by_name,
        effect=_effect(school),
        school=school,
        cells=tuple(cell for cell in cells if cell.before != cell.after or cell.short_after),
        indicators=tuple(indicators),
        incoming=tuple(item for item in items if item.direction is Direction.IN),
        outgoing=tuple(item for item in items if item.direction is Direction.OUT),
        answered=answered,
        objections=sum(item.answer is Answer.OBJECT for item in items),
        may=frozenset({SEND_REVIEW.event}) if ready else frozenset(),
    )


def review_overview(tx: Session, proposal_id: int, identity: Identity, *, on: date) -> ReviewOverview:
    """Return all answers to a proposal, objections in full: those sent, and those kept when the review ended."""
    page = proposal_page(tx, proposal_id, identity, on=on)
    reviews = _reviews(tx, page.id)
    return ReviewOverview(page, tuple(_lines(tx, reviews)), _objections(tx, reviews), _earlier(tx, page.id))


def cell_key(cell: CellLine) -> tuple[str, str]:
    """Return what tells the subjects of a school apart."""
    return cell.stage.value, cell.subject


def _reviews(tx: Session, proposal_id: int) -> list[PrincipalReview]:
    rows = select(PrincipalReview).where(PrincipalReview.proposal_id == proposal_id)
    return list(tx.execute(rows.order_by(PrincipalReview.id)).scalars())


def _objections(tx: Session, reviews: Sequence[PrincipalReview]) -> tuple[ObjectionItem, ...]:
    known = places(tx)
    return tuple(
        ObjectionItem(item, review.id, known[review.school_id], review.state is ReviewState.SENT)
        for review, items in zip(reviews, _items_of(tx, reviews), strict=True)
        for item in items
        if item.answer is Answer.OBJECT and review.state.is_over
    )


def _earlier(tx: Session, proposal_id: int) -> tuple[EarlierRound, ...]:
    """Return the rounds of the same cycle before this one that had objections, each with what became of its moves."""
    row = tx.get_one(Proposal, proposal_id)
    before = select(Proposal).where(
        Proposal.cycle_id == row.cycle_id, Proposal.id != row.id, Proposal.review_opened_at.is_not(None)
    )
    if row.review_opened_at is not None:
        before = before.where(Proposal.review_opened_at < row.review_opened_at)
    moves = select(PlanMove.teacher_id, PlanMove.to_school_id).where(PlanMove.proposal_id == row.id)
    made = {(teacher, target) for teacher, target in tx.execute(moves)}
    rounds = []
    for other in tx.execute(before.order_by(Proposal.review_opened_at.desc())).scalars():
        cases = tuple(
            replace(case, stands=(case.item.move.teacher_id, case.item.move.target.id) in made)
            for case in _objections(tx, _reviews(tx, other.id))
        )
        if cases:
            rounds.append(EarlierRound(other.id, other.number, other.name, other.state, cases))
    return tuple(rounds)


def _may_see(review: PrincipalReview, identity: Identity) -> bool:
    if identity.reach(Permission.PLAN_READ) is Reach.ALL:
        return True
    return identity.may(Permission.REVIEW_ANSWER) and review.school_id == identity.school_id


def _effect(school: SchoolLine) -> Message:
    """What the plan does to a school, in one sentence."""
    return say(
        "With this proposal {comes} come and {leaves} leave; what your school lacks goes from {before} to {after}.",
        comes=school.arrivals,
        leaves=school.leavers,
        before=_posts(school.short_before),
        after=_posts(school.short_after),
    )


def _posts(hundredths: int) -> str:
    return f"{hundredths / _FULL:,.2f}".rstrip("0").rstrip(".")


def _lines(tx: Session, reviews: Sequence[PrincipalReview], *, own: int | None = None) -> list[ReviewLine]:
    """Return reviews with their counts; what a school other than the own has not sent yet is nobody's to read."""
    known, ids = places(tx), [review.id for review in reviews]
    names, states = {}, {}
    for proposal, name, state in tx.execute(select(Proposal.id, Proposal.name, Proposal.state)):
        names[proposal], states[proposal] = name, state
    drafts = {review.id for review in reviews if not review.state.is_over and review.school_id != own}
    items = select(ReviewItem.review_id, ReviewItem.answer, ReviewItem.reply).where(ReviewItem.review_id.in_(ids))
    total, agreed, objected, unreplied = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for review, answer, reply in tx.execute(items):
        total[review] += 1
        if review in drafts:
            continue
        agreed[review] += answer is Answer.AGREE
        objected[review] += answer is Answer.OBJECT
        unreplied[review] += answer is Answer.OBJECT and reply is None
    return [
        ReviewLine(
            id=review.id,
            proposal_id=review.proposal_id,
            proposal_name=names[review.proposal_id],
            place=known[review.school_id],
            state=review.state,
            deadline=review.deadline,
            items=total[review.id],
            agreed=agreed[review.id],
            objected=objected[review.id],
            open=total[review.id] - agreed[review.id] - objected[review.id],
            unreplied=unreplied[review.id] if review.state.is_over and states[review.proposal_id] in REPLYING else 0,
            sent_at=review.sent_at,
            sent_by=review.sent_by_name,
        )
        for review in reviews
    ]


def _items_of(tx: Session, reviews: Sequence[PrincipalReview]) -> list[list[ReviewItemLine]]:
    found = _items(tx, [review.id for review in reviews], {})
    return [found.get(review.id, []) for review in reviews]


def _items(
    tx: Session, review_ids: Sequence[int], cells: Mapping[tuple[str, str], CellLine], *, nameless: bool = False
) -> dict[int, list[ReviewItemLine]]:
    """Return the items of reviews, each with what the move does to the school's own subject."""
    known: Mapping[int, Place] = places(tx)
    rows = (
        select(ReviewItem, PlanMove, Teacher.staff_no, Teacher.name)
        .join(PlanMove, PlanMove.id == ReviewItem.move_id)
        .outerjoin(Teacher, Teacher.id == ReviewItem.alternative_teacher_id)
        .where(ReviewItem.review_id.in_(review_ids))
        .order_by(ReviewItem.direction, PlanMove.staff_no)
    )
    found: dict[int, list[ReviewItemLine]] = {review: [] for review in review_ids}
    for item, move, alternative, name in tx.execute(rows):
        line = move_line(move, known)
        found[item.review_id].append(
            ReviewItemLine(
                id=item.id,
                version=item.version,
                direction=item.direction,
                move=replace(line, reason=anonymous(line.reason)) if nameless else line,
                effect=_item_effect(item.direction, move, cells),
                answer=item.answer,
                reason=item.reason,
                alternative=item.alternative,
                alternative_staff_no=alternative or "",
                alternative_name=name or "",
                carried=item.carried_from_id is not None,
                reply=item.reply,
                reply_reason=item.reply_reason,
            )
        )
    return found


def _item_effect(direction: Direction, move: PlanMove, cells: Mapping[tuple[str, str], CellLine]) -> Message:
    """What one move means for the school's subject: what is short or spare before and with the whole plan."""
    comes = direction is Direction.IN
    cell = cells.get((move.stage.value, move.subject if comes else move.home_subject))
    if cell is None:
        return anonymous(sentence(move.reason)) if comes else say("Leaves your school.")
    facts = {
        "subject": cell.subject,
        "required": _posts(cell.required),
        "before": _posts(cell.before),
        "after": _posts(cell.after),
    }
    if comes:
        return say("{subject}: {required} needed, {before} there now, {after} with the proposal.", **facts)
    if cell.short_after:
        return say("{subject}: {required} needed, {before} there now, {after} afterwards; it stays short.", **facts)
    return say("{subject}: {required} needed, {before} there now, {after} afterwards; nothing is lacking.", **facts)

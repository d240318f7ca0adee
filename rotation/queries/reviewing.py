"""How far the review of a proposal has come, in numbers."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.models.plans import Proposal
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.queries.paging import pairs
from rotation.vocabulary.states import Answer, ReviewState


def answer_counts(tx: Session, row: Proposal) -> dict[str, Any]:
    """Count reviews, answers sent and missing at the end, objections, and objections without a reply."""
    reviews = select(PrincipalReview.state, func.count()).where(PrincipalReview.proposal_id == row.id)
    by_state = pairs(tx, reviews.group_by(PrincipalReview.state))
    objections = (
        select(ReviewItem.reply, func.count())
        .join(PrincipalReview, PrincipalReview.id == ReviewItem.review_id)
        .where(
            PrincipalReview.proposal_id == row.id,
            PrincipalReview.state != ReviewState.OPEN,
            ReviewItem.answer == Answer.OBJECT,
        )
        .group_by(ReviewItem.reply)
    )
    by_reply = pairs(tx, objections)
    return {
        "reviews": sum(by_state.values()),
        "reviews_sent": by_state.get(ReviewState.SENT, 0),
        "reviews_cut_off": by_state.get(ReviewState.CLOSED, 0) if row.review_closed_at else 0,
        "objections": sum(by_reply.values()),
        "unanswered_objections": by_reply.get(None, 0),
    }

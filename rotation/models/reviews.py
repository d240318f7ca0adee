"""Tables of the review: one per school and proposal, an item per move that touches the school; teachers' objections."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Versioned, enum_column
from policy.vocabulary import LockAction
from rotation.vocabulary.states import Answer, Direction, ObjectionState, Reply, ReviewState


class PrincipalReview(Versioned, Base):
    """What one school is asked about one proposal."""

    __tablename__ = "principal_review"
    __table_args__ = (UniqueConstraint("proposal_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState), default=ReviewState.OPEN)
    deadline: Mapped[date]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_by_name: Mapped[str] = mapped_column(String(100), default="")

    items: Mapped[list["ReviewItem"]] = relationship(back_populates="review", order_by="ReviewItem.id")


class ReviewItem(Versioned, Base):
    """One move a school is asked about: the principal's answer, and the reply of district HR to an objection."""

    __tablename__ = "review_item"
    __table_args__ = (UniqueConstraint("review_id", "move_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("principal_review.id"))
    move_id: Mapped[int] = mapped_column(ForeignKey("plan_move.id"), index=True)
    direction: Mapped[Direction] = mapped_column(enum_column(Direction))
    answer: Mapped[Answer | None] = mapped_column(enum_column(Answer))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    alternative: Mapped[str] = mapped_column(String(1000), default="")
    alternative_teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("review_item.id"))  # agreed to already, same move
    answered_at: Mapped[datetime | None]
    reply: Mapped[Reply | None] = mapped_column(enum_column(Reply))
    reply_reason: Mapped[str] = mapped_column(String(1000), default="")
    reply_action: Mapped[LockAction | None] = mapped_column(enum_column(LockAction))
    reply_school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    replied_by_name: Mapped[str] = mapped_column(String(100), default="")

    review: Mapped[PrincipalReview] = relationship(back_populates="items")


class Objection(Versioned, Base):
    """A teacher's objection to the own result, and its answer."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("proposal_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    reason: Mapped[str] = mapped_column(String(2000))
    state: Mapped[ObjectionState] = mapped_column(enum_column(ObjectionState), default=ObjectionState.OPEN, index=True)
    filed_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(2000), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_by_name: Mapped[str] = mapped_column(String(100), default="")

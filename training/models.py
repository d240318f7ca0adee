"""Tables: training records, and the credit bank, a double-entry ledger that is only ever added to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Versioned, enum_column
from training.vocabulary import Account, ActivityKind, Category, Ledger, RecordState

_STANDS = "state NOT IN ('withdrawn', 'reversed')"


class TrainingRecord(Versioned, Base):
    """One activity of one teacher; hours in hundredths; `school_id` is the school that decides on it.

    `district_only`: nobody at the school may decide, because the applicant leads it or the district entered it.
    """

    __tablename__ = "training_record"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("end_on >= start_on", name="period"),
        Index(
            "ix_training_record_activity",
            "teacher_id",
            "start_on",
            "title_key",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
        Index("ix_training_record_queue", "state", "school_id"),
        Index("ix_training_record_school", "school_id", "end_on"),
        Index("ix_training_record_end", "end_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    district_only: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[ActivityKind] = mapped_column(enum_column(ActivityKind))
    category: Mapped[Category] = mapped_column(enum_column(Category))
    title: Mapped[str] = mapped_column(String(120))
    title_key: Mapped[str] = mapped_column(String(120))
    organiser: Mapped[str] = mapped_column(String(120), default="")
    start_on: Mapped[date]
    end_on: Mapped[date]
    hours: Mapped[int]
    certificate_no: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[RecordState] = mapped_column(enum_column(RecordState), default=RecordState.DRAFT)
    reason: Mapped[str] = mapped_column(String(400), default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    submitted_on: Mapped[date | None]
    school_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    school_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]


class CreditTransaction(Base):
    """One booking or, where `reverses_id` is set, one reversal; it keeps the conversion and the policy it used."""

    __tablename__ = "credit_transaction"
    __table_args__ = (
        Index(
            "ix_credit_transaction_booking",
            "record_id",
            unique=True,
            sqlite_where=text("reverses_id IS NULL"),
            postgresql_where=text("reverses_id IS NULL"),
        ),
        Index("ix_credit_transaction_teacher", "teacher_id", "cycle_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("training_record.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("credit_transaction.id"), unique=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    cycle_from: Mapped[date]
    kind: Mapped[ActivityKind] = mapped_column(enum_column(ActivityKind))
    category: Mapped[Category] = mapped_column(enum_column(Category))
    earned_on: Mapped[date]
    hours_per_credit: Mapped[int]
    policy_from: Mapped[date]
    policy_source: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(400), default="")
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    booked_on: Mapped[date]

    entries: Mapped[list["CreditEntry"]] = relationship(lazy="raise_on_sql", order_by="CreditEntry.id")


class CreditEntry(Base):
    """One side of a transaction in one ledger; its worth is `amount / denominator`, so that no conversion rounds."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        CheckConstraint("denominator > 0", name="denominator"),
        CheckConstraint("(account = 'teacher') = (teacher_id IS NOT NULL)", name="holder"),
        Index("ix_credit_entry_balance", "teacher_id", "cycle_from", "ledger"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("credit_transaction.id"), index=True)
    ledger: Mapped[Ledger] = mapped_column(enum_column(Ledger))
    account: Mapped[Account] = mapped_column(enum_column(Account))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    category: Mapped[Category] = mapped_column(enum_column(Category))
    cycle_from: Mapped[date]
    earned_on: Mapped[date]
    amount: Mapped[int]
    denominator: Mapped[int]

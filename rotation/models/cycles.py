"""Tables of a rotation cycle: its policy versions, its eligibility list with overrides, and the preferences."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Versioned, enum_column
from policy.vocabulary import Stage
from rotation.vocabulary.states import CycleState


class RotationCycle(Versioned, Base):
    """One year's rotation; deadlines are district days and include the day itself."""

    __tablename__ = "rotation_cycle"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    school_year: Mapped[int]
    reference_date: Mapped[date]
    state: Mapped[CycleState] = mapped_column(enum_column(CycleState), default=CycleState.PREPARING, index=True)
    policy_version: Mapped[int] = mapped_column(default=1)
    preference_deadline: Mapped[date | None]
    review_deadline: Mapped[date | None]
    objection_deadline: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    list_policy_version: Mapped[int | None]  # the policy the eligibility list was fixed with
    list_fixed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(100), default="")

    policies: Mapped[list["CyclePolicy"]] = relationship(back_populates="cycle", order_by="CyclePolicy.number")


class CyclePolicy(Base):
    """One version of a cycle's policy numbers, never changed afterwards: TOML over the shipped numbers."""

    __tablename__ = "cycle_policy"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(100), default="")

    cycle: Mapped[RotationCycle] = relationship(back_populates="policies")


class EligibilityEntry(Base):
    """One teacher on the fixed eligibility list: the answer, the verdict of every condition, the policy it rests on."""

    __tablename__ = "eligibility_entry"
    __table_args__ = (
        UniqueConstraint("cycle_id", "teacher_id"),
        Index("ix_eligibility_entry_list", "cycle_id", "eligible", "staff_no"),
        Index("ix_eligibility_entry_school", "cycle_id", "school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    staff_no: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    search_key: Mapped[str] = mapped_column(String(400), default="")
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(60))
    eligible: Mapped[bool]
    overridden: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[str] = mapped_column(String(30), default="")  # the first condition that fails, or `override`
    retirement_month: Mapped[str] = mapped_column(String(7), default="")
    reason: Mapped[dict[str, Any]]
    verdicts: Mapped[list[Any]]
    policy_version: Mapped[int]


class EligibilityOverride(Versioned, Base):
    """A computed eligibility overruled by hand in one cycle."""

    __tablename__ = "eligibility_override"
    __table_args__ = (UniqueConstraint("cycle_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    eligible: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str] = mapped_column(String(100), default="")


class Preference(Base):
    """One choice of a teacher: the lower the rank, the dearer the wish."""

    __tablename__ = "preference"
    __table_args__ = (
        UniqueConstraint("cycle_id", "teacher_id", "rank"),
        UniqueConstraint("cycle_id", "teacher_id", "school_id"),
        CheckConstraint("rank >= 1", name="rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    rank: Mapped[int]
    filed_at: Mapped[datetime]


class PlanInput(Base):
    """The frozen input of a search: the district's tables as they were, packed, with their fingerprints."""

    __tablename__ = "plan_input"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"), index=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    input_sha256: Mapped[str] = mapped_column(String(64))
    policy_sha256: Mapped[str] = mapped_column(String(64))
    policy_version: Mapped[int]
    policy_text: Mapped[str] = mapped_column(Text)
    archive: Mapped[bytes] = mapped_column(deferred=True)
    teachers: Mapped[int]
    schools: Mapped[int]
    preferences: Mapped[int]
    earlier: Mapped[list[Any] | None] = mapped_column(JSON)  # plan to keep to: [staff_no, school, subject]
    created_at: Mapped[datetime]

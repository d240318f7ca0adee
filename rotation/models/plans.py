"""Tables of planning: scenarios with their locks, proposals, and the rows of a plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Versioned, enum_column
from policy.vocabulary import Area, BackboneLevel, LockAction, Stage
from rotation.vocabulary.states import LockSource, PriceState, ProposalState, ScenarioState


class Scenario(Versioned, Base):
    """One question to the planner: policy numbers that differ, locks, seed and time limit, and how its search ended."""

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("cycle_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(1000), default="")
    overrides: Mapped[dict[str, Any]]
    seed: Mapped[int] = mapped_column(default=0)
    time_limit: Mapped[int]
    based_on_id: Mapped[int | None]  # a proposal; no foreign key: proposals refer to scenarios, services check it
    state: Mapped[ScenarioState] = mapped_column(enum_column(ScenarioState), default=ScenarioState.DRAFT, index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    keep_requested: Mapped[bool] = mapped_column(default=False)  # stop the search and use the plan found so far
    faults: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    conflict: Mapped[list[Any] | None] = mapped_column(JSON)
    relaxations: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(100), default="")

    locks: Mapped[list["PlanLock"]] = relationship(back_populates="scenario", order_by="PlanLock.id")


class PlanLock(Base):
    """Somebody fixed by hand in one scenario."""

    __tablename__ = "plan_lock"
    __table_args__ = (Index("ix_plan_lock_teacher", "scenario_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    action: Mapped[LockAction] = mapped_column(enum_column(LockAction))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    source: Mapped[LockSource] = mapped_column(enum_column(LockSource), default=LockSource.DISTRICT)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(100), default="")

    scenario: Mapped[Scenario] = relationship(back_populates="locks")


class Proposal(Versioned, Base):
    """A plan that passed the independent check, and what becomes of it; its rows never change."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("rotation_cycle.id"))
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    input_id: Mapped[int] = mapped_column(ForeignKey("plan_input.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), unique=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[ProposalState] = mapped_column(enum_column(ProposalState), default=ProposalState.DRAFT, index=True)
    # what the search says of its plan
    status: Mapped[str] = mapped_column(String(16))
    stopped_by: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(40), default="")
    seconds: Mapped[float]
    seed: Mapped[int]
    workers: Mapped[int]
    policy_version: Mapped[int]
    input_sha256: Mapped[str] = mapped_column(String(64))
    policy_sha256: Mapped[str] = mapped_column(String(64))
    moves: Mapped[int]
    eligible: Mapped[int]
    backbone_moves: Mapped[int]
    least_moves: Mapped[int]
    most_moves: Mapped[int]
    lines: Mapped[list[Any]]  # name, value, best, cap, bound, status, seconds, before, note
    rules: Mapped[list[Any]]  # name, holds, detail
    totals: Mapped[dict[str, Any]]  # flows, figures of the whole district
    report: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    moves_csv: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    workbook: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # who did what with it
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))  # the plan it was to keep to
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(100), default="")
    review_deadline: Mapped[date | None]
    review_opened_at: Mapped[datetime | None]
    review_closed_at: Mapped[datetime | None]
    review_closed_reason: Mapped[str] = mapped_column(String(1000), default="")
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_by_name: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str] = mapped_column(String(100), default="")
    decision_reason: Mapped[str] = mapped_column(String(1000), default="")
    objection_deadline: Mapped[date | None]
    carried_at: Mapped[datetime | None]  # when moves of it were last carried into the register
    carried_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    carried_by_name: Mapped[str] = mapped_column(String(100), default="")
    carried_first_day: Mapped[date | None]


class PlanMove(Base):
    """One move of a plan with what a reader wants to see beside it, as it was when the plan was made."""

    __tablename__ = "plan_move"
    __table_args__ = (
        UniqueConstraint("proposal_id", "teacher_id"),
        Index("ix_plan_move_from", "proposal_id", "from_school_id"),
        Index("ix_plan_move_to", "proposal_id", "to_school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    staff_no: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    from_school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    to_school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    from_area: Mapped[Area] = mapped_column(enum_column(Area, "from_area"))
    to_area: Mapped[Area] = mapped_column(enum_column(Area, "to_area"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(60))
    home_subject: Mapped[str] = mapped_column(String(60))
    fte: Mapped[int]
    minutes: Mapped[int]
    preference_rank: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(16), default="")
    degree: Mapped[str] = mapped_column(String(16), default="")
    backbone: Mapped[BackboneLevel] = mapped_column(enum_column(BackboneLevel))
    team: Mapped[str] = mapped_column(String(60), default="")
    locked: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[dict[str, Any]]
    served: Mapped[list[Any]]
    parts: Mapped[dict[str, Any]]  # each line with the move minus the line without it


class PlanCell(Base):
    """One subject at one stage of a school before and after, in hundredths of a full post."""

    __tablename__ = "plan_cell"
    __table_args__ = (Index("ix_plan_cell_school", "proposal_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(60))
    required: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]


class PlanUnit(Base):
    """One indicator of 优质均衡 of one unit: heads before and after against the target in hundredths of a teacher."""

    __tablename__ = "plan_unit"
    __table_args__ = (Index("ix_plan_unit_school", "proposal_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    indicator: Mapped[str] = mapped_column(String(16))
    students: Mapped[int]
    target: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]


class PlanCoefficient(Base):
    """The 差异系数 of one indicator over the district, None where nobody counts; the limit in hundredths."""

    __tablename__ = "plan_coefficient"
    __table_args__ = (UniqueConstraint("proposal_id", "stage", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    indicator: Mapped[str] = mapped_column(String(16))
    before: Mapped[float | None]
    after: Mapped[float | None]
    limit: Mapped[int]


class PlanSchool(Base):
    """One school before and after: people, senior posts, backbone teachers, what is short in all its subjects."""

    __tablename__ = "plan_school"
    __table_args__ = (UniqueConstraint("proposal_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    area: Mapped[Area] = mapped_column(enum_column(Area))
    zone: Mapped[str] = mapped_column(String(60), default="")
    authorised: Mapped[int | None]
    senior_posts: Mapped[int | None]
    staff_before: Mapped[int]
    staff_after: Mapped[int]
    seniors_before: Mapped[int]
    seniors_after: Mapped[int]
    backbone_before: Mapped[int]
    backbone_after: Mapped[int]
    arrivals: Mapped[int]
    leavers: Mapped[int]
    short_before: Mapped[int]
    short_after: Mapped[int]


class PlanUnfilled(Base):
    """A subject that stays short: the funnel of who could have come, the cause, and what to do about it."""

    __tablename__ = "plan_unfilled"
    __table_args__ = (UniqueConstraint("proposal_id", "school_id", "stage", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(60))
    shortage: Mapped[int]
    qualified: Mapped[int]
    eligible: Mapped[int]
    within_travel: Mapped[int]
    spare: Mapped[int]
    cause: Mapped[str] = mapped_column(String(300))
    sentence: Mapped[dict[str, Any]]
    cure: Mapped[dict[str, Any]]


class PlanPrice(Base):
    """The answer to "why not there" where no rule refuses: every line of the plan and of the one that forces it."""

    __tablename__ = "plan_price"
    __table_args__ = (UniqueConstraint("proposal_id", "teacher_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    state: Mapped[PriceState] = mapped_column(enum_column(PriceState))
    sentence: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    lines: Mapped[list[Any]]
    asked_at: Mapped[datetime]

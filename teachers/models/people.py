"""Tables of people: teachers, and where they teach from which day to which."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.crypto import Sealed, Sealing
from core.db import Base, Versioned, enum_column
from policy.vocabulary import BackboneLevel, Degree, PostType, Sex, Stage, Title
from teachers.models.places import School
from teachers.vocabulary import FULL_POST, CorrectionState, TeacherStatus


class Teacher(Sealing, Versioned, Base):
    """A teacher of the district; months are text (`YYYY-MM`), empty where not known."""

    __tablename__ = "teacher"
    __table_args__ = (
        CheckConstraint("mountain_years >= 0", name="mountain_years"),
        CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name="both_coordinates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    search_key: Mapped[str] = mapped_column(String(600))
    sex: Mapped[Sex | None] = mapped_column(enum_column(Sex))
    birth_month: Mapped[str] = mapped_column(String(7), default="")
    post_type: Mapped[PostType] = mapped_column(enum_column(PostType), default=PostType.PROFESSIONAL)
    retirement_month: Mapped[str] = mapped_column(String(7), default="")
    title: Mapped[Title | None] = mapped_column(enum_column(Title), index=True)
    degree: Mapped[Degree] = mapped_column(enum_column(Degree), default=Degree.OTHER)
    backbone: Mapped[BackboneLevel] = mapped_column(enum_column(BackboneLevel), default=BackboneLevel.NONE, index=True)
    team: Mapped[str] = mapped_column(String(60), default="")
    mountain_years: Mapped[int] = mapped_column(default=0)
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    id_number_sealed: Mapped[str | None] = mapped_column(String(200))
    id_number_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    phone_sealed: Mapped[str | None] = mapped_column(String(200))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    status: Mapped[TeacherStatus] = mapped_column(enum_column(TeacherStatus), default=TeacherStatus.ACTIVE)

    id_number = Sealed()
    phone = Sealed()


class Posting(Versioned, Base):
    """Where and what a teacher teaches, from a day to a day (inclusive); no two of one teacher share a day."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("fte BETWEEN 1 AND 100", name="fte"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_posting_teacher_from", "teacher_id", "valid_from", unique=True),
        Index("ix_posting_school_from", "school_id", "valid_from"),
        Index(
            "ix_posting_open",
            "teacher_id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    second_subject: Mapped[str] = mapped_column(String(40), default="")
    fte: Mapped[int] = mapped_column(default=FULL_POST)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    joined_school: Mapped[str] = mapped_column(String(7))

    school: Mapped[School] = relationship(lazy="raise_on_sql")


class CorrectionRequest(Versioned, Base):
    """A teacher's report that something in the own file is wrong, until somebody of the school has looked."""

    __tablename__ = "correction_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    about: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(1000))
    state: Mapped[CorrectionState] = mapped_column(enum_column(CorrectionState), default=CorrectionState.OPEN)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]

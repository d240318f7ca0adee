"""Tables of what a teacher holds and what holds a teacher: certificates, tiers, placements, deferrals, vetoes."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Versioned, enum_column
from teachers.vocabulary import CertificateLevel, DeferralReason, DualLevel

_PERIOD = "valid_to IS NULL OR valid_to >= valid_from"


class TeachingCertificate(Versioned, Base):
    """A teaching certificate (教师资格证) with the day of its last periodic registration."""

    __tablename__ = "teaching_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    level: Mapped[CertificateLevel] = mapped_column(enum_column(CertificateLevel))
    subject: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    preschool_training: Mapped[bool] = mapped_column(default=False)


class DualQualification(Versioned, Base):
    """A recognition as dual-qualified teacher (双师型) with its term and what it rests on.

    `work_years` are the years of work in an enterprise it was judged by, 0 where it rests on placements.
    """

    __tablename__ = "dual_qualification"
    __table_args__ = (
        CheckConstraint(_PERIOD, name="period"),
        CheckConstraint("work_years >= 0", name="work_years"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    level: Mapped[DualLevel] = mapped_column(enum_column(DualLevel))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(400))
    number: Mapped[str] = mapped_column(String(40), default="")
    work_years: Mapped[int] = mapped_column(default=0)


class IndustryPlacement(Versioned, Base):
    """A placement in industry (企业实践); `days` is None where every calendar day of it counts."""

    __tablename__ = "industry_placement"
    __table_args__ = (
        CheckConstraint("ended_on >= started_on", name="period"),
        CheckConstraint("days > 0", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    company: Mapped[str] = mapped_column(String(100))
    started_on: Mapped[date]
    ended_on: Mapped[date]
    days: Mapped[int | None]
    proof_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


class Deferral(Versioned, Base):
    """A deferral (缓交流) with its reason, evidence and end."""

    __tablename__ = "deferral"
    __table_args__ = (CheckConstraint(_PERIOD, name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    reason: Mapped[DeferralReason] = mapped_column(enum_column(DeferralReason))
    note: Mapped[str] = mapped_column(String(400), default="")
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class ConductRecord(Versioned, Base):
    """A conduct veto (师德一票否决) for a time; why is shown to nobody but those who decide."""

    __tablename__ = "conduct_record"
    __table_args__ = (CheckConstraint(_PERIOD, name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    veto: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(String(400))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

"""Tables of places: district, zones, groups, schools with their campuses, classes, pupils and ways between them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Versioned, enum_column
from policy.vocabulary import Area, Stage


class District(Base):
    """The district (区): one row, its name is on every page and paper."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class Zone(Base):
    """A school zone (学区)."""

    __tablename__ = "zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class SchoolGroup(Base):
    """An education group (教育集团)."""

    __tablename__ = "school_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class School(Versioned, Base):
    """A school, one legal entity; `code` is its national identity code and never reused."""

    __tablename__ = "school"
    __table_args__ = (
        CheckConstraint("authorised_headcount >= 0", name="headcount"),
        CheckConstraint("senior_posts >= 0", name="senior_posts"),
        CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name="both_coordinates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    search_key: Mapped[str] = mapped_column(String(400), default="")
    area: Mapped[Area] = mapped_column(enum_column(Area))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("school_group.id"), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    authorised_headcount: Mapped[int | None]
    senior_posts: Mapped[int | None]
    closed_on: Mapped[date | None]

    zone: Mapped[Zone | None] = relationship(lazy="raise_on_sql")
    group: Mapped[SchoolGroup | None] = relationship(lazy="raise_on_sql")
    campuses: Mapped[list["Campus"]] = relationship(lazy="raise_on_sql", order_by="Campus.id")


class Partnership(Base):
    """Two partner schools (手拉手), kept once: the smaller id first."""

    __tablename__ = "partnership"
    __table_args__ = (CheckConstraint("school_a_id < school_b_id", name="order"),)

    school_a_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    school_b_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True, index=True)


class Campus(Versioned, Base):
    """A campus of a school."""

    __tablename__ = "campus"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]


class SchoolUnit(Base):
    """One stage of a school in one school year (named by the calendar year it begins in), with its students."""

    __tablename__ = "school_unit"
    __table_args__ = (
        UniqueConstraint("school_id", "school_year", "stage"),
        CheckConstraint("students >= 0", name="students"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    school_year: Mapped[int]
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    students: Mapped[int]


class ClassCount(Base):
    """The parallel classes of one grade of a school in one school year, with their students."""

    __tablename__ = "class_count"
    __table_args__ = (
        UniqueConstraint("school_id", "school_year", "grade"),
        CheckConstraint("grade BETWEEN 1 AND 12", name="grade"),
        CheckConstraint("classes >= 0 AND students >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    school_year: Mapped[int]
    grade: Mapped[int]
    classes: Mapped[int]
    students: Mapped[int]


class Demand(Base):
    """What a subject needs in hundredths of a post, where it is given and not computed from classes."""

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("school_id", "school_year", "stage", "subject"),
        CheckConstraint("required >= 0", name="required"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    school_year: Mapped[int]
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    subject: Mapped[str] = mapped_column(String(40))
    required: Mapped[int]


class TravelTime(Base):
    """Measured minutes from a teacher's home, or from a school, to a school."""

    __tablename__ = "travel_time"
    __table_args__ = (
        CheckConstraint("(teacher_id IS NULL) <> (from_school_id IS NULL)", name="one_start"),
        CheckConstraint("minutes >= 0", name="minutes"),
        UniqueConstraint("teacher_id", "to_school_id"),
        UniqueConstraint("from_school_id", "to_school_id"),
        Index("ix_travel_time_to_school_id", "to_school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    from_school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    to_school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    minutes: Mapped[int]

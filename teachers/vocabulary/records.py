"""Frozen records of the register on a day: what the planner and the lists read, with no row behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy.months import Month
from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from teachers.vocabulary.words import DeferralReason


@dataclass(frozen=True, slots=True)
class RegisteredSchool:
    """A school as it stands; partners are school codes, in order."""

    id: int
    code: str
    name: str
    area: Area
    zone: str
    group: str
    partners: tuple[str, ...]
    longitude: float | None
    latitude: float | None
    authorised_headcount: int | None
    senior_posts: int | None


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """A stage of a school with its students in the newest school year recorded by the day."""

    school_id: int
    school_code: str
    stage: Stage
    school_year: int
    students: int


@dataclass(frozen=True, slots=True)
class RegisteredTeacher:
    """A teacher in post on a day; fte and years in mountain schools in hundredths, months as `policy.months.Month`.

    `deferral` is the text of the deferral in force (empty: none), `conduct_veto` whether one is in force.
    """

    id: int
    staff_no: str
    name: str
    sex: Sex | None
    birth_month: Month | None
    post_type: PostType
    retirement_month: Month | None
    school_id: int
    school_code: str
    stage: Stage
    subject: str
    second_subject: str
    joined_school: Month | None
    title: Title | None
    degree: Degree
    backbone: BackboneLevel
    fte: int
    team: str
    mountain_years: int
    longitude: float | None
    latitude: float | None
    deferral_reason: DeferralReason | None
    deferral: str
    conduct_veto: bool


@dataclass(frozen=True, slots=True)
class RegisteredTravel:
    """Measured minutes; `start` is a staff number or a school code."""

    start: str
    to_school: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the planner asks of the register on one day.

    `required` is in hundredths by (school code, stage, subject). `uncounted` names what the lesson plan could not
    count ({(school code, stage): why}); such units have no demand.
    """

    on: date
    schools: tuple[RegisteredSchool, ...]
    units: tuple[RegisteredUnit, ...]
    required: Mapping[tuple[str, Stage, str], int]
    teachers: tuple[RegisteredTeacher, ...]
    travel: tuple[RegisteredTravel, ...]
    uncounted: Mapping[tuple[str, Stage], str]

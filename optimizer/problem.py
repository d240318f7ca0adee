"""The input of the planner as frozen records: a district as its tables tell it, typed and sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy.months import Month
from policy.rotation import RotationPolicy
from policy.vocabulary import Area, BackboneLevel, Degree, LockAction, PostType, Sex, Stage, Title

Cell = tuple[str, Stage, str]
"""(school key, stage, subject)."""


@dataclass(frozen=True, slots=True)
class School:
    """A row of `schools`; `None` for what is not set, coordinates in decimal degrees."""

    key: str
    name: str
    area: Area
    zone: str = ""
    group: str = ""
    partners: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    authorised_headcount: int | None = None
    senior_posts: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A school's stage with its students."""

    school: str
    stage: Stage
    students: int


@dataclass(frozen=True, slots=True)
class Teacher:
    """A row of `teachers`; FTE and years in mountain schools in hundredths, months as `policy.months.Month`."""

    staff_no: str
    name: str
    school: str
    stage: Stage
    subject: str
    sex: Sex | None = None
    birth_month: Month | None = None
    post_type: PostType = PostType.PROFESSIONAL
    retirement_month: Month | None = None
    second_subject: str = ""
    joined_school: Month | None = None
    title: Title | None = None
    degree: Degree = Degree.OTHER
    backbone: BackboneLevel = BackboneLevel.NONE
    fte: int = 100
    deferral: str = ""
    team: str = ""
    mountain_years: int = 0
    longitude: float | None = None
    latitude: float | None = None
    eligible: bool | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """What was fixed by hand for one teacher; `school` is empty for `stay`."""

    staff_no: str
    action: LockAction
    school: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A sound district: every key resolves, every value is in range. Tuples keep the order of the tables."""

    schools: tuple[School, ...]
    units: tuple[Unit, ...]
    required: Mapping[Cell, int]  # hundredths of an FTE; an absent cell requires 0
    teachers: tuple[Teacher, ...]
    policy: RotationPolicy
    preferences: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (staff_no, school) -> rank
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (staff_no or school, school) -> minutes
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """One teacher's proposed move: where to, and which subject to teach there."""

    staff_no: str
    to_school: str
    subject: str

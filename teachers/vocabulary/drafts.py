"""What is asked of the verbs: one frozen draft for each, filled by forms, workbooks and the demo alike."""

from dataclasses import dataclass
from datetime import date

from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from teachers.vocabulary.words import FULL_POST, CertificateLevel, DeferralReason, DualLevel


@dataclass(frozen=True, slots=True)
class SchoolDraft:
    """A school as it is to be; zone and group by name, partners by school code."""

    code: str
    name: str
    area: Area
    zone: str = ""
    group: str = ""
    partners: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    authorised_headcount: int | None = None
    senior_posts: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class CampusDraft:
    """A campus of a school."""

    name: str
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A stage of a school with its students of one school year."""

    stage: Stage
    students: int


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """The parallel classes of one grade with their students."""

    grade: int
    classes: int
    students: int


@dataclass(frozen=True, slots=True)
class DemandDraft:
    """How many posts one subject of a stage needs, in hundredths, where the lesson plan does not say."""

    stage: Stage
    subject: str
    required: int


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """What somebody typed beside the counted need of one stage: subject and hundredths of a post, None where empty."""

    stage: Stage
    typed: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class YearDraft:
    """A school's numbers of one school year; demand is only given where it overrules the lesson plan.

    `whole`: units and classes are all there are, so that what is left out goes; else empty parts keep what is stored.
    """

    school_year: int
    units: tuple[UnitDraft, ...] = ()
    classes: tuple[ClassDraft, ...] = ()
    demand: tuple[DemandDraft, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TeacherDraft:
    """A teacher as the file is to be; months as `YYYY-MM`, years in mountain schools in hundredths."""

    staff_no: str
    name: str
    sex: Sex | None = None
    birth_month: str = ""
    post_type: PostType = PostType.PROFESSIONAL
    retirement_month: str = ""
    title: Title | None = None
    degree: Degree = Degree.OTHER
    backbone: BackboneLevel = BackboneLevel.NONE
    team: str = ""
    mountain_years: int = 0
    longitude: float | None = None
    latitude: float | None = None
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PostingDraft:
    """Where and what a teacher teaches from a day on; `joined_school` only where it differs from the first posting."""

    school_id: int
    stage: Stage
    subject: str
    valid_from: date
    second_subject: str = ""
    fte: int = FULL_POST
    joined_school: str = ""


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """A teaching certificate; `registered_on` is the last periodic registration."""

    level: CertificateLevel
    subject: str = ""
    number: str = ""
    issued_on: date | None = None
    registered_on: date | None = None
    expires_on: date | None = None
    preschool_training: bool = False


@dataclass(frozen=True, slots=True)
class DualDraft:
    """A recognition as dual-qualified with its certificate number; without `valid_to` the policy's term runs."""

    level: DualLevel
    valid_from: date
    basis: str
    valid_to: date | None = None
    work_years: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """A placement in industry; `days` where fewer than the calendar days were worked there."""

    company: str
    started_on: date
    ended_on: date
    days: int | None = None
    proof_file_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeferralDraft:
    """A deferral with its evidence and its end."""

    reason: DeferralReason
    valid_from: date
    valid_to: date | None
    note: str = ""
    evidence_file_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConductDraft:
    """A conduct veto for a time."""

    reason: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class TravelDraft:
    """Measured minutes from a teacher's home or from a school to a school: exactly one start is given."""

    to_school_id: int
    minutes: int
    teacher_id: int | None = None
    from_school_id: int | None = None

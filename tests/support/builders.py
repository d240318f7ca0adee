"""Believable records for tests: keyword-only, only what a test is about need be said; all through the verbs."""

from dataclasses import replace
from datetime import date
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.models import User, UserRole
from accounts.permissions import Role
from core.audit import System
from core.clock import instant
from policy.vocabulary import Area, BackboneLevel, Degree, Sex, Stage, Title
from teachers import services
from teachers.models import Posting, School, SchoolUnit, Teacher
from teachers.rules.years import school_year_on
from teachers.vocabulary import ClassDraft, DemandDraft, PostingDraft, SchoolDraft, TeacherDraft, UnitDraft, YearDraft

DAY = date(2026, 9, 1)
JOINED = date(2015, 9, 1)
SYSTEM = System()
_numbers = count(1)

_NAMES = ("陈若溪", "曾令仪", "覃向阳", "单晓岚", "欧阳静", "李明远", "王芳", "周文澜", "许佳宁", "何子昂")
_PLACES = ("城关", "柳河", "石桥", "西山", "北岭", "永宁", "青石", "云台", "松涛", "南坪")


def make_school(
    tx: Session,
    *,
    code: str = "",
    name: str = "",
    area: Area = Area.URBAN,
    zone: str = "城东学区",
    group: str = "",
    partners: tuple[str, ...] = (),
    students: dict[Stage, int] | None = None,
    classes: tuple[ClassDraft, ...] = (),
    demand: tuple[DemandDraft, ...] = (),
    authorised_headcount: int | None = 60,
    senior_posts: int | None = 12,
    longitude: float | None = 115.95,
    latitude: float | None = 40.2,
    on: date = DAY,
) -> School:
    """Open a school with students: a primary school unless the test says otherwise."""
    number = next(_numbers)
    draft = SchoolDraft(
        code=code or f"21190{number:05d}",
        name=name or f"{_PLACES[number % len(_PLACES)]}第{number}小学",
        area=area,
        zone=zone,
        group=group,
        partners=partners,
        longitude=longitude,
        latitude=latitude,
        authorised_headcount=authorised_headcount,
        senior_posts=senior_posts,
    )
    school = services.open_school(tx, draft, by=SYSTEM, on=on)
    units = tuple(UnitDraft(stage, total) for stage, total in (students or {Stage.PRIMARY: 600}).items())
    year = YearDraft(school_year_on(on), units, classes, demand)
    services.record_year(tx, school, year, by=SYSTEM, on=on)
    tx.flush()
    return school


def make_teacher(
    tx: Session,
    *,
    school: School | None = None,
    staff_no: str = "",
    name: str = "",
    sex: Sex | None = Sex.FEMALE,
    birth_month: str = "1985-03",
    stage: Stage | None = None,
    subject: str = "语文",
    second_subject: str = "",
    fte: int = 100,
    title: Title | None = Title.FIRST,
    degree: Degree = Degree.BACHELOR,
    backbone: BackboneLevel = BackboneLevel.NONE,
    team: str = "",
    mountain_years: int = 0,
    id_number: str = "",
    phone: str = "",
    since: date = JOINED,
    joined_school: str = "",
    on: date = DAY,
) -> Teacher:
    """Enrol a teacher who has been at the school (a new one unless given) for long."""
    number = next(_numbers)
    draft = TeacherDraft(
        staff_no=staff_no or f"9{number:05d}",
        name=name or _NAMES[number % len(_NAMES)],
        sex=sex,
        birth_month=birth_month,
        title=title,
        degree=degree,
        backbone=backbone,
        team=team,
        mountain_years=mountain_years,
        id_number=id_number,
        phone=phone,
    )
    at = school or make_school(tx, on=on)
    posting = PostingDraft(
        school_id=at.id,
        stage=stage or first_stage(tx, at),
        subject=subject,
        valid_from=since,
        second_subject=second_subject,
        fte=fte,
        joined_school=joined_school,
    )
    teacher = services.enrol_teacher(tx, draft, posting, by=SYSTEM, on=on)
    tx.flush()
    return teacher


def move_teacher(tx: Session, teacher: Teacher, school: School, *, on: date, subject: str = "语文") -> Posting:
    """Post a teacher to another school from a day on."""
    draft = PostingDraft(school_id=school.id, stage=first_stage(tx, school), subject=subject, valid_from=on)
    return services.post_teacher(tx, teacher, draft, by=SYSTEM, on=on)


def first_stage(tx: Session, school: School) -> Stage:
    """Return the first stage of a school."""
    rows = select(SchoolUnit.stage).where(SchoolUnit.school_id == school.id).order_by(SchoolUnit.id)
    return tx.execute(rows).scalars().first() or Stage.PRIMARY


def draft_of(teacher: Teacher, **changed: object) -> TeacherDraft:
    """Return what a form would send back for a teacher, with some fields changed; personal numbers left empty."""
    names = TeacherDraft.__dataclass_fields__
    kept = {name: getattr(teacher, name) for name in names if name not in {"id_number", "phone"}}
    return replace(TeacherDraft(**kept), **changed)  # type: ignore[arg-type]  # the test knows the fields


def id_number(born: str = "19850314", *, sex: Sex = Sex.FEMALE, region: str = "110109", serial: int = 2) -> str:
    """Return an identity number that is right in itself and belongs to nobody."""
    order = serial * 2 + (1 if sex is Sex.MALE else 0)
    first = f"{region}{born}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def make_account(tx: Session, identity: Identity) -> User:
    """Give an identity the account its user id names, so that what it does can be kept."""
    user = User(
        id=identity.user_id,
        staff_no=identity.staff_no,
        name=identity.name,
        teacher_id=identity.teacher_id,
        opened_at=instant(),
        roles=[UserRole(role=role, school_id=identity.school_id, given_at=instant()) for role in identity.roles],
    )
    tx.add(user)
    tx.flush()
    return user


def clerk_of(school: School, *, user_id: int = 11) -> Identity:
    """Return a clerk of a school."""
    return Identity(user_id, f"K{user_id:04d}", "学校管理员", frozenset({Role.CLERK}), school.id, None)


def principal_of(school: School, *, user_id: int = 12) -> Identity:
    """Return the principal of a school."""
    return Identity(user_id, f"P{user_id:04d}", "校长", frozenset({Role.PRINCIPAL}), school.id, None)


def hr_officer(*, user_id: int = 13) -> Identity:
    """Return an officer of the district's HR section."""
    return Identity(user_id, f"H{user_id:04d}", "周文澜", frozenset({Role.DISTRICT_HR}), None, None)


def identity_of(teacher: Teacher, *, user_id: int = 14, school: School | None = None) -> Identity:
    """Return a teacher as a signed-in person."""
    school_id = school.id if school else None
    return Identity(user_id, teacher.staff_no, teacher.name, frozenset({Role.TEACHER}), school_id, teacher.id)

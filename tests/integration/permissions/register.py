"""A district small enough to be searched in a moment: four schools, their staff, a canary in every personal field."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from core.audit import Subject
from core.files import store
from policy.vocabulary import Area, BackboneLevel, Stage
from teachers import services
from teachers.models import School, Teacher
from teachers.queries import postings_of
from teachers.vocabulary import (
    CampusDraft,
    CertificateDraft,
    CertificateLevel,
    ConductDraft,
    DeferralDraft,
    DeferralReason,
    DemandDraft,
    DualDraft,
    DualLevel,
    PlacementDraft,
    PostingDraft,
    TravelDraft,
)
from tests.integration.training.people import photo
from tests.support.builders import id_number, make_school, make_teacher

STAFF = (("语文", 5), ("数学", 3)), (("语文", 3), ("数学", 5)), (("语文", 4), ("数学", 4)), (("语文", 3), ("数学", 3))
NEED = ((400, 400), (400, 400), (400, 400), (400, 300))
PLACES = (
    ("城关", Area.URBAN, 115.95, 40.20),
    ("柳河", Area.TOWNSHIP, 115.99, 40.22),
    ("石桥", Area.URBAN, 115.97, 40.21),
    ("西山", Area.MOUNTAIN, 116.02, 40.24),
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_FIRST, _SECOND = "骐骥骢骧骝骞骜骠骊骅", "澍湲澄潆瀚沅泓"


@dataclass(frozen=True)
class Canary:
    """What strangers must not see: one teacher's name and numbers."""

    teacher_id: int
    school_id: int
    staff_no: str
    name: str
    id_number: str
    phone: str


@dataclass(frozen=True)
class Parts:
    """Rows of one teacher's file, by what they are."""

    posting: int
    certificate: int
    placement: int
    deferral: int
    conduct: int
    correction: int
    dual: int


def write_register(tx: Session) -> tuple[list[int], list[Canary]]:
    """Write schools with their staff and return their ids, and every teacher's canary."""
    schools = [_school(tx, place) for place in range(len(PLACES))]
    canaries: list[Canary] = []
    for place, school in enumerate(schools):
        subjects = [subject for subject, people in STAFF[place] for _ in range(people)]
        for seat, subject in enumerate(subjects):
            canaries.append(_teacher(tx, school, len(canaries), subject, leads=seat in {0, len(subjects) - 1}))
    return [school.id for school in schools], canaries


def write_campuses(tx: Session, schools: list[int], *, by: Identity, on: date) -> dict[str, int]:
    """Give two schools a campus and return their ids, with those of the first school's zone and group."""
    rows = [tx.get_one(School, school) for school in schools[:2]]
    made = [services.add_campus(tx, row, CampusDraft("南校区"), by=by, on=on) for row in rows]
    tx.flush()
    places = {"zone": rows[0].zone_id or 0, "group": rows[0].group_id or 0}
    return {**{f"campus:{place}": campus.id for place, campus in enumerate(made)}, **places}


def write_travel(tx: Session, schools: list[int], *, by: Identity, on: date) -> None:
    """Write the minutes between all schools."""
    pairs = [(start, end) for start in schools for end in schools if start != end]
    ways = [TravelDraft(end, 10 + abs(start - end) * 5, from_school_id=start) for start, end in pairs]
    services.record_travel(tx, ways, by=by, on=on)


def write_parts(tx: Session, teacher_id: int, *, by: Identity, own: Identity, on: date, current: bool) -> Parts:
    """Fill one teacher's file with a row of everything, evidence included; what is past does not keep from moving."""
    teacher = tx.get_one(Teacher, teacher_id)
    until = date(2026, 12, 31) if current else date(2025, 12, 31)
    on = on if current else date(2025, 6, 1)
    subject, secret = Subject.of("teacher", teacher.id), canary_words(teacher_id)
    proof, paper = (store(tx, photo(), subject, by=by, field="file").id for _ in range(2))
    level = CertificateDraft(CertificateLevel.PRIMARY, "语文", f"ZS{teacher_id:06d}", issued_on=date(2012, 7, 1))
    certificate = services.add_certificate(tx, teacher, level, by=by, on=on)
    dual = services.recognise_dual(
        tx, teacher, DualDraft(DualLevel.JUNIOR, date(2024, 1, 1), "区认定文件", None, 6), by=by, on=on
    )
    stay = PlacementDraft("云岭机械厂", date(2024, 7, 1), date(2024, 7, 30), None, proof)
    placement = services.record_placement(tx, teacher, stay, by=by, on=on)
    reason = DeferralDraft(DeferralReason.ILLNESS, date(2025, 1, 1), until, secret, paper)
    deferral = services.record_deferral(tx, teacher, reason, by=by, on=on)
    conduct = services.record_conduct(tx, teacher, ConductDraft(secret, date(2025, 1, 1), until), by=by, on=on)
    report = services.report_error(tx, teacher, "学历", "学历应为硕士", tell=[], link="", by=own, on=on)
    tx.flush()
    posting = postings_of(tx, teacher.id)[0].id
    return Parts(posting, certificate.id, placement.id, deferral.id, conduct.id, report.id, dual.id)


def write_coming(tx: Session, teacher_id: int, *, by: Identity, on: date) -> int:
    """Write a posting that is still to come, at the teacher's own school; returns it."""
    now = postings_of(tx, teacher_id)[0]
    draft = PostingDraft(now.school_id, now.stage, now.subject, date(2026, 9, 1), fte=50)
    return services.post_teacher(tx, tx.get_one(Teacher, teacher_id), draft, by=by, on=on).id


def canary_words(teacher_id: int) -> str:
    """Return words about one teacher that only those who decide on them may read."""
    return f"私语骉{teacher_id:04d}麤"


def _school(tx: Session, place: int) -> School:
    name, area, longitude, latitude = PLACES[place]
    need = tuple(
        DemandDraft(Stage.PRIMARY, subject, required)
        for subject, required in zip(("语文", "数学"), NEED[place], strict=True)
    )
    return make_school(
        tx,
        code=f"21190{place:05d}",
        name=f"{name}小学",
        area=area,
        zone=f"{name}学区",
        group="城关教育集团" if place == 0 else "",
        students={Stage.PRIMARY: 160},
        demand=need,
        longitude=longitude,
        latitude=latitude,
    )


def _teacher(tx: Session, school: School, number: int, subject: str, *, leads: bool) -> Canary:
    name = _SURNAMES[number] + _FIRST[number % len(_FIRST)] + _SECOND[number % len(_SECOND)]
    number_of_id, phone = id_number(serial=100 + number), f"139{71000000 + number * 137:08d}"
    teacher = make_teacher(
        tx,
        school=school,
        staff_no=f"7{number:05d}",
        name=name,
        subject=subject,
        backbone=BackboneLevel.DISTRICT if leads else BackboneLevel.NONE,
        id_number=number_of_id,
        phone=phone,
    )
    return Canary(teacher.id, school.id, teacher.staff_no, name, number_of_id, phone)

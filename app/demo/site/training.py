"""A year of training in the demo: rosters approved and booked, and a few records of teachers that still wait."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from accounts.identity import Identity
from accounts.permissions import Role
from app.demo.site.register import import_table
from core.db import reading, transaction
from teachers.models import Posting, Teacher
from training import services
from training.queries import RecordFilter, waiting
from training.services import Choice
from training.sheets import RECORDS
from training.vocabulary import ActivityKind, Category, RecordDraft, Step

BULK = 200
HOURS_A_DAY = 6
_COLUMNS = ("staff_no", "title", "kind", "category", "start_on", "end_on", "hours", "organiser")


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity many took part in: so many days ago, for so many hours."""

    title: str
    kind: ActivityKind
    category: Category
    days_ago: int
    hours: int
    organiser: str


ACTIVITIES = (
    Activity("师德师风与法治教育专题", ActivityKind.TRAINING, Category.REQUIRED_PUBLIC, 280, 10, "云岭区教师进修学校"),
    Activity("新课程标准研修", ActivityKind.TRAINING, Category.REQUIRED_PROFESSIONAL, 190, 20, "云岭区教师进修学校"),
    Activity("校本教研：作业设计", ActivityKind.SCHOOL_BASED, Category.SCHOOL, 120, 20, ""),
    Activity("人工智能与课堂教学", ActivityKind.ONLINE, Category.ELECTIVE, 60, 10, "云岭区教师进修学校"),
)
OWN = (
    Activity("区级公开课观摩与评议", ActivityKind.OBSERVATION, Category.REQUIRED_PROFESSIONAL, 20, 4, "云岭区教研室"),
    Activity("心理健康教育工作坊", ActivityKind.TRAINING, Category.ELECTIVE, 9, 6, "云岭区教师进修学校"),
)


def hold_courses(school_ids: list[int], *, by: Identity, on: date) -> int:
    """Enter the rosters of some schools and approve them; returns the records booked."""
    import_table("training", _roster(school_ids, on), by=by, on=on)
    booked = 0
    for start in range(0, len(choices := _waiting(by)), BULK):
        with transaction() as tx:
            outcomes = services.approve(tx, choices[start : start + BULK], by=by, on=on)
        booked += sum(outcome.done for outcome in outcomes)
    return booked


def _waiting(by: Identity) -> list[Choice]:
    rows = reading().execute(waiting(by, Step.DISTRICT, RecordFilter()))
    return [Choice(row[0].id, row[0].version) for row in rows]


def log_own(people: dict[str, Identity], *, on: date) -> int:
    """Have the teachers among the accounts hand in records of their own, with a photo; returns how many."""
    count = 0
    for identity in people.values():
        if identity.roles == {Role.TEACHER} and identity.teacher_id is not None:
            for activity in OWN:
                _hand_in(activity, identity, on)
                count += 1
    return count


def _hand_in(activity: Activity, identity: Identity, on: date) -> None:
    day = on - timedelta(days=activity.days_ago)
    draft = RecordDraft(
        activity.kind, activity.category, activity.title, day, day, activity.hours * 100, activity.organiser
    )
    with transaction() as tx:
        row = services.log(tx, draft, by=identity, on=on)
        photo = FileStorage(io.BytesIO(certificate(identity.staff_no)), "certificate.jpg", "file", "image/jpeg")
        services.attach(tx, row, [photo], by=identity)
        services.submit(tx, row, row.version, by=identity, on=on)


def certificate(number: str) -> bytes:
    """Return a drawn certificate as a photo: a frame, a seal, a number."""
    picture = Image.new("RGB", (1200, 850), (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, 1160, 810), outline=(120, 90, 40), width=6)
    pen.rectangle((60, 60, 1140, 790), outline=(120, 90, 40), width=2)
    pen.text((420, 180), "CERTIFICATE", fill=(60, 50, 40), font_size=60)
    pen.text((430, 330), f"No. {number}", fill=(60, 50, 40), font_size=44)
    pen.ellipse((840, 520, 1040, 720), outline=(170, 40, 30), width=8)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80)
    return target.getvalue()


def _roster(school_ids: list[int], on: date) -> bytes:
    """Return the rosters of all activities as one table."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([str(RECORDS.by_key[name].header) for name in _COLUMNS])
    for number, name in enumerate(_staff(school_ids)):
        for place, activity in enumerate(ACTIVITIES):
            if (number + place) % 5:  # every fifth was away
                writer.writerow(_row(name, activity, on))
    return target.getvalue().encode()


def _row(staff_no: str, activity: Activity, on: date) -> tuple[object, ...]:
    first = on - timedelta(days=activity.days_ago)
    last = first + timedelta(days=activity.hours // HOURS_A_DAY)
    words = (activity.title, str(activity.kind.label), str(activity.category.label))
    return (staff_no, *words, first.isoformat(), last.isoformat(), activity.hours, activity.organiser)


def _staff(school_ids: list[int]) -> Iterator[str]:
    rows = (
        select(Teacher.staff_no)
        .join(Posting, Posting.teacher_id == Teacher.id)
        .where(Posting.school_id.in_(school_ids), Posting.valid_to.is_(None))
        .order_by(Teacher.staff_no)
    )
    return iter(reading().execute(rows).scalars().all())

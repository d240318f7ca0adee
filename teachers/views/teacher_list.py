"""The list of teachers: search, filters, order and page are all in the address."""

from typing import Any

from flask import request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.forms import labelled
from core.web.pages import page_wish, paginate, render
from policy.messages import Message, say
from policy.vocabulary import BackboneLevel, Stage, Title
from teachers import queries
from teachers.queries import ANY_BACKBONE, DEFERRED, VETOED, WITHOUT_POSTING, TeacherWish
from teachers.views.frame import teachers
from teachers.vocabulary import DualLevel, TeacherStatus

STATUSES: tuple[tuple[str, Message], ...] = (
    (WITHOUT_POSTING, say("without a posting")),
    (DEFERRED, say("deferred")),
    (TeacherStatus.LEFT.value, TeacherStatus.LEFT.label),
)
VETO: tuple[str, Message] = (VETOED, say("under a conduct veto"))
"""Who is under a veto is only asked by those who decide on it."""


@teachers.get("")
@requires(Permission.TEACHER_READ)
def index() -> str:
    """List the teachers within reach."""
    tx, on, identity = reading(), today(), signed_in()
    wish = teacher_wish()
    page = paginate(
        tx, queries.teacher_rows(identity, Permission.TEACHER_READ, wish, on=on), page_wish(), scalars=False
    )
    deferred = queries.deferred_among(tx, [row.id for row in page.items], on)
    schools = queries.schools_to_choose(tx, identity, Permission.TEACHER_READ, on)
    choices = _choices(schools, queries.subjects_in_use(tx, on))
    chips = _chips(wish, dict(schools))
    context = {"page": page, "wish": wish, "deferred": deferred, "choices": choices, "chips": chips, "on": on}
    return render("teachers/index.html", **context, pending=len(_open_reports()))


def teacher_wish() -> TeacherWish:
    """Read filters and order from the address; nonsense is as if it were not there."""
    get = request.args.get
    school = get("school", "")
    return TeacherWish(
        q=get("q", "").strip()[:60],
        school_id=int(school) if school.isdecimal() and len(school) <= 9 else None,
        stage=Stage(get("stage", "")) if get("stage") in set(Stage) else None,
        subject=get("subject", "").strip()[:40],
        title=Title(get("title", "")) if get("title") in set(Title) else None,
        backbone=get("backbone", "") if get("backbone") in {ANY_BACKBONE, *BackboneLevel} else "",
        dual=DualLevel(get("dual", "")) if get("dual") in set(DualLevel) else None,
        status=get("status", "") if get("status") in dict(_statuses()) else "",
        sort=get("sort", "staff_no"),
    )


def _statuses() -> tuple[tuple[str, Message], ...]:
    return (*STATUSES, VETO) if signed_in().may(Permission.DEFERRAL_DECIDE) else STATUSES


def _choices(schools: list[tuple[int, str]], subjects: list[str]) -> dict[str, Any]:
    levels = [(level.value, level.label) for level in BackboneLevel if level is not BackboneLevel.NONE]
    return {
        "school": labelled(schools),
        "stage": labelled([(stage.value, stage.label) for stage in Stage]),
        "subject": labelled([(subject, subject) for subject in subjects]),
        "title": labelled([(title.value, title.label) for title in Title]),
        "backbone": labelled([(ANY_BACKBONE, say("district level or higher")), *levels]),
        "dual": labelled([(level.value, level.label) for level in DualLevel]),
        "status": labelled(_statuses()),
    }


def _chips(wish: TeacherWish, schools: dict[int, str]) -> list[tuple[Message, str]]:
    backbone = dict([(ANY_BACKBONE, say("district level or higher")), *((b.value, b.label) for b in BackboneLevel)])
    school = schools.get(wish.school_id or 0, "")
    active = (
        ("q", wish.q, say("Search: {value}", value=wish.q)),
        ("school", school, say("School: {value}", value=school)),
        ("stage", wish.stage, say("Stage: {value}", value=wish.stage.label if wish.stage else "")),
        ("subject", wish.subject, say("Subject: {value}", value=wish.subject)),
        ("title", wish.title, say("Title: {value}", value=wish.title.label if wish.title else "")),
        ("backbone", wish.backbone, say("Backbone: {value}", value=backbone.get(wish.backbone, ""))),
        ("dual", wish.dual, say("Dual-qualified: {value}", value=wish.dual.label if wish.dual else "")),
        ("status", wish.status, say("Status: {value}", value=dict(_statuses()).get(wish.status, ""))),
    )
    return [(label, name) for name, value, label in active if value]


def _open_reports() -> list[Any]:
    """Return reports of errors this reader could answer."""
    return queries.open_corrections(reading(), signed_in(), today())

"""Reading training records and credits: lists, one record with its evidence, one teacher's bank."""

from typing import Any

from flask import Response as FlaskResponse
from flask import request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core import files
from core.clock import today
from core.db import one, reading, transaction
from core.files import StoredFile
from core.text import escaped_like
from core.web.pages import came_from, flash_done, go, page_wish, paginate, render
from policy.messages import say
from teachers.models import Posting, Teacher
from teachers.queries import posted_on, posting_on, visible_teachers
from teachers.queries import teacher as visible_teacher
from training import queries, services
from training.forms import ReasonForm
from training.models import TrainingRecord
from training.services.keeping import KIND
from training.views.blueprints import training
from training.views.filtering import LONGEST_TERM, filter_choices, filter_from, order_text
from training.views.own import credit_facts, cycles_to, day_in_cycle
from training.views.shown import evidence_of, history
from training.vocabulary import Category, RecordState

UNPROCESSABLE = 422
READERS = (Permission.TRAINING_READ, Permission.TRAINING_LOG)


@training.get("/records")
@requires(Permission.TRAINING_READ)
def records() -> str:
    """List the records within the reader's reach."""
    identity, tx, wanted = signed_in(), reading(), filter_from(request.args)
    rows: Any = queries.listed(identity, wanted, on=today())
    page = paginate(tx, rows, page_wish(), scalars=False)
    credits = queries.credited(tx, [row.TrainingRecord.id for row in page.items])
    return render(
        "training/records.html",
        page=page,
        credits=credits,
        wanted=wanted,
        sort=order_text(wanted),
        query=request.query_string.decode("ascii", "ignore"),
        **filter_choices(tx, identity),
    )


@training.get("/records/<int:record_id>")
@requires(Permission.TRAINING_READ)
def record(record_id: int) -> str:
    """Show one record with its evidence, its history and the decision that waits."""
    return record_page(record_id, ReasonForm(formdata=None))


def record_page(record_id: int, form: ReasonForm) -> str:
    """Return the page of a record, with the form that takes its credits back."""
    identity, tx, on = signed_in(), reading(), today()
    row = queries.visible_record(tx, record_id, identity, on=on)
    return render(
        "training/record.html",
        row=row,
        teacher=tx.get_one(Teacher, row.teacher_id),
        posting=posting_on(tx, row.teacher_id, on),
        files=evidence_of(tx, row),
        events=history(tx, row, for_applicant=row.teacher_id == identity.teacher_id),
        decides=waits_for(identity, row),
        queue=came_from(url_for("training.queue")),
        reverses=may_reverse(identity, row),
        form=form,
        credits=queries.credited(tx, [row.id]).get(row.id),
    )


@training.post("/records/<int:record_id>/reverse")
@requires(Permission.TRAINING_APPROVE_DISTRICT)
def reverse(record_id: int) -> Response | tuple[str, int]:
    """Take the credits of a record back by a second booking; without a reason, ask for it on the record's page."""
    identity, on, form = signed_in(), today(), ReasonForm()
    if not form.was_sent:
        return record_page(record_id, form), UNPROCESSABLE
    with transaction() as tx:
        row = queries.visible_record(tx, record_id, identity, on=on)
        services.reverse(tx, row, form.version.data or 0, form.reason.data or "", by=identity, on=on)
    flash_done(say("The credits of “{title}” were taken back; the teacher was told.", title=row.title))
    return go(url_for("training.record", record_id=record_id))


@training.get("/records/<int:record_id>/files/<token>")
@requires(*READERS)
def download(record_id: int, token: str) -> FlaskResponse:
    """Give out a piece of evidence as a download."""
    return files.response(evidence(record_id, token))


@training.get("/records/<int:record_id>/files/<token>/preview")
@requires(*READERS)
def preview(record_id: int, token: str) -> FlaskResponse:
    """Give out a photo for looking at inside a page."""
    return files.preview(evidence(record_id, token))


@training.get("/teachers")
@requires(Permission.TRAINING_READ)
def teachers() -> str:
    """List the teachers within reach with their credits and hours of the present cycle."""
    tx, on, term = reading(), today(), request.args.get("q", "").strip()[:LONGEST_TERM]
    page = paginate(tx, people_within(signed_in(), term), page_wish())
    ids = [row.id for row in page.items]
    posted = select(Posting).where(Posting.teacher_id.in_(ids), posted_on(on)).options(joinedload(Posting.school))
    return render(
        "training/teachers.html",
        page=page,
        standings=queries.standings_of(tx, ids, on=on),
        categories=list(Category),
        postings={row.teacher_id: row for row in tx.execute(posted).scalars()},
    )


@training.get("/teachers/<int:teacher_id>")
@requires(Permission.TRAINING_READ)
def teacher(teacher_id: int) -> str:
    """Show the credits, hours and bookings of one teacher."""
    identity, tx, on = signed_in(), reading(), today()
    person = visible_teacher(tx, teacher_id, identity, Permission.TRAINING_READ, on=on)
    facts = credit_facts(tx, person.id, day_in_cycle(on))
    return render(
        "training/teacher.html", person=person, posting=posting_on(tx, person.id, on), cycles=cycles_to(on), **facts
    )


def people_within(identity: Identity, term: str) -> Select[Teacher]:
    """Return the selection of teachers whose credits the reader may see, found by name, pinyin or staff number."""
    rows = visible_teachers(identity, Permission.TRAINING_READ, on=today()).order_by(Teacher.staff_no, Teacher.id)
    if not term:
        return rows
    return rows.where(Teacher.search_key.like(f"%{escaped_like(term.casefold())}%", escape="\\"))


def evidence(record_id: int, token: str) -> StoredFile:
    """Return a file of a record the reader may see.

    Raises `NotFound`, also for a file of another record.
    """
    tx = reading()
    row = queries.visible_record(tx, record_id, signed_in(), on=today())
    owned = files.files_of(KIND).where(StoredFile.owner_key == str(row.id), StoredFile.token == token)
    found: StoredFile = one(tx, owned)
    return found


def waits_for(identity: Identity, row: TrainingRecord) -> bool:
    """Whether the reader is to decide on a record now."""
    step = queries.step_of(row)
    return (
        step is not None
        and reading()
        .execute(select(TrainingRecord.id).where(TrainingRecord.id == row.id, queries.within_step(identity, step)))
        .scalar_one_or_none()
        is not None
    )


def may_reverse(identity: Identity, row: TrainingRecord) -> bool:
    """Whether the reader may take the credits of a record back."""
    own = row.teacher_id == identity.teacher_id
    return row.state is RecordState.APPROVED and not own and identity.may(Permission.TRAINING_APPROVE_DISTRICT)

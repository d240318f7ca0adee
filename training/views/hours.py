"""Logging hours: the form with its forecast, the own record, and what can be done with it."""

from contextlib import suppress

from flask import request, url_for
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.errors import Invalid
from core.web.forms import Refused, sent_number
from core.web.pages import flash_done, go, render
from policy.messages import say
from training import queries, services
from training.forms import HoursForm, form_of, new_form
from training.models import TrainingRecord
from training.views.blueprints import my
from training.views.forecasting import forecast_of
from training.views.own import own_teacher
from training.views.shown import evidence_of, history, own_lines
from training.vocabulary import EDITABLE, RecordState

Page = Response | tuple[str, int]


@my.route("/hours/new", methods=["GET", "POST"])
@requires(Permission.TRAINING_LOG)
def new_hours() -> Page:
    """Log an activity: keep it as a draft, or hand it in at once."""
    identity = signed_in()
    own_teacher(identity)
    form = new_form(queries.defaults_for(reading(), identity), on=today())
    with suppress(Refused):
        if wants_to_save() and form.was_sent:
            return saved(form, None, identity)
    return hours_page(form, None, identity)


@my.route("/hours/<int:record_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRAINING_LOG)
def edit_hours(record_id: int) -> Page:
    """Change a draft or a returned record."""
    identity = signed_in()
    row = queries.own_record(reading(), record_id, identity)
    if row.state not in EDITABLE:
        return go(url_for("my.record", record_id=record_id))
    form = form_of(row)
    with suppress(Refused):
        if wants_to_save() and form.was_sent:
            return saved(form, record_id, identity)
    return hours_page(form, row, identity)


@my.get("/hours/forecast")
@requires(Permission.TRAINING_LOG)
def forecast() -> str:
    """Say what the entered hours will earn."""
    identity = signed_in()
    return render("my/forecast.html", forecast=forecast_of(reading(), request.args, own_teacher(identity), on=today()))


@my.get("/hours/<int:record_id>")
@requires(Permission.TRAINING_LOG)
def record(record_id: int) -> str:
    """Show one own record."""
    tx = reading()
    row = queries.own_record(tx, record_id, signed_in())
    return render(
        "my/record.html",
        row=row,
        state=own_lines(tx, [row])[0].state,
        files=evidence_of(tx, row),
        events=history(tx, row, for_applicant=True),
        editable=row.state in EDITABLE,
        can_delete=row.state is RecordState.DRAFT,
        can_withdraw=row.state.can_become(RecordState.WITHDRAWN),
    )


@my.post("/hours/<int:record_id>/submit")
@requires(Permission.TRAINING_LOG)
def submit_hours(record_id: int) -> Page:
    """Hand a draft in as it is; what is missing or wrong is said on its form."""
    identity = signed_in()
    row = queries.own_record(reading(), record_id, identity)
    form = form_of(row, stored_alone=True)
    try:
        with form.collects_errors(), transaction() as tx:
            row = queries.own_record(tx, record_id, identity)
            services.submit(tx, row, sent_number("version"), by=identity, on=today())
    except Refused:
        return hours_page(form, queries.own_record(reading(), record_id, identity), identity)
    flash_done(say("Handed in: “{title}”. You will hear when it is decided.", title=row.title))
    return go(url_for("my.hours"))


@my.post("/hours/<int:record_id>/withdraw")
@requires(Permission.TRAINING_LOG)
def withdraw_hours(record_id: int) -> Response:
    """Take a record back."""
    identity = signed_in()
    with transaction() as tx:
        row = queries.own_record(tx, record_id, identity)
        services.withdraw(tx, row, sent_number("version"), by=identity)
    flash_done(say("Taken back: “{title}”. It can be changed and handed in again.", title=row.title))
    return go(url_for("my.record", record_id=record_id))


@my.post("/hours/<int:record_id>/delete")
@requires(Permission.TRAINING_LOG)
def delete_hours(record_id: int) -> Response:
    """Delete a draft."""
    identity = signed_in()
    with transaction() as tx:
        row = queries.own_record(tx, record_id, identity)
        title = row.title
        services.delete_draft(tx, row, sent_number("version"), by=identity)
    flash_done(say("Deleted: “{title}”.", title=title))
    return go(url_for("my.hours"))


@my.post("/hours/<int:record_id>/files/<token>/delete")
@requires(Permission.TRAINING_LOG)
def delete_file(record_id: int, token: str) -> Response:
    """Delete one piece of evidence of a record that is not under review."""
    identity = signed_in()
    with transaction() as tx:
        services.detach(tx, queries.own_record(tx, record_id, identity), token, by=identity)
    flash_done(say("The file was deleted."))
    return go(url_for("my.edit_hours", record_id=record_id))


def wants_to_save() -> bool:
    """Whether the form was sent to be kept, not only to have its credits worked out."""
    return request.method == "POST" and request.form.get("deed") != "forecast"


def saved(form: HoursForm, record_id: int | None, identity: Identity) -> Response:
    """Keep the form's record and its files, hand it in where that was asked for, and go on.

    Raises `Refused` where a field is to be mended; nothing was kept then.
    """
    hand_in = request.form.get("deed") != "draft"
    with form.collects_errors(), transaction() as tx:
        row = kept(tx, form, record_id, identity)
        services.attach(tx, row, form.files.data or (), by=identity)
        if hand_in:
            services.submit(tx, row, row.version, by=identity, on=today())
    words = say("Handed in: “{title}”. You will hear when it is decided.", title=row.title)
    flash_done(words if hand_in else say("Kept as a draft: “{title}”.", title=row.title))
    return go(url_for("my.hours") if hand_in else url_for("my.record", record_id=row.id))


def kept(tx, form: HoursForm, record_id: int | None, identity: Identity) -> TrainingRecord:  # type: ignore[no-untyped-def]
    """Write the form's record, new or changed."""
    draft = form.to_draft()
    if record_id is None:
        return services.log(tx, draft, by=identity, on=today())
    row = queries.own_record(tx, record_id, identity)
    services.change(tx, row, draft, form.version.data or 0, by=identity, on=today())
    return row


def hours_page(form: HoursForm, row: TrainingRecord | None, identity: Identity) -> tuple[str, int]:
    """Show the form with what it would earn; chosen files are lost when a form comes back, which it says."""
    tx = reading()
    tx.expire_all()
    page = render(
        "my/hours_form.html",
        form=form,
        row=row,
        action=url_for("my.edit_hours", record_id=row.id) if row is not None else url_for("my.new_hours"),
        files=evidence_of(tx, row) if row is not None else (),
        forecast=forecast_of(tx, form.data, own_teacher(identity), on=today()),
        lost_files=any(upload and upload.filename for upload in form.files.data or ()),
    )
    return page, Invalid.status if form.errors else 200

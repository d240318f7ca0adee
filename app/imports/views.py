"""Pages of importing: choose, hand in, look at what would change, write it or give it up; and exports."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from flask import Blueprint, Response, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from app.imports.kinds import KINDS, Kind, kind_of
from app.imports.pages import CheckedPage, checked_page
from app.imports.trials import marked, try_out
from core.clock import today
from core.db import expect_version, reading, transaction
from core.errors import Busy, Conflict, Invalid, NotFound
from core.sheets import staging
from core.sheets.models import ImportState
from core.sheets.staging import Mode
from core.sheets.trial import prepared
from core.sheets.writing import XLSX, template
from core.web.forms import Form, Refused, sent_number
from core.web.language import reader, text
from core.web.pages import flash_bad, flash_done, go, page_wish, render
from policy.messages import Message, say

blueprint = Blueprint("imports", __name__)

MAY = (Permission.REGISTER_IMPORT, Permission.TRAINING_IMPORT)
MOST_LEFT_OUT = 300
UNPROCESSABLE = 422
_FILE: Message = say("Filled table (.xlsx or .csv)")


class UploadForm(Form):
    """One file."""

    file = FileField(_FILE)


@blueprint.get("/imports")
@requires(*MAY)
def index() -> str:
    """List what can come in and go out, and the reader's last uploads."""
    identity = signed_in()
    kinds = [kind for kind in KINDS.values() if identity.may(kind.permission)]
    parts = {kind.name: kind.part_of(reading()) for kind in kinds}
    return render(
        "imports/index.html", kinds=kinds, parts=parts, batches=staging.batches_of(reading(), by=identity, limit=20)
    )


@blueprint.route("/imports/<kind>", methods=["GET", "POST"])
@requires(*MAY)
def upload(kind: str) -> AnyResponse | tuple[str, int]:
    """Take a filled table and try it at once; nothing is written in this step."""
    chosen, form = own_kind(kind), UploadForm()
    if form.was_sent:
        try:
            with form.collects_errors():
                batch_id = _staged(chosen, form)
            return go(url_for("imports.checked", kind=kind, batch_id=batch_id))
        except Refused:
            pass
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render("imports/upload.html", kind=chosen, form=form, part_of=chosen.part_of(reading())), status


@blueprint.get("/imports/<kind>/template")
@requires(*MAY)
def blank(kind: str) -> Response:
    """Give out the empty table in the reader's language."""
    chosen = own_kind(kind)
    return attachment(template(chosen.sheet, reader().language), f"{text(chosen.title)}.xlsx", XLSX)


@blueprint.get("/imports/<kind>/<int:batch_id>")
@requires(*MAY)
def checked(kind: str, batch_id: int) -> str:
    """Show what a file would do, or what became of it."""
    chosen = own_kind(kind)
    batch = staging.batch_of(reading(), batch_id, kind, by=signed_in())
    twin = staging.written_before(reading(), batch)
    skip = frozenset(_left_out(request.args.getlist("skip")))
    return _shown(checked_page(chosen, batch, twin, request.args.get("part", ""), page_wish(), skip))


@blueprint.get("/imports/<kind>/<int:batch_id>/errors")
@requires(*MAY)
def errors(kind: str, batch_id: int) -> Response:
    """Give back the reader's own file with the wrong cells marked."""
    chosen = own_kind(kind)
    batch = staging.batch_of(reading(), batch_id, kind, by=signed_in())
    if batch.state is not ImportState.CHECKED or not batch.content:
        raise NotFound
    name, mark = batch.file_name.rsplit(".", 1)[0], text(say("faults"))
    return attachment(marked(chosen, batch, reader().language), f"{name}-{mark}.xlsx", XLSX)


@blueprint.post("/imports/<kind>/<int:batch_id>/apply")
@requires(*MAY)
def apply(kind: str, batch_id: int) -> AnyResponse | tuple[str, int]:
    """Write what was shown, in one transaction, or nothing."""
    chosen = own_kind(kind)
    try:
        with _told():
            written = _written(chosen, batch_id)
            flash_done(say("{count} rows are written.", count=written))
    except Conflict as refusal:
        return _outdated(chosen, batch_id, refusal)
    return go(url_for("imports.checked", kind=kind, batch_id=batch_id))


@blueprint.post("/imports/<kind>/<int:batch_id>/check")
@requires(*MAY)
def check_again(kind: str, batch_id: int) -> AnyResponse:
    """Try a file again, because the register has changed since."""
    with _told():
        _tried(own_kind(kind), batch_id)
    return go(url_for("imports.checked", kind=kind, batch_id=batch_id))


@blueprint.post("/imports/<kind>/<int:batch_id>/discard")
@requires(*MAY)
def discard(kind: str, batch_id: int) -> AnyResponse:
    """Give a file up; nothing of it was written."""
    chosen, by = own_kind(kind), signed_in()
    with transaction() as tx:
        staging.discard(tx, staging.batch_of(tx, batch_id, chosen.name, by=by), by=by)
    flash_done(say("The file is discarded; nothing of it was written."))
    return go(url_for("imports.index"))


def own_kind(name: str) -> Kind:
    """Return a kind the reader may bring in.

    Raises `NotFound` for others, as for kinds there are not.
    """
    kind = kind_of(name)
    if not signed_in().may(kind.permission):
        raise NotFound
    return kind


def attachment(body: bytes, name: str, content_type: str) -> Response:
    """Return a file to keep."""
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"  # heads are Latin-1 only
    return response


def _staged(kind: Kind, form: UploadForm) -> int:
    """Keep an upload and try it at once; where that cannot be now, it waits on its page. Returns its number.

    Raises `Invalid` where there is no file or it cannot be kept.
    """
    sent = form.file.data
    if sent is None or not sent.filename:
        raise Invalid(say("No file was chosen."), say("Choose the filled table."), field="file")
    data = sent.read()
    with transaction() as tx:
        batch_id = staging.stage(tx, kind.name, sent.filename, data, by=signed_in()).id
    with _told():
        _tried(kind, batch_id)
    return batch_id


def _tried(kind: Kind, batch_id: int) -> None:
    """Try a file outside any transaction, then keep what was found within one."""
    by = signed_in()
    importer = kind.importer(by, today())
    trial = prepared(try_out(kind, batch_id, importer, staging.UNDECIDED, by=by))
    with transaction() as tx:
        batch = staging.batch_of(tx, batch_id, kind.name, by=by)
        staging.dry_run(tx, batch, importer, by=by, trial=trial)


def _written(kind: Kind, batch_id: int) -> int:
    """Write a checked file; returns how many rows were written."""
    by, on = signed_in(), today()
    importer = kind.importer(by, on)
    mode = Mode.GOOD_ROWS_ONLY if request.form.get("mode") == "good" else Mode.ALL_OR_NOTHING
    skip = _left_out(request.form.getlist("skip"))
    trial = try_out(kind, batch_id, importer, staging.WRITABLE, by=by)
    with transaction() as tx:
        batch = staging.batch_of(tx, batch_id, kind.name, by=by)
        if batch.state is ImportState.CHECKED and "version" in request.form:
            expect_version(batch, sent_number("version"))
        return staging.apply(tx, batch, importer, mode=mode, skip=skip, by=by, on=on, trial=trial)


@contextmanager
def _told() -> Iterator[None]:
    """Tell the reader on the next page why something was not done."""
    try:
        yield
    except (Invalid, Busy) as refusal:
        flash_bad(say("{message} {cure}", message=refusal.message, cure=refusal.cure or ""))


def _outdated(kind: Kind, batch_id: int, refusal: Conflict) -> tuple[str, int]:
    """Show the file that could not be written, with the reason above and the button that checks it again.

    Raises the refusal where there is nothing to check again.
    """
    reading().rollback()
    batch = staging.batch_of(reading(), batch_id, kind.name, by=signed_in())
    if batch.state is not ImportState.CHECKED:
        raise refusal
    page = checked_page(kind, batch, None, "", page_wish(), frozenset())
    return _shown(page, refusal), refusal.status


def _shown(page: CheckedPage, refusal: Conflict | None = None) -> str:
    """Show a checked file; one that is still open says which part of the register it belongs to."""
    part_of = page.kind.part_of(reading()) if page.is_open else None
    return render("imports/checked.html", page=page, part_of=part_of, refusal=refusal)


def _left_out(values: list[str]) -> set[int]:
    """Return the rows to leave out, as an address or a form carries them; nonsense is no row.

    Raises `Invalid` for more than an address holds: a row the reader left out must not be written all the same.
    """
    if len(values) > MOST_LEFT_OUT:
        message = say("At most {limit} rows can be left out by hand; {count} are named.", **_more(len(values)))
        raise Invalid(message, say("Delete the rows in your file and hand it in again; nothing was written."))
    return {int(value) for value in values if value.isdecimal() and len(value) <= 6}


def _more(count: int) -> dict[str, int]:
    return {"limit": MOST_LEFT_OUT, "count": count}

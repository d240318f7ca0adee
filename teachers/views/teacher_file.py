"""One teacher's file: every tab an address of its own; personal numbers masked until somebody says what for."""

from flask import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.errors import NotFound
from core.files import StoredFile, preview, response
from core.web.forms import Refused
from core.web.pages import render
from policy.messages import say
from teachers import queries, services
from teachers.forms.people import UnmaskForm
from teachers.models import Deferral, IndustryPlacement
from teachers.views import history
from teachers.views.frame import UNPROCESSABLE, loaded_teacher, teachers
from teachers.vocabulary import PersonalField

TABS = {
    "overview": say("Overview"),
    "postings": say("Postings"),
    "certificates": say("Certificates"),
    "dual": say("Dual-qualified"),
    "deferrals": say("Deferrals"),
    "history": say("Change record"),
}


@teachers.get("/<int:teacher_id>", defaults={"tab": "overview"})
@teachers.get("/<int:teacher_id>/<any(postings,certificates,dual,deferrals,history):tab>")
@requires(Permission.TEACHER_READ)
def show(teacher_id: int, tab: str) -> str:
    """Show one tab of a file."""
    return page_of(teacher_id, tab)


@teachers.post("/<int:teacher_id>/unmask")
@requires(Permission.TEACHER_UNMASK)
def unmask(teacher_id: int) -> str | tuple[str, int]:
    """Show one personal number in clear; the look is on record before the number is shown."""
    form = UnmaskForm()
    if form.was_sent:
        field = PersonalField(form.number.data)
        try:
            with form.collects_errors(), transaction() as tx:
                teacher = loaded_teacher(teacher_id, Permission.TEACHER_UNMASK, tx)
                number = services.unmask(tx, teacher, field, form.reason.data or "", by=signed_in())
            return page_of(teacher_id, "overview", clear={field.value: number})
        except Refused:
            pass
    return page_of(teacher_id, "overview", unmasking=form), UNPROCESSABLE


@teachers.get("/<int:teacher_id>/proofs/<int:placement_id>")
@requires(Permission.TEACHER_READ)
def proof(teacher_id: int, placement_id: int) -> Response:
    """Give out the proof of a placement to those who may see the file."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_READ)
    row = queries.part_of(reading(), IndustryPlacement, placement_id, teacher)
    if row is None or row.proof_file_id is None:
        raise NotFound
    return response(reading().get_one(StoredFile, row.proof_file_id))


@teachers.get("/<int:teacher_id>/evidence/<int:deferral_id>")
@requires(Permission.DEFERRAL_DECIDE)
def evidence(teacher_id: int, deferral_id: int) -> Response:
    """Give out the evidence of a deferral to those who decide on it: it may tell of health."""
    teacher = loaded_teacher(teacher_id, Permission.DEFERRAL_DECIDE)
    row = queries.part_of(reading(), Deferral, deferral_id, teacher)
    if row is None or row.evidence_file_id is None:
        raise NotFound
    return preview(reading().get_one(StoredFile, row.evidence_file_id))


def page_of(
    teacher_id: int, tab: str, *, clear: dict[str, str] | None = None, unmasking: UnmaskForm | None = None
) -> str:
    """Render a tab of a file, with a number in clear where one was just opened."""
    identity = signed_in()
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_READ)
    file = queries.teacher_file(reading(), teacher, today())
    decides, edits = identity.may(Permission.DEFERRAL_DECIDE), identity.may(Permission.TEACHER_EDIT)
    return render(
        f"teachers/{tab}.html",
        file=file,
        teacher=teacher,
        tab=tab,
        tabs=TABS,
        edits=edits,
        decides=decides,
        unmasks=identity.may(Permission.TEACHER_UNMASK),
        clear=clear or {},
        unmasking=unmasking or UnmaskForm(formdata=None),
        history=history.lines(file.entries, decides=decides, sees_home=edits),
    )

"""Reports of errors: teachers make them in their own file, the school answers them."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from accounts.queries import users_with
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import go, render
from policy.messages import Message, say
from teachers import queries, services
from teachers.forms.people import AnswerForm, CorrectionForm
from teachers.models import CorrectionRequest, Teacher
from teachers.views import history
from teachers.views.frame import form_page, loaded_part, loaded_teacher, my_file, saved, teachers
from teachers.vocabulary import CorrectionState

Page = Response | tuple[str, int]


@teachers.get("/corrections")
@requires(Permission.TEACHER_EDIT)
def corrections() -> str:
    """List the reports that wait for an answer."""
    waiting = queries.open_corrections(reading(), signed_in(), today())
    return render("teachers/corrections.html", waiting=waiting)


@teachers.route("/<int:teacher_id>/corrections/<int:request_id>", methods=["GET", "POST"])
@requires(Permission.TEACHER_EDIT)
def answer_correction(teacher_id: int, request_id: int) -> Page:
    """Answer a report."""
    teacher = loaded_teacher(teacher_id, Permission.TEACHER_EDIT)
    row = loaded_part(reading(), CorrectionRequest, request_id, teacher)
    form = AnswerForm(data={"version": row.version})

    def verb(tx: Session) -> Message:
        person = loaded_teacher(teacher_id, Permission.TEACHER_EDIT, tx)
        report = loaded_part(tx, CorrectionRequest, request_id, person)
        state, version = CorrectionState(form.state.data), form.version.data or 0
        answer = form.answer.data or ""
        services.answer_correction(tx, report, state, answer, version=version, by=signed_in(), on=today())
        return say("{name} has been told: {state}.", name=person.name, state=state.label)

    if saved(form, verb):
        return go(url_for("teachers.corrections"))
    return form_page("teachers/correction.html", form, teacher=teacher, report=row)


@my_file.get("")
@requires(Permission.OWN_FILE)
def show() -> str:
    """Show the reader's own file."""
    file = queries.teacher_file(reading(), _own(), today())
    told = history.lines(file.entries, decides=False)
    return render("teachers/own.html", file=file, teacher=file.teacher, history=told, clear={})


@my_file.route("/report", methods=["GET", "POST"])
@requires(Permission.OWN_FILE)
def report() -> Page:
    """Report what is wrong in the own file."""
    form = CorrectionForm()

    def verb(tx: Session) -> Message:
        teacher, on = _own(tx), today()
        tell = users_with(tx, permission=Permission.TEACHER_EDIT, school_id=queries.school_id_on(tx, teacher.id, on))
        said = (form.about.data or "", form.text.data or "")
        link = url_for("teachers.corrections")
        services.report_error(tx, teacher, *said, tell=tell, link=link, by=signed_in(), on=on)
        return say("Your school has been told; you will get an answer here.")

    if saved(form, verb):
        return go(url_for("own_file.show"))
    return form_page("teachers/report.html", form)


def _own(tx: Session | None = None) -> Teacher:
    """Return the reader's own file.

    Raises `NotFound` for an account without one.
    """
    identity = signed_in()
    if identity.teacher_id is None:
        raise NotFound
    return queries.teacher(tx or reading(), identity.teacher_id, identity, Permission.OWN_FILE, on=today())

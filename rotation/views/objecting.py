"""Objections of teachers to their result, as district HR answers them."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.decisions import ObjectionAnswerForm
from rotation.views.answering import Answer, attempt, done, id_in, seen_version, shown
from rotation.views.blueprints import rotation


@rotation.get("/objections")
@requires(Permission.OBJECTION_ANSWER)
def objections() -> str:
    """List the objections, those without an answer first."""
    lines = queries.objections(reading(), signed_in(), id_in("cycle"))
    return render("rotation/objections/index.html", objections=lines)


@rotation.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(Permission.OBJECTION_ANSWER)
def answer_objection(objection_id: int) -> Answer:
    """Answer one objection: uphold it or reject it, with the reason the teacher reads."""
    reader = signed_in()
    lines = queries.objections(reading(), reader)
    line = next((found for found in lines if found.id == objection_id), None)
    if line is None:
        raise NotFound
    form = ObjectionAnswerForm()
    verb = lambda tx: services.answer_objection(  # noqa: E731
        tx, objection_id, seen_version(), form.outcome.data == "upheld", form.words(), by=reader, on=today()
    )
    if attempt(form, verb):
        return done(say("The answer is on its way to the teacher."), "rotation.objections")
    return shown("rotation/objections/answer.html", form, objection=line)

"""What the subjects of a school need in a school year: counted from its classes, or given by hand beside it."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import go
from policy.messages import Message, say
from teachers import queries, services
from teachers.forms.needs import NeedForm, further_of, lines_of
from teachers.views.frame import form_page, loaded_school, saved, schools

Page = Response | tuple[str, int]


@schools.route("/<int:school_id>/need/<int:school_year>", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def edit_need(school_id: int, school_year: int) -> Page:
    """Give what subjects need, change it, or leave a stage to its classes again."""
    school = loaded_school(school_id, Permission.SCHOOL_EDIT)
    stages = queries.needs_of(reading(), school, school_year, today())
    form = NeedForm.over(stages, services.mark_of(stages))

    def verb(tx: Session) -> Message:
        row = loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        seen, on = form.seen.data or "", today()
        drafts = form.to_drafts(stages)
        changed = services.give_need(tx, row, school_year, drafts, seen=seen, by=signed_in(), on=on)
        return say("What the subjects need is recorded.") if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    lines = [(need, lines_of(need), further_of(need.stage)) for need in stages]
    return form_page("schools/need.html", form, school=school, year=school_year, lines=lines)

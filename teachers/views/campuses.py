"""The campuses of a school: add, change, remove."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.errors import NotFound
from core.web.forms import sent_number
from core.web.pages import flash_done, go
from policy.messages import Message, say
from teachers import queries, services
from teachers.forms.places import CampusForm
from teachers.models import Campus
from teachers.views.frame import form_page, loaded_school, saved, schools

Page = Response | tuple[str, int]


@schools.route("/<int:school_id>/campuses/new", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def add_campus(school_id: int) -> Page:
    """Add a campus."""
    school = loaded_school(school_id, Permission.SCHOOL_EDIT)
    form = CampusForm()

    def verb(tx: Session) -> Message:
        row = loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        campus = services.add_campus(tx, row, form.to_draft(), by=signed_in(), on=today())
        return say("The campus {name} is added.", name=campus.name)

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    return form_page("schools/campus.html", form, school=school, campus=None)


@schools.route("/<int:school_id>/campuses/<int:campus_id>/edit", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def change_campus(school_id: int, campus_id: int) -> Page:
    """Change a campus; whoever is second with another window sees both versions."""
    school = loaded_school(school_id, Permission.SCHOOL_EDIT)
    campus = _campus(reading(), school_id, campus_id)
    form = CampusForm.of(campus)

    def verb(tx: Session) -> Message:
        loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        row, version = _campus(tx, school_id, campus_id), form.version.data or 0
        changed = services.change_campus(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        return say("The campus {name} is changed.", name=row.name) if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    return form_page("schools/campus.html", form, school=school, campus=campus)


@schools.post("/<int:school_id>/campuses/<int:campus_id>/remove")
@requires(Permission.SCHOOL_EDIT)
def remove_campus(school_id: int, campus_id: int) -> Response:
    """Remove a campus."""
    with transaction() as tx:
        loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        row = _campus(tx, school_id, campus_id)
        services.remove_campus(tx, row, version=sent_number("version"), by=signed_in(), on=today())
    flash_done(say("The campus {name} is removed.", name=row.name))
    return go(url_for("schools.show", school_id=school_id))


def _campus(tx: Session, school_id: int, campus_id: int) -> Campus:
    """Return a campus of a school.

    Raises `NotFound` where it is not this school's.
    """
    campus = queries.campus_of(tx, school_id, campus_id)
    if campus is None:
        raise NotFound
    return campus

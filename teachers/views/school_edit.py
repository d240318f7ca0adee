"""The forms of a school: open, change, a school year's numbers, close, open again."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import go
from policy.messages import Message, say
from policy.vocabulary import Stage
from teachers import queries, services
from teachers.forms.places import CloseForm, SchoolForm, YearForm, class_field, pupil_field, unit_field
from teachers.models import School
from teachers.rules.counting import is_school_year
from teachers.rules.years import school_year_on, year_mark
from teachers.views.frame import form_page, loaded_school, saved, schools
from teachers.vocabulary import GRADES

Page = Response | tuple[str, int]


@schools.route("/new", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def open_school() -> Page:
    """Enter a school into the register."""
    form = SchoolForm()
    new: list[School] = []

    def verb(tx: Session) -> Message:
        new.append(services.open_school(tx, form.to_draft(), by=signed_in(), on=today()))
        return say("{name} is in the register now; record its pupils next.", name=new[0].name)

    if saved(form, verb):
        return go(url_for("schools.edit_year", school_id=new[0].id, school_year=school_year_on(today())))
    return form_page("schools/edit.html", form, school=None)


@schools.route("/<int:school_id>/edit", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def edit(school_id: int) -> Page:
    """Change a school; whoever is second with another window sees both versions."""
    tx = reading()
    school = queries.school_with_places(tx, loaded_school(school_id, Permission.SCHOOL_EDIT).id)
    form = SchoolForm.of(school, queries.partners_of(tx, school_id))

    def verb(tx: Session) -> Message:
        row = loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        version = form.version.data or 0
        changed = services.change_school(tx, row, form.to_draft(), version=version, by=signed_in(), on=today())
        return say("{name} is changed.", name=row.name) if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    return form_page("schools/edit.html", form, school=school)


@schools.route("/<int:school_id>/years/<int:school_year>", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def edit_year(school_id: int, school_year: int) -> Page:
    """Change pupils and classes of one school year; a new year starts from the newest one."""
    school = loaded_school(school_id, Permission.SCHOOL_EDIT)
    if not is_school_year(school_year, today()):
        raise NotFound
    years = queries.years_of(reading(), school_id)
    stored = next((year for year in years if year.school_year == school_year), None)
    newest = next((year for year in years if year.school_year <= school_year), None)
    form = YearForm.of(newest, year_mark(stored.units, stored.classes) if stored else year_mark((), ()))

    def verb(tx: Session) -> Message:
        row = loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        draft, seen = form.to_draft(school_year), form.seen.data or ""
        changed = services.record_year(tx, row, draft, by=signed_in(), on=today(), seen=seen)
        return say("Classes and pupils are recorded.") if changed else say("Nothing was different.")

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    fields = {"units": [unit_field(stage) for stage in Stage], "year": school_year, "school": school}
    grades = [(grade, class_field(grade), pupil_field(grade)) for grade in GRADES]
    given = queries.given_in(reading(), school_id).get(school_year, ())
    return form_page("schools/year.html", form, **fields, grades=grades, given=given)


@schools.route("/<int:school_id>/close", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def close(school_id: int) -> Page:
    """Close a school from today on, or take that back."""
    school = loaded_school(school_id, Permission.SCHOOL_EDIT)
    form = CloseForm(data={"version": school.version})

    def verb(tx: Session) -> Message:
        row = loaded_school(school_id, Permission.SCHOOL_EDIT, tx)
        closes, version = school.closed_on is None, form.version.data or 0
        act = services.close_school if closes else services.reopen_school
        act(tx, row, version=version, by=signed_in(), on=today())
        return say("{name} is closed.", name=row.name) if closes else say("{name} is open again.", name=row.name)

    if saved(form, verb):
        return go(url_for("schools.show", school_id=school_id))
    return form_page("schools/close.html", form, school=school)

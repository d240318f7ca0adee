"""One school's page: figures, subjects short and spare, classes and pupils by year, partners, record."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.audit import Subject, timeline
from core.clock import today
from core.db import reading
from core.web.pages import render
from teachers import queries
from teachers.rules.years import school_year_on
from teachers.views import history
from teachers.views.frame import loaded_school, schools

ENTRIES = 30


@schools.get("/<int:school_id>")
@requires(Permission.SCHOOL_READ)
def show(school_id: int) -> str:
    """Show a school: figures, subjects short and spare, classes and pupils by year, partners, record."""
    tx, on, identity = reading(), today(), signed_in()
    sees_teachers = identity.may(Permission.TEACHER_READ)
    school = loaded_school(school_id, Permission.SCHOOL_READ)
    return render(
        "schools/show.html",
        school=school,
        on=on,
        zone=queries.zone_name(tx, school),
        group=queries.group_name(tx, school),
        figures=queries.school_figures(tx, school, on),
        years=queries.years_of(tx, school.id),
        given=queries.given_in(tx, school.id),
        campuses=queries.campuses_of(tx, school.id),
        partners=queries.partners_of(tx, school.id),
        this_year=school_year_on(on),
        edits=identity.may(Permission.SCHOOL_EDIT),
        sees_teachers=sees_teachers,
        ahead=queries.changes_ahead(tx, school.id, on) if sees_teachers else [],
        history=history.lines(timeline(tx, Subject.of("school", school.id), ENTRIES), decides=False),
    )

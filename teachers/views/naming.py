"""What schools belong to: the district, its zones and education groups; looked at by all, named by the district."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.db import one, reading
from core.web.pages import go, render
from policy.messages import Message, say
from teachers import queries, services
from teachers.forms.places import NameForm
from teachers.models import SchoolGroup, Zone
from teachers.views.frame import form_page, saved, schools

Page = Response | tuple[str, int]


@schools.get("/places")
@requires(Permission.SCHOOL_READ)
def places() -> str:
    """List zones and education groups."""
    tx = reading()
    return render(
        "schools/places.html",
        district=queries.district_name(tx),
        zones=queries.zones_with_counts(tx),
        groups=queries.groups_with_counts(tx),
        edits=signed_in().may(Permission.SCHOOL_EDIT),
    )


@schools.route("/district", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def name_district() -> Page:
    """Give the district its name."""
    name = queries.district_name(reading())
    form = NameForm(data={"name": name, "seen": name})

    def verb(tx: Session) -> Message:
        services.name_district(tx, form.name.data or "", seen=form.seen.data or "", by=signed_in())
        return say("The district is called {name}.", name=form.name.data)

    if saved(form, verb):
        return go(url_for("schools.places"))
    return form_page("schools/name.html", form, title=say("Name of the district"), school=None)


@schools.route("/zones/<int:zone_id>", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def rename_zone(zone_id: int) -> Page:
    """Rename a zone."""
    return _renaming(Zone, zone_id, say("Rename the zone"))


@schools.route("/groups/<int:group_id>", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT)
def rename_group(group_id: int) -> Page:
    """Rename an education group."""
    return _renaming(SchoolGroup, group_id, say("Rename the education group"))


def _renaming(table: type[Zone] | type[SchoolGroup], key: int, title: Message) -> Page:
    rows = select(table).where(table.id == key)
    found = one(reading(), rows)
    form = NameForm(data={"name": found.name, "seen": found.name})

    def verb(tx: Session) -> Message:
        services.rename(tx, one(tx, rows), form.name.data or "", seen=form.seen.data or "", by=signed_in())
        return say("It is called {name} now.", name=form.name.data)

    if saved(form, verb):
        return go(url_for("schools.places"))
    return form_page("schools/name.html", form, title=title, school=None)

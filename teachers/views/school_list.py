"""The list of schools: search, filters, order and page are all in the address."""

from typing import Any

from flask import request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.forms import MOST_DIGITS, labelled
from core.web.pages import page_wish, paginate, render
from policy.messages import say
from policy.vocabulary import Area, Stage
from teachers import queries
from teachers.queries import SchoolWish
from teachers.views.frame import schools


@schools.get("")
@requires(Permission.SCHOOL_READ)
def index() -> str:
    """List the schools within reach."""
    tx, on, identity = reading(), today(), signed_in()
    wish = school_wish()
    page = paginate(tx, queries.school_rows(identity, Permission.SCHOOL_READ, wish, on=on), page_wish(), scalars=False)
    zones, groups = queries.zones_to_choose(tx), queries.groups_to_choose(tx)
    return render(
        "schools/index.html",
        page=page,
        counts=queries.school_counts(tx, [row.id for row in page.items], on),
        wish=wish,
        choices=_choices(zones, groups),
        chips=_chips(wish, dict(zones), dict(groups)),
        edits=identity.may(Permission.SCHOOL_EDIT),
    )


def _choices(zones: list[tuple[int, str]], groups: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "area": labelled([(area.value, area.label) for area in Area]),
        "stage": labelled([(stage.value, stage.label) for stage in Stage]),
        "zone": labelled(zones),
        "group": labelled(groups),
    }


def school_wish() -> SchoolWish:
    """Read filters and order from the address; nonsense is as if it were not there."""
    get = request.args.get
    return SchoolWish(
        q=get("q", "").strip()[:60],
        area=Area(get("area", "")) if get("area") in set(Area) else None,
        stage=Stage(get("stage", "")) if get("stage") in set(Stage) else None,
        zone_id=_number(get("zone", "")),
        group_id=_number(get("group", "")),
        closed=get("closed") == "yes",
        sort=get("sort", "code"),
    )


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) <= MOST_DIGITS else None


def _chips(wish: SchoolWish, zones: dict[int, str], groups: dict[int, str]) -> list[tuple[Any, str]]:
    zone, group = zones.get(wish.zone_id or 0, ""), groups.get(wish.group_id or 0, "")
    active = (
        ("q", wish.q, say("Search: {value}", value=wish.q)),
        ("area", wish.area, say("Area: {value}", value=wish.area.label if wish.area else "")),
        ("stage", wish.stage, say("Stage: {value}", value=wish.stage.label if wish.stage else "")),
        ("zone", zone, say("Zone: {value}", value=zone)),
        ("group", group, say("Group: {value}", value=group)),
        ("closed", wish.closed, say("Closed schools")),
    )
    return [(label, name) for name, value, label in active if value]

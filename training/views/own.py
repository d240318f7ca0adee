"""A teacher's home, list of records, and credits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app, request

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotAllowed
from core.web.pages import page_wish, paginate, render
from teachers.queries import posting_on
from training import queries
from training.rules import cycle_of, first_day
from training.views.blueprints import my
from training.views.shown import category_lines, exact, own_lines, verdict
from training.vocabulary import Cycle

SHOWN_AT_HOME = 5
HOME_PARTS = "junheng.home_parts"


@dataclass(frozen=True, slots=True)
class HomePart:
    """A section other packages put on a teacher's home: a template and what it shows (`part` in the template)."""

    template: str
    facts: dict[str, Any] = field(default_factory=dict)


@my.get("")
@requires(Permission.OWN_FILE)
def home() -> str:
    """Show the teacher's credits with the button to log hours, the state of the own rotation, the last records."""
    identity, tx, on = signed_in(), reading(), today()
    teacher_id = own_teacher(identity)
    return render(
        "my/home.html",
        person=identity.name,
        posting=posting_on(tx, teacher_id, on),
        standing=queries.standing_of(tx, teacher_id, on=on),
        records=own_lines(tx, queries.own_records(tx, identity, SHOWN_AT_HOME)),
        parts=list(home_parts(identity)),
        **figures_of(queries.standing_of(tx, teacher_id, on=on)),
    )


@my.get("/hours")
@requires(Permission.TRAINING_LOG)
def hours() -> str:
    """List the teacher's own records."""
    identity, tx = signed_in(), reading()
    own_teacher(identity)
    page = paginate(tx, queries.own_selection(identity), page_wish())
    return render("my/hours.html", page=page, records=own_lines(tx, page.items))


@my.get("/credits")
@requires(Permission.TRAINING_LOG)
def credits() -> str:
    """Show the teacher's credits and hours of a cycle, what is missing, and every booking."""
    identity, tx, on = signed_in(), reading(), today()
    teacher_id = own_teacher(identity)
    day = day_in_cycle(on)
    return render("my/credits.html", **credit_facts(tx, teacher_id, day), cycles=cycles_to(on))


def own_teacher(identity: Identity) -> int:
    """Return the teacher an account belongs to.

    Raises `NotAllowed` where it belongs to none.
    """
    if identity.teacher_id is None:
        raise NotAllowed
    return identity.teacher_id


def home_parts(identity: Identity) -> Iterable[HomePart]:
    """Yield the sections other packages have for this teacher's home; the app names their makers."""
    makers: Iterable[Callable[[Identity], HomePart | None]] = current_app.extensions.get(HOME_PARTS, ())
    for make in makers:
        part = make(identity)
        if part is not None:
            yield part


def figures_of(standing: Any) -> dict[str, Any]:
    """Return a standing as the credit component shows it."""
    return {
        "lines": category_lines(standing),
        "verdict": verdict(standing),
        "counted": exact(standing.counted),
        "due": exact(standing.due),
    }


def credit_facts(tx: Any, teacher_id: int, day: date) -> dict[str, Any]:
    """Return everything a page of credits shows."""
    standing = queries.standing_of(tx, teacher_id, on=day)
    return {
        "standing": standing,
        "bookings": queries.bookings_of(tx, teacher_id, standing.cycle),
        "hours": exact(standing.hours),
        "this_year": exact(standing.hours_by_year.get(day.year, standing.hours * 0)),
        "day": day,
        **figures_of(standing),
    }


def day_in_cycle(on: date) -> date:
    """Return today, or the last day of the cycle the address asks for by the year it began in."""
    wanted = request.args.get("cycle", "")
    for cycle in cycles_to(on):
        if str(cycle.start.year) == wanted and not cycle.start <= on <= cycle.end:
            return cycle.end
    return on


def cycles_to(on: date) -> list[Cycle]:
    """Return the cycles from the first to the present one, newest first."""
    cycles = [cycle_of(on)]
    while cycles[-1].start > first_day():
        cycles.append(cycle_of(date.fromordinal(cycles[-1].start.toordinal() - 1)))
    return cycles

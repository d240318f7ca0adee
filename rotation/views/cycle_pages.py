"""Rotation cycles: the list, one cycle with its year, opening, changing, its steps."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.cycles import CycleForm, DeadlineForm, ReasonForm, suggested
from rotation.views.answering import Answer, attempt, do, done, seen_version, shown
from rotation.views.blueprints import rotation


@rotation.get("/cycles")
@requires(Permission.CYCLE_READ)
def cycles() -> str:
    """List the rotation cycles."""
    return render("rotation/cycles/index.html", cycles=queries.cycles(reading(), signed_in()))


@rotation.route("/cycles/new", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def open_cycle() -> Answer:
    """Open a rotation cycle."""
    form = CycleForm(data=suggested(today()))
    opened = attempt(form, lambda tx: services.open_cycle(tx, form.draft(), by=signed_in(), on=today()))
    if opened:
        return done(say("The rotation cycle is open."), "rotation.cycle", cycle_id=opened.value.id)
    return shown("rotation/cycles/form.html", form, cycle=None)


@rotation.get("/cycles/<int:cycle_id>")
@requires(Permission.CYCLE_READ)
def cycle(cycle_id: int) -> str:
    """Show a cycle: its year, what to do next, its numbers."""
    tx, reader = reading(), signed_in()
    return render(
        "rotation/cycles/show.html",
        cycle=queries.cycle_page(tx, cycle_id, reader, on=today()),
        standing=services.standing(tx, cycle_id, by=reader),
        scenarios=queries.scenarios(tx, cycle_id, reader) if reader.may(Permission.PLAN_READ) else [],
        proposals=queries.proposals(tx, reader, cycle_id) if reader.may(Permission.PLAN_READ) else [],
        numbers=queries.policy_page(tx, cycle_id, reader),
    )


@rotation.route("/cycles/<int:cycle_id>/edit", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def edit_cycle(cycle_id: int) -> Answer:
    """Change a cycle's name, days and deadlines."""
    page = queries.cycle_page(reading(), cycle_id, signed_in(), on=today())
    form = CycleForm(obj=page)
    saved = attempt(
        form, lambda tx: services.change_cycle(tx, cycle_id, seen_version(), form.draft(), by=signed_in(), on=today())
    )
    if saved:
        return done(say("The cycle is changed."), "rotation.cycle", cycle_id=cycle_id)
    return shown("rotation/cycles/form.html", form, cycle=page)


@rotation.route("/cycles/<int:cycle_id>/preferences/open", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def open_preferences(cycle_id: int) -> Answer:
    """Let the teachers file preferences until a day."""
    page = queries.cycle_page(reading(), cycle_id, signed_in(), on=today())
    form = DeadlineForm(data={"deadline": page.preference_deadline})
    opened = attempt(
        form, lambda tx: services.open_preferences(tx, cycle_id, seen_version(), form.day(), by=signed_in(), on=today())
    )
    if opened:
        return done(say("Teachers can file preferences now."), "rotation.cycle", cycle_id=cycle_id)
    return shown("rotation/cycles/deadline.html", form, cycle=page)


@rotation.post("/cycles/<int:cycle_id>/planning")
@requires(Permission.CYCLE_MANAGE)
def start_planning(cycle_id: int) -> Answer:
    """End the preferences and begin to plan."""
    do(services.start_planning, cycle_id, seen_version())
    return done(say("Planning has begun."), "rotation.cycle", cycle_id=cycle_id)


@rotation.route("/cycles/<int:cycle_id>/reopen", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def reopen_cycle(cycle_id: int) -> Answer:
    """Plan a decided cycle again after an upheld objection, with the reason."""
    page = queries.cycle_page(reading(), cycle_id, signed_in(), on=today())
    form = ReasonForm()
    opened = attempt(
        form,
        lambda tx: services.reopen_cycle(tx, cycle_id, seen_version(), form.words(), by=signed_in(), on=today()),
    )
    if opened:
        return done(say("The cycle is planned again."), "rotation.cycle", cycle_id=cycle_id)
    return shown("rotation/cycles/reopen.html", form, cycle=page)


@rotation.route("/cycles/<int:cycle_id>/close", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def close_cycle(cycle_id: int) -> Answer:
    """Close a cycle, with the reason."""
    page = queries.cycle_page(reading(), cycle_id, signed_in(), on=today())
    form = ReasonForm()
    closed = attempt(
        form,
        lambda tx: services.close_cycle(tx, cycle_id, seen_version(), form.words(), by=signed_in(), on=today()),
    )
    if closed:
        return done(say("The cycle is closed."), "rotation.cycle", cycle_id=cycle_id)
    return shown("rotation/cycles/close.html", form, cycle=page)

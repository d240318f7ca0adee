"""People fixed by hand in a scenario; what a rule refuses is refused at once, with its sentence."""

from flask import request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from policy.messages import say
from rotation import queries, services
from rotation.forms.scenarios import LockForm
from rotation.views.answering import Answer, attempt, do, done, school_choices, seen_version, shown
from rotation.views.blueprints import rotation


@rotation.route("/scenarios/<int:scenario_id>/locks", methods=["GET", "POST"])
@requires(Permission.PLAN_SOLVE)
def locks(scenario_id: int) -> Answer:
    """Show who is fixed, and fix one more."""
    reader = signed_in()
    page = queries.scenario_page(reading(), scenario_id, reader)
    form = LockForm(data=asked())
    form.offer(school_choices(reader, Permission.PLAN_READ))
    pinned = attempt(
        form, lambda tx: services.pin(tx, scenario_id, form.draft(), by=reader, on=today(), version=seen_version())
    )
    if pinned:
        return done(say("Fixed for this scenario."), "rotation.locks", scenario_id=scenario_id)
    return shown("rotation/scenarios/locks.html", form, scenario=page)


@rotation.post("/scenarios/<int:scenario_id>/locks/<int:lock_id>/remove")
@requires(Permission.PLAN_SOLVE)
def remove_lock(scenario_id: int, lock_id: int) -> Answer:
    """Set somebody free again."""
    do(services.unpin, scenario_id, lock_id, version=seen_version())
    return done(say("No longer fixed."), "rotation.locks", scenario_id=scenario_id)


def asked() -> dict[str, str]:
    """Return what a link from a proposal fills in: who, what, where."""
    return {name: request.args.get(name, "")[:40] for name in ("staff_no", "action", "school")}

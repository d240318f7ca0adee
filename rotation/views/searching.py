"""The search of a scenario: start it, watch it, stop it and use its plan, or give it up."""

from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.db import reading
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.views.answering import Answer, do, done, seen_version, word_in
from rotation.views.blueprints import rotation

NO_CONTENT = 204


@rotation.post("/scenarios/<int:scenario_id>/solve")
@requires(Permission.PLAN_SOLVE)
def solve(scenario_id: int) -> Answer:
    """Start the search."""
    do(services.request_solve, scenario_id, seen_version())
    return done(say("The search has begun; you may leave this page."), "rotation.scenario", scenario_id=scenario_id)


@rotation.get("/scenarios/<int:scenario_id>/progress")
@requires(Permission.PLAN_READ)
def progress(scenario_id: int) -> Answer:
    """Show the part of the page that changes while the search runs; where title and buttons change too, all of it."""
    page = queries.scenario_page(reading(), scenario_id, signed_in())
    if page.state.is_running and word_in("seen") not in {"", page.standing}:
        return Response(status=NO_CONTENT, headers={"HX-Refresh": "true"})
    return render("rotation/scenarios/progress.html", scenario=page)


@rotation.post("/scenarios/<int:scenario_id>/stop")
@requires(Permission.PLAN_SOLVE)
def stop_and_keep(scenario_id: int) -> Answer:
    """Stop the search and use the plan it has found so far."""
    do(services.stop_and_keep, scenario_id, search=seen_version())
    return done(say("The search is being stopped; its plan is kept."), "rotation.scenario", scenario_id=scenario_id)


@rotation.post("/scenarios/<int:scenario_id>/discard")
@requires(Permission.PLAN_SOLVE)
def discard_search(scenario_id: int) -> Answer:
    """Give the search up."""
    do(services.discard_search, scenario_id, search=seen_version())
    return done(say("The search is given up; nothing of it is kept."), "rotation.scenario", scenario_id=scenario_id)

"""Scenarios: what is searched for; one page that is a draft, a running search, faults, a conflict or a result."""

from flask import url_for

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.language import text
from core.web.pages import go, render
from policy.messages import say
from rotation import queries, services
from rotation.forms.number_fields import as_typed, with_numbers
from rotation.forms.scenarios import ScenarioForm
from rotation.views.answering import Answer, attempt, do, done, seen_version, shown, word_in
from rotation.views.blueprints import rotation
from rotation.vocabulary.pages import ScenarioPage
from rotation.vocabulary.states import ProposalState


@rotation.get("/scenarios")
@requires(Permission.PLAN_READ)
def scenarios() -> Answer:
    """Scenarios are listed beside their proposals."""
    return go(url_for("rotation.proposals"))


@rotation.route("/cycles/<int:cycle_id>/scenarios/new", methods=["GET", "POST"])
@requires(Permission.PLAN_SOLVE)
def new_scenario(cycle_id: int) -> Answer:
    """Make a scenario."""
    reader = signed_in()
    cycle = queries.cycle_page(reading(), cycle_id, reader, on=today())
    form = _form(cycle_id, reader)
    made = attempt(form, lambda tx: services.make_scenario(tx, cycle_id, form.draft(), by=reader, on=today()))
    if made:
        return done(say("The scenario is ready to be solved."), "rotation.scenario", scenario_id=made.value.id)
    return shown("rotation/scenarios/form.html", form, cycle=cycle, scenario=None)


@rotation.get("/scenarios/<int:scenario_id>")
@requires(Permission.PLAN_READ)
def scenario(scenario_id: int) -> str:
    """Show a scenario: its question, and how its search goes or ended."""
    tx, reader = reading(), signed_in()
    page = queries.scenario_page(tx, scenario_id, reader)
    standing = services.standing(tx, page.cycle_id, by=reader) if not page.state.is_running else None
    return render("rotation/scenarios/show.html", scenario=page, standing=standing)


@rotation.route("/scenarios/<int:scenario_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_SOLVE)
def edit_scenario(scenario_id: int) -> Answer:
    """Change a scenario that is not being solved."""
    reader = signed_in()
    page = queries.scenario_page(reading(), scenario_id, reader)
    form = _form(page.cycle_id, reader, page)
    saved = attempt(
        form,
        lambda tx: services.change_scenario(tx, scenario_id, seen_version(), form.draft(), by=reader, on=today()),
    )
    if saved:
        return done(say("The scenario is changed."), "rotation.scenario", scenario_id=scenario_id)
    cycle = queries.cycle_page(reading(), page.cycle_id, reader, on=today())
    return shown("rotation/scenarios/form.html", form, cycle=cycle, scenario=page)


@rotation.post("/proposals/<int:proposal_id>/again")
@requires(Permission.PLAN_SOLVE)
def follow_up(proposal_id: int) -> Answer:
    """Make the scenario that answers the accepted objections with as few changes as possible."""
    plan = queries.proposal_page(reading(), proposal_id, signed_in(), on=today())
    number, decided = plan.number, plan.state is ProposalState.APPROVED
    name = say("After the review of proposal {number}", number=number)
    if decided:
        name = say("After the objections to proposal {number}", number=number)
    elif not plan.reviews:
        name = say("Proposal {number} on the register as it is now", number=number)
    made = do(services.follow_up, proposal_id, text(name))
    message = say("The scenario keeps to proposal {number}; look at what is fixed, then solve it.", number=number)
    return done(message, "rotation.scenario", scenario_id=made.id)


def _form(cycle_id: int, reader: Identity, page: ScenarioPage | None = None) -> ScenarioForm:
    """Return the form of a scenario, filled with what it is now."""
    day = queries.cycle_page(reading(), cycle_id, reader, on=today()).reference_date
    inherited = {number.key: number.value for number in queries.policy_page(reading(), cycle_id, reader)[0]}
    kind = with_numbers(ScenarioForm, (number.key for number in services.overridable()), day, inherited)
    form = kind(obj=page, data=as_typed({**page.overrides, **_proposed()}) if page else None)
    lines = queries.proposals(reading(), reader, cycle_id)
    form.offer([(line.id, say("proposal {number}: {name}", number=line.number, name=line.name)) for line in lines])
    return form


def _proposed() -> dict[str, str]:
    """Return the number a page proposed to change, to be looked at before it is saved."""
    key, value = word_in("number"), word_in("value")
    return {key: value} if key and value else {}

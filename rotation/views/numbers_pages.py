"""The policy numbers of a cycle: all of them with their source, their versions, and the form that makes a new one."""

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.cycles import PolicyForm, in_force
from rotation.forms.number_fields import with_numbers
from rotation.forms.toml_text import open_tables
from rotation.views.answering import Answer, attempt, done, seen_version, shown
from rotation.views.blueprints import rotation


@rotation.get("/cycles/<int:cycle_id>/policy")
@requires(Permission.CYCLE_READ)
def policy(cycle_id: int) -> str:
    """Show every number of a cycle's policy with its source, and the versions there were."""
    tx, reader = reading(), signed_in()
    numbers, versions, _ = queries.policy_page(tx, cycle_id, reader)
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    return render("rotation/policy/show.html", cycle=page, numbers=numbers, versions=versions)


@rotation.get("/cycles/<int:cycle_id>/policy/<int:number>")
@requires(Permission.CYCLE_READ)
def policy_version(cycle_id: int, number: int) -> str:
    """Show what one version of the numbers sets."""
    tx, reader = reading(), signed_in()
    _, versions, _ = queries.policy_page(tx, cycle_id, reader)
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise NotFound
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    numbers = [number for number in queries.policy_numbers(found.text, page.reference_date) if number.differs]
    tables = open_tables(found.text)
    return render("rotation/policy/version.html", cycle=page, policy=found, numbers=numbers, tables=tables)


@rotation.route("/cycles/<int:cycle_id>/policy/edit", methods=["GET", "POST"])
@requires(Permission.CYCLE_MANAGE)
def edit_policy(cycle_id: int) -> Answer:
    """Save a new version of the numbers, with its document and reason."""
    tx, reader = reading(), signed_in()
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    numbers, versions, _ = queries.policy_page(tx, cycle_id, reader)
    form = with_numbers(PolicyForm, (number.key for number in numbers), page.reference_date)(data=in_force(versions))
    saved = attempt(
        form, lambda tx: services.set_policy(tx, cycle_id, seen_version(), form.draft(), by=reader, on=today())
    )
    if saved:
        return done(say("A new version of the numbers is in force."), "rotation.policy", cycle_id=cycle_id)
    return shown("rotation/policy/form.html", form, cycle=page)

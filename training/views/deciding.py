"""The queue of school and district: what waits, and approving or returning many records at once."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.errors import Invalid
from core.files import files_by_owner
from core.web.pages import flash_done, flash_warning, go, own_path, page_wish, paginate, render
from policy.messages import say
from training import queries, services
from training.services import Choice, Outcome
from training.views.blueprints import training
from training.views.filtering import filter_choices, filter_from
from training.vocabulary import Step

MOST_ROWS = 200
_STEPS = {
    Step.SCHOOL: Permission.TRAINING_APPROVE_SCHOOL,
    Step.DISTRICT: Permission.TRAINING_APPROVE_DISTRICT,
}


@training.get("/queue")
@requires(*_STEPS.values())
def queue() -> str:
    """List what waits for the reader, as school or as district."""
    return queue_page(signed_in())


@training.post("/queue")
@requires(*_STEPS.values())
def decide() -> Response | tuple[str, int]:
    """Approve the ticked records, or return them with a reason; each row has its own outcome."""
    identity, choices = signed_in(), chosen(request.form.getlist("rows"))
    if not choices:
        flash_warning(say("Tick at least one record first."))
        return go(back())
    try:
        with transaction() as tx:
            outcomes = decided(tx, choices, identity)
    except Invalid as refusal:
        return queue_page(identity, choices, refusal), refusal.status
    return answer(outcomes)


def decided(tx: Any, choices: Sequence[Choice], identity: Identity) -> list[Outcome]:
    """Do what the pressed button says.

    Raises `Invalid` where a return lacks its reason.
    """
    decision = request.form.get("decision")
    if decision == "approve":
        return services.approve(tx, choices, by=identity, on=today())
    if decision == "return":
        return services.return_records(tx, choices, request.form.get("reason", ""), by=identity, on=today())
    raise Invalid(say("Choose whether to approve or to return the records."))


def answer(outcomes: Sequence[Outcome]) -> Response | tuple[str, int]:
    """Go back to the queue when all went well; otherwise show what became of each record."""
    done = sum(outcome.done for outcome in outcomes)
    if done == len(outcomes):
        returned = request.form.get("decision") == "return"
        words = say("Returned to mend: {count} records.", count=done)
        flash_done(words if returned else say("Approved: {count} records.", count=done))
        return go(back())
    page = render("training/outcomes.html", outcomes=outcomes, done=done, back=back())
    return page, 200 if done else 409


def queue_page(identity: Identity, choices: Sequence[Choice] = (), refusal: Invalid | None = None) -> str:
    """Show the queue of one step; after a refusal with the same records ticked."""
    step = wanted_step(identity)
    tx, wanted = reading(), filter_from(request.args)
    rows: Any = queries.waiting(identity, step, wanted)
    page = paginate(tx, rows, page_wish(), scalars=False)
    return render(
        "training/queue.html",
        page=page,
        files=files_by_owner(tx, "training_record", [row.TrainingRecord.id for row in page.items]),
        step=step,
        steps=[one for one, permission in _STEPS.items() if identity.may(permission)],
        wanted=wanted,
        ticked={choice.record_id for choice in choices},
        refusal=refusal,
        reason=request.form.get("reason", ""),
        **filter_choices(tx, identity),
    )


def wanted_step(identity: Identity) -> Step:
    """Return which of the two queues is shown: the one asked for, or the first the reader decides in."""
    held = [step for step, permission in _STEPS.items() if identity.may(permission)]
    asked = request.args.get("step", "")
    return next((step for step in held if step.value == asked), held[-1])


def chosen(rows: Sequence[str]) -> list[Choice]:
    """Return the ticked records as the decider saw them; what is no record is left out."""
    pairs = (row.partition(":") for row in rows[:MOST_ROWS])
    return [
        Choice(int(number), int(version))
        for number, _, version in pairs
        if number.isdecimal() and version.isdecimal() and len(number) + len(version) < 20
    ]


def back() -> str:
    """Return the page the decision was made on."""
    return own_path(request.form.get("next") or request.full_path, url_for("training.queue"))

"""The console of background jobs, and the fragment by which any page shows how far one is."""

from collections.abc import Mapping

from flask import Response, current_app, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from accounts.guards import requires, signed_in_only
from accounts.identity import signed_in
from accounts.permissions import Permission
from accounts.sessions import polling
from app.operations import event_words
from app.operations.frame import blueprint
from core import audit
from core.audit import AuditEntry, Subject
from core.clock import DISTRICT_ZONE
from core.db import one, reading, transaction
from core.errors import NotFound
from core.jobs import queries, services
from core.jobs.binding import binding_of
from core.jobs.models import Job
from core.jobs.vocabulary import JobState
from core.web.language import day, number, tenths
from core.web.pages import flash_done, go, page_wish, paginate, render
from policy.messages import Message, say
from policy.names import LINES
from rotation.vocabulary.states import STAGES

_INPUT: Mapping[str, Message] = {"scenario": say("Scenario number"), "price": say("Question number")}
"""The parts of a job's input that say something to who looks after the site."""


@blueprint.get("/jobs")
@requires(Permission.JOB_READ)
def jobs() -> str:
    """Show the jobs, newest first, by state and kind, and the workers that are there."""
    tx = reading()
    wanted = request.args.get("state", "")
    state = JobState(wanted) if wanted in set(JobState) else None
    rows = queries.jobs(state=state, kind=request.args.get("kind", "")[:40])
    return render(
        "operations/jobs.html",
        page=paginate(tx, rows, page_wish()),
        counts=queries.counts(tx),
        states=[(member.value, member.label) for member in JobState],
        kinds=[(name, kind.label) for name, kind in binding_of(current_app).kinds.items()],
        kind_label=kind_label,
        workers=queries.workers_alive(tx),
    )


@blueprint.get("/jobs/<int:job_id>")
@requires(Permission.JOB_READ)
def job(job_id: int) -> str:
    """Show one job: how far it is, why it ended, what was done with it."""
    tx = reading()
    found: Job = one(tx, select(Job).where(Job.id == job_id))
    history = [
        {
            "when": day(entry.at),
            "title": event_words.event_word(entry.event),
            "detail": clocked(entry),
        }
        for entry in audit.timeline(tx, Subject.of("job", job_id))
    ]
    return render(
        "operations/job.html",
        job=found,
        facts=_facts(found),
        params=_params(found),
        history=history,
        kind_label=kind_label,
    )


@blueprint.get("/jobs/<int:job_id>/progress")
@polling
@signed_in_only
def job_progress(job_id: int) -> Response:
    """Show how far a job is, to whoever asked for it and to whoever runs the site; unchanged, it costs no bytes."""
    identity = signed_in()
    found: Job = one(reading(), select(Job).where(Job.id == job_id))
    if found.created_by != identity.user_id and not identity.may(Permission.JOB_READ):
        raise NotFound
    answer = Response(render("operations/progress.html", job=found, facts=_facts(found)))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.post("/jobs/<int:job_id>/cancel")
@requires(Permission.JOB_MANAGE)
def cancel_job(job_id: int) -> Answer:
    """Ask a job to stop."""
    with transaction() as tx:
        services.request_cancel(tx, job_id, by=signed_in())
    flash_done(say("The job was asked to stop; if it does not listen it is ended within seconds."))
    return go(url_for("operations.job", job_id=job_id))


@blueprint.post("/jobs/<int:job_id>/retry")
@requires(Permission.JOB_MANAGE)
def retry_job(job_id: int) -> Answer:
    """Put an ended job back into the queue."""
    with transaction() as tx:
        services.retry(tx, job_id, by=signed_in())
    flash_done(say("The job waits for a worker again."))
    return go(url_for("operations.job", job_id=job_id))


def clocked(entry: AuditEntry) -> Message:
    """Return at what time of the day somebody acted, and who."""
    time = f"{entry.at.astimezone(DISTRICT_ZONE):%H:%M}"
    return say("{time} {actor}", time=time, actor=event_words.actor_word(entry.actor))


def _params(found: Job) -> list[tuple[Message, str]]:
    """Return the input of a job: ids and switches, never personal data; what has no word here is for the program."""
    return [(_INPUT[key], str(value)) for key, value in found.params.items() if key in _INPUT]


def _facts(found: Job) -> list[tuple[Message, object]]:
    """Return what a handler reported and a reader can use, bar the counts that are shown as a bar."""
    told = found.progress
    facts: list[tuple[Message, object]] = []
    if told.get("stage") in STAGES:
        facts.append((say("Stage of the search"), STAGES[told["stage"]]))
    if told.get("line") in LINES:
        facts.append((say("Line searched"), LINES[told["line"]]))
    if "plans" in told:
        facts.append((say("Plans found"), number(told["plans"])))
    if "seconds" in told:
        facts.append((say("Seconds used"), tenths(told["seconds"])))
    return facts


def kind_label(name: str) -> Message | str:
    """Return what a kind of job is called; one of an older program is shown by its name."""
    kind = binding_of(current_app).kinds.get(name)
    return kind.label if kind else name

"""What people do with jobs: ask for one, ask it to stop, ask for another try."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit, outbox
from core.audit import Actor, Subject
from core.clock import instant
from core.errors import Conflict, NotFound
from core.jobs.binding import kind_of
from core.jobs.claims import TOPIC
from core.jobs.models import Job
from core.jobs.vocabulary import OPEN, JobState
from policy.messages import say


def enqueue(
    tx: Session,
    kind: str,
    params: Mapping[str, Any],
    *,
    by: Actor,
    key: str | None = None,
    input_hash: str = "",
    link: str = "",
    due_at: datetime | None = None,
) -> Job:
    """Ask for background work; while a job of the same key waits or runs, that job is the answer.

    `params` must be plain JSON and carry ids, never personal data. `link` is the page where the result will be.
    """
    if key is not None and (active := _active(tx, key)) is not None:
        return active
    limits, now = kind_of(kind), instant()
    job = Job(
        kind=kind,
        state=JobState.QUEUED,
        params=dict(params),
        input_hash=input_hash or hash_of(params),
        key=key,
        attempt=0,
        max_attempts=limits.attempts,
        time_limit=limits.seconds,
        fence=0,
        due_at=due_at or now,
        cancel_requested=False,
        progress={},
        link=link,
        created_by=by.user_id,
        created_at=now,
    )
    try:
        with tx.begin_nested():
            tx.add(job)
    except IntegrityError:
        active = _active(tx, key) if key is not None else None
        if active is None:
            raise
        return active
    audit.record(tx, "job.enqueued", Subject.of("job", job.id), by=by, facts={"kind": kind, "key": key or ""})
    outbox.post(tx, TOPIC, {"job": job.id})
    return job


def request_cancel(tx: Session, job_id: int, *, by: Actor) -> Job:
    """Ask a job to stop: a waiting one ends at once, a running one is told and ended by force when it does not listen.

    Raises `NotFound`, `Conflict` when it has ended already.
    """
    job = _locked(tx, job_id)
    if job.state not in OPEN:
        raise Conflict(say("This job has ended already."), say("Load the page again to see how."))
    job.cancel_requested = True
    if job.state is JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, instant()
    audit.record(tx, "job.cancel_requested", Subject.of("job", job_id), by=by, facts={"state": job.state})
    return job


def retry(tx: Session, job_id: int, *, by: Actor) -> Job:
    """Put an ended job back into the queue with all its attempts; what it had found so far is kept.

    Raises `NotFound`, `Conflict` where the job has not ended, has succeeded, or a newer one took its place.
    """
    job = _locked(tx, job_id)
    if not job.state.can_become(JobState.QUEUED) or job.state is JobState.RUNNING:
        raise Conflict(say("Only a job that was refused, cancelled or given up can be tried again."))
    if job.key is not None and _active(tx, job.key) is not None:
        raise Conflict(say("The same work is already waiting or running in another job."))
    before = job.state
    job.state, job.attempt, job.cancel_requested = JobState.QUEUED, 0, False
    job.due_at, job.finished_at, job.error, job.worker = instant(), None, None, None
    audit.record(tx, "job.retried", Subject.of("job", job_id), {"state": (before, job.state)}, by=by)
    outbox.post(tx, TOPIC, {"job": job.id})
    return job


def hash_of(params: Mapping[str, Any]) -> str:
    """Return the fingerprint of a job's input."""
    text = json.dumps(params, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _active(tx: Session, key: str) -> Job | None:
    return tx.execute(select(Job).where(Job.key == key, Job.state.in_(OPEN))).scalar_one_or_none()


def _locked(tx: Session, job_id: int) -> Job:
    """Return a job nobody else can change until the transaction ends."""
    rows = select(Job).where(Job.id == job_id).with_for_update().execution_options(populate_existing=True)
    job = tx.execute(rows).scalar_one_or_none()
    if job is None:
        raise NotFound
    return job

"""What can be read about jobs and workers."""

from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.clock import instant
from core.jobs.models import Job, JobWorker
from core.jobs.vocabulary import OPEN, JobState

SEEN_WITHIN = timedelta(minutes=1)


def jobs(*, state: JobState | None = None, kind: str = "") -> Select[Job]:
    """Return the selection of jobs, newest first."""
    rows = select(Job).order_by(Job.id.desc())
    if state is not None:
        rows = rows.where(Job.state == state)
    return rows.where(Job.kind == kind) if kind else rows


def counts(tx: Session) -> dict[JobState, int]:
    """Return how many jobs are in each state."""
    rows = select(Job.state, func.count()).group_by(Job.state)
    found = {row[0]: row[1] for row in tx.execute(rows)}
    return {state: found.get(state, 0) for state in JobState}


def active_job(tx: Session, key: str) -> Job | None:
    """Return the job of a key that waits or runs."""
    return tx.execute(select(Job).where(Job.key == key, Job.state.in_(OPEN))).scalar_one_or_none()


def latest_job(tx: Session, key: str) -> Job | None:
    """Return the newest job of a key, whatever became of it."""
    return tx.execute(select(Job).where(Job.key == key).order_by(Job.id.desc()).limit(1)).scalar_one_or_none()


def workers_alive(tx: Session) -> list[JobWorker]:
    """Return the workers that signed in lately."""
    rows = select(JobWorker).where(JobWorker.seen_at >= instant() - SEEN_WITHIN).order_by(JobWorker.name)
    return list(tx.execute(rows).scalars())


def oldest_waiting(tx: Session) -> Job | None:
    """Return the job that has been waiting longest though it is due."""
    rows = select(Job).where(Job.state == JobState.QUEUED, Job.due_at <= instant()).order_by(Job.due_at).limit(1)
    return tx.execute(rows).scalar_one_or_none()

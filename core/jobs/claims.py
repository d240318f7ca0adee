"""Who owns a job: every change of owner or state is one compare-and-swap that only the right run can win.

A run is known by job id and fence. The fence grows with each claim; every write of a run names its own, so a worker
that was stopped, cut off or slow past its lease changes nothing any more, whatever it still believes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import Session

from core import audit, notices, outbox
from core.audit import Subject, System
from core.clock import instant
from core.jobs.models import Job, packed
from core.jobs.vocabulary import Fenced, JobState
from policy.messages import Message, say

TOPIC = "job"
BACKOFF_SECONDS = (5, 30, 120)
LOST = say("The worker was lost.")


@dataclass(frozen=True, slots=True)
class Claim:
    """One run of a job."""

    job_id: int
    fence: int
    kind: str
    time_limit: int


def lease_clock(tx: Session) -> datetime:
    """Return the instant leases are measured by: the database's own where several machines share it."""
    if tx.get_bind().dialect.name == "postgresql":
        moment: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return instant()


def claimable(tx: Session, kinds: Collection[str], limit: int = 10) -> list[int]:
    """Return jobs a worker may try to claim, oldest first."""
    rows = select(Job.id).where(_free(lease_clock(tx)), Job.kind.in_(kinds)).order_by(Job.due_at, Job.id).limit(limit)
    return list(tx.execute(rows).scalars())


def claim(tx: Session, job_id: int, worker: str, lease: timedelta) -> Claim | None:
    """Take a job over, or return None where somebody else was faster."""
    now = lease_clock(tx)
    taken = _swap(
        tx,
        and_(Job.id == job_id, _free(now)),
        state=JobState.RUNNING,
        worker=worker,
        fence=Job.fence + 1,
        attempt=Job.attempt + 1,
        lease_until=now + lease,
        heartbeat_at=now,
        started_at=func.coalesce(Job.started_at, now),
    )
    if not taken:
        return None
    columns = select(Job.id, Job.fence, Job.kind, Job.time_limit).where(Job.id == job_id)
    return Claim(*tx.execute(columns).one())


def hold(tx: Session, job_id: int, fence: int) -> None:
    """Make sure that the run still owns its job, and keep it so until the transaction ends.

    Raises `Fenced`.
    """
    if not _swap(tx, _owned(job_id, fence), heartbeat_at=lease_clock(tx)):
        raise Fenced


def extend(tx: Session, job_id: int, fence: int, lease: timedelta) -> None:
    """Prolong the lease of a run.

    Raises `Fenced`.
    """
    now = lease_clock(tx)
    if not _swap(tx, _owned(job_id, fence), heartbeat_at=now, lease_until=now + lease):
        raise Fenced


def conclude(tx: Session, job_id: int, fence: int, state: JobState, reason: Message | None = None) -> None:
    """End a job; what could not be done is told to whoever asked for it.

    Raises `Fenced`.
    """
    ended: dict[str, object] = {"state": state, "finished_at": instant(), "lease_until": None}
    ended["error"] = packed(reason) if reason else None
    if state is JobState.DONE:
        ended["best"] = None  # the result is where it belongs; only a run to come would need it
    if not _swap(tx, _owned(job_id, fence), **ended):
        raise Fenced
    job = tx.execute(select(Job).where(Job.id == job_id).execution_options(populate_existing=True)).scalar_one()
    facts = {"state": state, "kind": job.kind, "attempt": job.attempt, "reason": str(reason or "")}
    audit.record(tx, "job.finished", Subject.of("job", job_id), by=System(), facts=facts)
    if state in {JobState.FAILED, JobState.DEAD} and job.created_by is not None:
        told = say("A job you started came to nothing: {reason}", reason=reason or LOST)
        notices.send(tx, [job.created_by], told, link=job.link)


def break_off(tx: Session, job_id: int, fence: int, reason: Message, *, pause: bool = True) -> JobState:
    """Note that a run broke off: it is tried again, after a pause, or given up when it was tried often enough.

    Raises `Fenced`.
    """
    row = tx.execute(
        select(Job.attempt, Job.max_attempts, Job.cancel_requested).where(_owned(job_id, fence)).with_for_update()
    ).one_or_none()
    if row is None:
        raise Fenced
    if row.cancel_requested:
        conclude(tx, job_id, fence, JobState.CANCELLED)
        return JobState.CANCELLED
    if row.attempt >= row.max_attempts:
        given_up = say("Given up after {attempts} attempts. {reason}", attempts=row.attempt, reason=reason)
        conclude(tx, job_id, fence, JobState.DEAD, given_up)
        return JobState.DEAD
    wait = BACKOFF_SECONDS[min(row.attempt, len(BACKOFF_SECONDS)) - 1] if pause else 0
    _requeue(tx, job_id, fence, reason, due_at=lease_clock(tx) + timedelta(seconds=wait))
    return JobState.QUEUED


def give_back(tx: Session, job_id: int, fence: int) -> None:
    """Return a job to the queue because its worker is asked to end; the attempt does not count.

    Raises `Fenced`.
    """
    reason = say("The worker was asked to end.")
    _requeue(tx, job_id, fence, reason, due_at=lease_clock(tx), attempt=Job.attempt - 1)


def reap(tx: Session) -> list[int]:
    """Break off every run whose lease has expired: its worker is gone, so another may begin at once."""
    late = select(Job.id, Job.fence).where(Job.state == JobState.RUNNING, Job.lease_until < lease_clock(tx))
    reaped = []
    for job_id, fence in tx.execute(late.order_by(Job.id).with_for_update(skip_locked=True)).all():
        break_off(tx, job_id, fence, LOST, pause=False)
        reaped.append(job_id)
    return reaped


def _requeue(tx: Session, job_id: int, fence: int, reason: Message, **values: object) -> None:
    """Put a run's job back into the queue."""
    cleared = {"worker": None, "lease_until": None, "error": packed(reason)}
    if not _swap(tx, _owned(job_id, fence), state=JobState.QUEUED, **cleared, **values):
        raise Fenced
    facts = {"reason": str(reason)}
    audit.record(tx, "job.requeued", Subject.of("job", job_id), by=System(), facts=facts)
    outbox.post(tx, TOPIC, {"job": job_id})


def _free(now: datetime) -> ColumnElement[bool]:
    """Jobs nobody owns at an instant, with attempts left."""
    waiting = and_(Job.state == JobState.QUEUED, Job.due_at <= now)
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until < now, Job.cancel_requested.is_(False))
    return and_(or_(waiting, abandoned), Job.attempt < Job.max_attempts)


def _owned(job_id: int, fence: int) -> ColumnElement[bool]:
    return and_(Job.id == job_id, Job.fence == fence, Job.state == JobState.RUNNING)


def _swap(tx: Session, condition: ColumnElement[bool], **values: object) -> bool:
    """Change the one row that meets the condition; whether there was one."""
    statement = update(Job).where(condition).values(**values).execution_options(synchronize_session=False)
    result = cast(CursorResult[Any], tx.execute(statement))
    return result.rowcount == 1

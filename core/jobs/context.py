"""What a handler is given: its input, and the only ways to report, to keep what it has found, and to write results."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from core.audit import System
from core.db import db, reading, transaction
from core.jobs import claims
from core.jobs.models import Job
from core.jobs.vocabulary import Cancelled, Fenced, JobState

REPORT_SECONDS = 1.0
LOOK_SECONDS = 0.5


class JobContext:
    """One run of a job, seen from inside; its methods may be called from any thread of the handler."""

    def __init__(self, job: Job, engine: Engine) -> None:
        self.job_id, self.kind, self.fence, self.attempt = job.id, job.kind, job.fence, job.attempt
        self.params: Mapping[str, Any] = dict(job.params)
        self.created_by = job.created_by
        self.previous_best = job.best
        self.actor = System(name=f"job {job.id}")
        self.concluded = False
        self._engine = engine
        self._lock = threading.RLock()
        self._progress: dict[str, Any] = {}
        self._best: bytes | None = None
        self._reported = self._looked = float("-inf")
        self._asked_to_stop = False
        self._writing = False

    def progress(self, facts: Mapping[str, Any]) -> None:
        """Say how far the job is; written at most once a second, the last word always.

        Raises `Fenced`.
        """
        with self._lock:
            self._progress = dict(facts)
            if time.monotonic() - self._reported >= REPORT_SECONDS:
                self._flush()

    def best(self, data: bytes) -> None:
        """Keep the best result so far: another run begins from it if this one is killed.

        Raises `Fenced`.
        """
        with self._lock:
            self._best = data
            self._flush()

    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop; cheap enough for inner loops.

        Raises `Fenced`.
        """
        with self._lock:
            if not self._asked_to_stop and time.monotonic() - self._looked >= LOOK_SECONDS:
                self._looked = time.monotonic()
                self._look()
            return self._asked_to_stop

    def stop_if_cancelled(self) -> None:
        """Leave the handler when somebody asked the job to stop.

        Raises `Cancelled`, `Fenced`.
        """
        if self.cancelled():
            raise Cancelled

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for looking, and close its snapshot again: a long calculation must not hold one."""
        session = reading()
        try:
            yield session
        finally:
            session.rollback()

    @contextmanager
    def fenced(self) -> Iterator[Session]:
        """Open a transaction that is only kept while this run owns the job.

        Raises `Fenced`.
        """
        with self._lock:
            self._flush()
            self._writing = True
        try:
            with transaction() as tx:
                claims.hold(tx, self.job_id, self.fence)
                yield tx
        finally:
            self._writing = False

    @contextmanager
    def concluding(self) -> Iterator[Session]:
        """Open the transaction of the result: it is kept together with the end of the job, so it has one effect.

        Raises `Fenced`.
        """
        with self.fenced() as tx:
            yield tx
            claims.conclude(tx, self.job_id, self.fence, JobState.DONE)
        self.concluded = True

    def finish(self) -> None:
        """Write what was not yet reported."""
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        """Write progress and best on a connection of their own, unless the handler's transaction is open."""
        values = {"progress": self._progress} if self._progress else {}
        if self._best is not None:
            values["best"] = self._best  # type: ignore[assignment]
        if not values or self._writing or self.concluded:
            return
        rows = update(Job).where(Job.id == self.job_id, Job.fence == self.fence, Job.state == JobState.RUNNING)
        with self._engine.execution_options(junheng_write=True).begin() as connection:
            if connection.execute(rows.values(**values)).rowcount != 1:
                raise Fenced
        self._progress, self._best, self._reported = {}, None, time.monotonic()

    def _look(self) -> None:
        """Read whether the job is still ours and wanted."""
        columns = select(Job.fence, Job.state, Job.cancel_requested).where(Job.id == self.job_id)
        with self._engine.connect() as connection:
            row = connection.execute(columns).one()
        if (row.fence, row.state) != (self.fence, JobState.RUNNING):
            raise Fenced
        self._asked_to_stop = row.cancel_requested


def open_context(job_id: int, fence: int) -> JobContext:
    """Return the context of a claimed job.

    Raises `Fenced` where the claim is no longer good.
    """
    session = reading()
    rows = select(Job).where(Job.id == job_id, Job.fence == fence, Job.state == JobState.RUNNING)
    job = session.execute(rows.execution_options(populate_existing=True)).scalar_one_or_none()
    if job is None:
        raise Fenced
    context = JobContext(job, db.engine)
    session.rollback()
    return context

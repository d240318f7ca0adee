"""The worker: hears wake-ups, sweeps for what was missed, runs each job in a child process, ends cleanly when asked."""

import logging
import os
import platform
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core import outbox
from core.clock import instant
from core.db import reading, transaction
from core.jobs import claims
from core.jobs.binding import binding_of
from core.jobs.claims import TOPIC, Claim
from core.jobs.models import JobWorker
from core.jobs.supervision import Pace, Supervision
from core.jobs.wakeup import Wakeup

log = logging.getLogger("junheng.jobs")
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Post:
    """How one worker works: the command of a child (job id and fence are appended), how many at once, its times."""

    command: Sequence[str]
    capacity: int = 2
    heavy: int = 1
    memory_mb: int = 0
    pace: Pace = field(default_factory=Pace)
    chores: Sequence[Callable[[], object]] = ()


class Worker:
    """One worker process."""

    def __init__(self, app: Flask, wakeup: Wakeup, post: Post) -> None:
        self._app, self._wakeup, self._post = app, wakeup, post
        self.name = f"{platform.node()}:{os.getpid()}:{int(time.time())}"[:120]
        self._kinds = binding_of(app).kinds
        self._stop = threading.Event()
        self._claiming = threading.Lock()
        self._heavy_running = 0

    def stop(self) -> None:
        """Ask the worker to end: children get a moment, what is unfinished goes back to the queue."""
        self._stop.set()

    def run(self) -> None:
        """Work until asked to stop."""
        consumer = self._wakeup.listen(self.work, self._post.capacity)
        consumer.start()
        log.info("worker started", extra={"worker": self.name, "capacity": self._post.capacity})
        try:
            while not self._stop.is_set():
                self.sweep()
                self._stop.wait(self._post.pace.sweep)
        finally:
            self._stop.set()
            consumer.stop(graceful=True)
            self._sign_out()
            log.info("worker ended", extra={"worker": self.name})

    def run_once(self) -> None:
        """Do what is waiting now, one job after the other, and return."""
        self.sweep()
        self.work()
        self._sign_out()

    def work(self, wanted: int | None = None) -> None:
        """Run jobs, the wanted one first, until none is left that this worker may take."""
        while not self._stop.is_set() and (claim := self._next(wanted)) is not None:
            wanted = None
            try:
                Supervision(
                    self._app, claim, self._post.command, self._post.pace, self._stop, self._post.memory_mb
                ).run()
            except SQLAlchemyError:  # the lease expires, and the job is tried again by whoever lives
                log.exception("the end of a run could not be written", extra={"job": claim.job_id})
            finally:
                self._let_go(claim)

    def sweep(self) -> None:
        """Sign in, break off runs of dead workers, deliver what was not delivered, wake for what waits."""
        try:
            with self._app.app_context():
                with transaction() as tx:
                    self._sign_in(tx)
                    lost = claims.reap(tx)
                outbox.deliver({TOPIC: self._wake})
                waiting = claims.claimable(reading(), list(self._kinds), limit=self._post.capacity)
                reading().rollback()
                if self._wakeup.waiting() == 0:
                    for job_id in waiting:
                        self._wakeup.send(job_id)
                for chore in self._post.chores:
                    chore()
            if lost:
                log.warning("runs of lost workers broken off", extra={"jobs": lost})
        except Exception:  # whatever fails in one sweep is tried again in the next: a worker must not die of it
            log.exception("sweep failed")

    def _next(self, wanted: int | None) -> Claim | None:
        """Claim a job within this worker's capacity."""
        with self._claiming, self._app.app_context():
            room = self._heavy_running < self._post.heavy
            kinds = [name for name, kind in self._kinds.items() if room or not kind.heavy]
            waiting = claims.claimable(reading(), kinds)
            reading().rollback()
            for job_id in sorted(waiting, key=lambda job_id: job_id != wanted):
                with transaction() as tx:
                    claim = claims.claim(tx, job_id, self.name, self._post.pace.lease_time)
                if claim is not None:
                    self._heavy_running += self._kinds[claim.kind].heavy
                    return claim
        return None

    def _let_go(self, claim: Claim) -> None:
        with self._claiming:
            self._heavy_running -= self._kinds[claim.kind].heavy

    def _wake(self, payload: object) -> None:
        """Deliver one outbox row of a job."""
        if isinstance(payload, dict):
            self._wakeup.send(int(payload["job"]))

    def _sign_in(self, tx: Session) -> None:
        now = instant()
        row = tx.get(JobWorker, self.name)
        if row is None:
            tx.execute(delete(JobWorker).where(JobWorker.seen_at < now - FORGOTTEN_AFTER))
            tx.add(JobWorker(name=self.name, started_at=now, seen_at=now, capacity=self._post.capacity))
        else:
            row.seen_at = now

    def _sign_out(self) -> None:
        try:
            with self._app.app_context(), transaction() as tx:
                tx.execute(delete(JobWorker).where(JobWorker.name == self.name))
        except SQLAlchemyError:
            log.exception("signing out failed")


def end_on_signals(stop: Callable[[], None]) -> None:
    """Ask to end on SIGTERM and SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())

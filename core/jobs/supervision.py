"""One run from the worker's side: starts the child, keeps the lease, relays cancelling, enforces the limits."""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core.db import reading, transaction
from core.jobs import claims
from core.jobs.child import Child
from core.jobs.claims import Claim
from core.jobs.models import Job
from core.jobs.running import Ended
from core.jobs.vocabulary import Fenced, JobState
from policy.messages import Message, say

log = logging.getLogger("junheng.jobs")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of a worker in seconds: a lease outlives missed beats; after `grace` a child is ended by force."""

    lease: float = 45.0
    grace: float = 5.0
    sweep: float = 10.0
    look: float = 1.0
    poll: float = 0.1

    @property
    def lease_time(self) -> timedelta:
        """The lease as a span."""
        return timedelta(seconds=self.lease)


class Supervision:
    """Watches over one child until it has ended one way or another."""

    def __init__(
        self, app: Flask, claim: Claim, command: Sequence[str], pace: Pace, stop: threading.Event, memory_mb: int = 0
    ) -> None:
        self._app, self._claim, self._pace, self._stop = app, claim, pace, stop
        self._memory_mb = memory_mb
        self._child = Child([*command, str(claim.job_id), str(claim.fence)])
        self._began = self._looked = time.monotonic()
        self._extended = self._began
        self._asked_at: float | None = None

    def run(self) -> None:
        """Stay until the run is over and its end is written."""
        try:
            while self._child.ended() is None:
                time.sleep(self._pace.poll)
                if self._must_end():
                    return
            self._settle(self._child.ended() or 0)
        except Fenced:
            log.warning("run lost its claim", extra={"job": self._claim.job_id, "fence": self._claim.fence})
        finally:
            self._child.kill()
            self._child.close()

    def _must_end(self) -> bool:
        """Look after the run; True when the child was ended from here."""
        now, too_fat = time.monotonic(), False
        if now - self._looked >= self._pace.look:
            self._looked = now
            self._look()
            too_fat = bool(self._memory_mb) and self._child.memory() > self._memory_mb * MEGABYTE
        if self._asked_at is not None and now - self._asked_at > self._pace.grace:
            return self._end(JobState.CANCELLED)
        if now - self._began > self._claim.time_limit:
            limit = say("It ran longer than its limit of {seconds} seconds.", seconds=self._claim.time_limit)
            return self._end(JobState.FAILED, limit)
        if too_fat:
            limit = say("It needed more than its limit of {megabytes} MB of memory.", megabytes=self._memory_mb)
            return self._end(JobState.FAILED, limit)
        return self._stop.is_set() and self._wind_down()

    def _look(self) -> None:
        """Prolong the lease when a quarter of it is over, and see whether somebody asked to stop."""
        try:
            with self._app.app_context():
                if time.monotonic() - self._extended > self._pace.lease / 4:
                    with transaction() as tx:
                        claims.extend(tx, self._claim.job_id, self._claim.fence, self._pace.lease_time)
                    self._extended = time.monotonic()
                job = Job.id == self._claim.job_id
                fence, asked = reading().execute(select(Job.fence, Job.cancel_requested).where(job)).one()
        except OperationalError:  # the next look may find the database again; the fence guards what happens until then
            log.warning("database did not answer a heartbeat", extra={"job": self._claim.job_id})
            return
        if fence != self._claim.fence:
            raise Fenced
        if asked and self._asked_at is None:
            self._asked_at = time.monotonic()

    def _end(self, state: JobState, reason: Message | None = None) -> bool:
        """End the child by force and say why."""
        self._child.kill()
        with self._app.app_context(), transaction() as tx:
            claims.conclude(tx, self._claim.job_id, self._claim.fence, state, reason)
        return True

    def _wind_down(self) -> bool:
        """Leave the child a moment to finish by itself, then give the job back to the queue."""
        deadline = time.monotonic() + self._pace.grace
        while self._child.ended() is None and time.monotonic() < deadline:
            time.sleep(self._pace.poll)
        code = self._child.ended()
        if code is not None:
            self._settle(code)
            return True
        self._child.kill()
        with self._app.app_context(), transaction() as tx:
            claims.give_back(tx, self._claim.job_id, self._claim.fence)
        return True

    def _settle(self, code: int) -> None:
        """Write the end of a child that could not write it itself."""
        if code in {Ended.SETTLED, Ended.FENCED}:
            return
        with self._app.app_context(), transaction() as tx:
            claims.break_off(tx, self._claim.job_id, self._claim.fence, _how_it_ended(code))


def _how_it_ended(code: int) -> Message:
    """Return the end of a process in words."""
    if code >= 0:
        return say("Its process ended with code {code}.", code=code)
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    if name == "SIGKILL":
        return say("Its process was ended by force (SIGKILL): perhaps the machine ran out of memory.")
    return say("Its process was ended by {signal}.", signal=name)

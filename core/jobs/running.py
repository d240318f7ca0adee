"""A claimed job, run in this process: in the child of a worker, or in place where there is no worker (tests, demo)."""

import logging
import secrets
from datetime import timedelta
from enum import IntEnum

from flask import Flask

from core.db import db, reading, transaction
from core.errors import DomainError
from core.jobs import claims
from core.jobs.binding import binding_of, kind_of
from core.jobs.context import JobContext, open_context
from core.jobs.vocabulary import Cancelled, Fenced, JobState
from policy.messages import Message, say

log = logging.getLogger("junheng.jobs")
INLINE_LEASE = timedelta(hours=1)


class Ended(IntEnum):
    """How a run ended, as the exit code of its process; in every case it has written what there is to write."""

    SETTLED = 0
    FENCED = 75


def run_claimed(app: Flask, job_id: int, fence: int) -> Ended:
    """Run a claimed job to its end and write how it ended."""
    with app.app_context():
        try:
            context = open_context(job_id, fence)
            _run(context)
        except Fenced:
            db.session.rollback()
            log.warning("job lost its claim", extra={"job": job_id, "fence": fence})
            return Ended.FENCED
    return Ended.SETTLED


def run_waiting(app: Flask) -> int:
    """Run all waiting jobs in this process, one after the other; returns how many."""
    number = 0
    while True:
        with app.app_context():
            waiting = claims.claimable(reading(), list(binding_of(app).kinds), limit=1)
            db.session.rollback()
            if not waiting:
                return number
            with transaction() as tx:
                claim = claims.claim(tx, waiting[0], "inline", INLINE_LEASE)
        if claim is not None:
            run_claimed(app, claim.job_id, claim.fence)
            number += 1


class _Waiting:
    """Runs what waits, when called."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self) -> None:
        run_waiting(self._app)


def run_in_place(app: Flask) -> None:
    """Have jobs run in this process as soon as they are asked for: tests and the demo need no worker."""
    binding_of(app).wake = _Waiting(app)


def _run(context: JobContext) -> None:
    """Call the handler and settle the job by what became of it."""
    try:
        kind_of(context.kind).run(context)
        context.finish()
    except Cancelled:
        _conclude(context, JobState.CANCELLED)
    except Fenced:
        raise
    except DomainError as refusal:
        _conclude(context, JobState.FAILED, _whole(refusal))
    except Exception as error:  # noqa: BLE001 - the edge of foreign work: logged and counted in `_broke_off`
        _broke_off(context, error)
    else:
        if not context.concluded:
            _conclude(context, JobState.DONE)


def _conclude(context: JobContext, state: JobState, reason: Message | None = None) -> None:
    with transaction() as tx:
        claims.conclude(tx, context.job_id, context.fence, state, reason)


def _broke_off(context: JobContext, error: Exception) -> None:
    """Keep the details in the log under a reference; the job itself only says that and what kind of error it was."""
    db.session.rollback()
    reference = secrets.token_hex(4)
    facts = {"kind": type(error).__name__, "reference": reference}
    log.error("job broke off", exc_info=error, extra={"job": context.job_id, "reference": reference})
    reason = say("Something inside failed ({kind}, reference {reference}).", **facts)
    with transaction() as tx:
        claims.break_off(tx, context.job_id, context.fence, reason)


def _whole(refusal: DomainError) -> Message:
    """Return a refusal with its cure as one sentence."""
    if refusal.cure is None:
        return refusal.message
    return say("{message} {cure}", message=refusal.message, cure=refusal.cure)

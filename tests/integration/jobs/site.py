"""A site with nothing but jobs: its kinds of work are what tests need, and its workers are real processes.

Run as a program it is such a worker (`worker URL INSTANCE`) or the child of one (`run-job URL INSTANCE job fence`).
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from core import jobs
from core.audit import AuditEntry, AuditHead, System
from core.clock import instant
from core.db import Base, db, reading, transaction
from core.errors import Invalid
from core.jobs import Job, JobContext, JobKind, JobState
from core.jobs.child import end_with_parent
from core.jobs.models import JobWorker
from core.jobs.running import run_claimed
from core.jobs.supervision import Pace
from core.jobs.wakeup import Wakeup
from core.jobs.worker import Post, Worker, end_on_signals
from core.outbox import OutboxRow
from core.paths import ROOT
from policy.messages import say

TABLES = [Base.metadata.tables[model.__tablename__] for model in (Job, JobWorker, OutboxRow, AuditEntry, AuditHead)]
QUICK = Pace(lease=2.0, grace=1.0, sweep=0.3, look=0.2, poll=0.05)


def count_up(context: JobContext) -> None:
    """Count to `to` in steps, keeping each step; go on from where an earlier run was killed; note the result."""
    number = int(context.previous_best or b"0")
    started_at = number
    while number < context.params["to"]:
        number += 1
        context.best(str(number).encode())
        context.progress({"number": number, "started_at": started_at})
        context.stop_if_cancelled()
        time.sleep(context.params.get("pause", 0.0))
    _note(context, f"{started_at}-{number}")


def deaf(context: JobContext) -> None:
    """Listen to nobody."""
    context.progress({"started": True})
    context.finish()
    time.sleep(context.params["seconds"])
    _note(context, "done")


def poison(context: JobContext) -> None:
    """Die as a crash of native code does."""
    os.kill(os.getpid(), 9)
    _note(context, "never")


def refuse(context: JobContext) -> None:
    """Give an answer the job must live with."""
    raise Invalid(say("The table has no rows."), say("Send another one."))


def stumble(context: JobContext) -> None:
    """Fail inside, with a secret in the text."""
    raise ZeroDivisionError("secret")


def fat(context: JobContext) -> None:
    """Take more memory than is allowed."""
    block = bytearray(300 * 1024 * 1024)
    time.sleep(30)
    _note(context, str(len(block)))


KINDS = {
    "count": JobKind(count_up, say("count")),
    "deaf": JobKind(deaf, say("deaf")),
    "short": JobKind(deaf, say("short"), seconds=1),
    "poison": JobKind(poison, say("poison")),
    "refuse": JobKind(refuse, say("refuse")),
    "stumble": JobKind(stumble, say("stumble"), attempts=2),
    "fat": JobKind(fat, say("fat")),
    "heavy": JobKind(deaf, say("heavy"), heavy=True),
}


def _note(context: JobContext, result: str) -> None:
    """Write a result the way handlers do: together with the end of the job. A row of the outbox stands for it."""
    with context.concluding() as tx:
        tx.add(
            OutboxRow(
                topic="result", payload={"job": context.job_id, "result": result}, created_at=instant(), attempts=0
            )
        )


def make_site(url: str) -> Flask:
    """Return the site."""
    app = Flask("jobs-test")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 30})
    db.init_app(app)
    jobs.bind(app, KINDS)
    return app


def make_tables(app: Flask) -> None:
    """Make the tables jobs need."""
    with app.app_context():
        Base.metadata.create_all(db.engine, tables=TABLES)


def ask(app: Flask, kind: str, key: str | None = None, **params: object) -> int:
    """Ask for a job and return its id."""
    with app.app_context(), transaction() as tx:
        return jobs.enqueue(tx, kind, params, by=System(), key=key).id


def look(app: Flask, job_id: int) -> Job:
    """Return a job as it stands now."""
    with app.app_context():
        job = reading().get(Job, job_id, populate_existing=True)
        assert job is not None
        assert job.best is None or isinstance(job.best, bytes)
        return job


def results(app: Flask) -> list[tuple[int, str]]:
    """Return what handlers have written, in order."""
    with app.app_context():
        rows = reading().query(OutboxRow).filter_by(topic="result").order_by(OutboxRow.id).all()
        return [(row.payload["job"], row.payload["result"]) for row in rows]


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something holds; fail when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def in_state(app: Flask, job_id: int, *states: JobState) -> bool:
    """Whether a job stands at one of some states."""
    return look(app, job_id).state in states


@contextmanager
def worker(url: str, instance: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a real worker process; it is killed at the end if it still lives."""
    with (instance / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, __file__, "worker", url, str(instance), *options],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def main(action: str, url: str, instance: str, *rest: str) -> int:
    """Be a worker, or the child of one."""
    app = make_site(url)
    if action == "run-job":
        end_with_parent()
        return run_claimed(app, int(rest[0]), int(rest[1]))
    post = Post(
        command=[sys.executable, __file__, "run-job", url, instance],
        memory_mb=int(rest[1]) if len(rest) > 1 else 0,
        pace=QUICK,
    )
    worker_here = Worker(app, Wakeup(url, Path(instance)), post)
    end_on_signals(worker_here.stop)
    if rest and rest[0] == "once":
        worker_here.run_once()
    else:
        worker_here.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

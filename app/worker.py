"""The worker process and its children: `junheng worker` begins here, `python -m app.worker run-job …` is a child."""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask
from structlog.contextvars import bind_contextvars

from app.config import Config
from app.factory import create_app
from app.operations.heads import seal_day
from core import logs, outbox
from core.clock import instant, today
from core.db import reading, transaction
from core.jobs.child import end_with_parent
from core.jobs.running import run_claimed
from core.jobs.wakeup import Wakeup
from core.jobs.worker import Post, Worker, end_on_signals
from core.sheets import staging
from rotation import services as rotation

CHILD, BESIDE = "run-job", "beside-server"
CAPACITY_BESIDE = 2
UPLOADS_KEPT = timedelta(days=30)
"""How long the contents of an imported file are kept, for questions about it; who imported what stays for good."""


def run_worker(
    app: Flask,
    config: Config,
    *,
    capacity: int,
    memory_mb: int = 0,
    once: bool = False,
    beside_server: bool = False,
) -> None:
    """Work until SIGTERM, until the server beside it ends, or until nothing waits."""
    post = Post(
        command=[sys.executable, "-m", "app.worker", CHILD],
        capacity=capacity,
        memory_mb=memory_mb,
        chores=(end_overdue_reviews, lambda: daily(config)),
    )
    wakeup = Wakeup(config.database_url, config.instance)
    worker = Worker(app, wakeup, post)
    end_on_signals(worker.stop)
    if beside_server:
        stop_with_parent(worker.stop)
    try:
        if once:
            worker.run_once()
        else:
            worker.run()
    finally:
        wakeup.close()


def daily(config: Config) -> None:
    """Do what is due at the first look of a day: seal the audit trail, clear what is no longer needed."""
    if seal_day(config.instance, today()):
        with transaction() as tx:
            outbox.forget_old(tx)
            staging.forget_files(tx, instant() - UPLOADS_KEPT)


def end_overdue_reviews() -> None:
    """End the reviews whose deadline is past, at whatever hour the day was sealed."""
    if rotation.has_overdue_reviews(reading(), on=today()):
        with transaction() as tx:
            rotation.close_overdue_reviews(tx, on=today())


def stop_with_parent(stop: Callable[[], None]) -> None:
    """Ask a worker beside a server to end as soon as the server lets go of its pipe, or is gone."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        stop()

    threading.Thread(target=wait, name="server-watch", daemon=True).start()


def main(arguments: Sequence[str]) -> int:
    """Be the child of a worker (`run-job <job> <fence>`), or the worker beside a server; settings are inherited."""
    logs.configure()
    config = Config.from_env()
    if list(arguments) == [BESIDE]:
        logs.configure(file=config.instance / "logs" / "worker.log")
        run_worker(create_app(config), config, capacity=CAPACITY_BESIDE, beside_server=True)
        return 0
    action, job, fence = arguments
    if action != CHILD:
        raise SystemExit(f"{action}: only {CHILD} and {BESIDE} are known here")
    end_with_parent()
    bind_contextvars(job=int(job), process=os.getpid())
    return run_claimed(create_app(config), int(job), int(fence))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

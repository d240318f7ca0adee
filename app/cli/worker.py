"""`junheng worker`: does background work until stopped."""

import os

import click

from app import database
from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand
from app.cli.kinds import Whole
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from app.factory import create_app
from app.worker import run_worker
from core import logs
from core.db import db
from policy.messages import say


def command(speech: Speech) -> SpokenCommand:
    """Return the command."""
    default = capacity()
    several = say("Jobs at the same time ({default} on this machine if not given).", default=default)
    memory = say("End a job that needs more than so many MB of memory; no limit if not given.")
    params: list[click.Parameter] = [
        parts.option(speech, "--jobs", several, Whole(speech, 1), "N", default=default),
        parts.option(speech, "--memory", memory, Whole(speech, 1), "MB"),
        parts.flag(speech, "--once", say("Do what is waiting now, then end.")),
    ]
    return parts.command("worker", speech, say("Do background work until stopped."), params, _work)


def capacity() -> int:
    """Return how many jobs fit on this machine: one search, and imports beside it."""
    return max(2, (os.cpu_count() or 1) // 2)


@told
def _work(speech: Speech, jobs: int, memory: int | None, once: bool) -> int:
    config = Config.from_env()
    logs.configure(file=config.instance / "logs" / "worker.log")
    app = create_app(config)
    with app.app_context():
        database.require_newest(db.engine)
    if not once:
        click.echo(speech(say("The worker is at work (stop with Ctrl+C).")))
    run_worker(app, config, capacity=jobs, memory_mb=memory or 0, once=once)
    return Exit.OK

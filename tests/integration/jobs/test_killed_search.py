"""A search over the whole demo district is killed with its worker; another worker takes it up and finishes it."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from accounts import queries as account_queries
from accounts.models import User
from app import database
from app.config import Config, prepare_instance
from app.demo.site import cycle, people
from app.demo.site.load import OFFICER
from app.demo.site.register import load_register
from app.demo.write import generate
from app.factory import create_app
from core.clock import today
from core.db import db, reading, transaction
from rotation import queries, services
from rotation.models.plans import Scenario
from rotation.vocabulary.drafts import ScenarioDraft
from tests.support.live import COMMAND

SEARCH_SECONDS = 300
PATIENCE_SECONDS = 90.0
JOB = "SELECT state, attempt, best IS NOT NULL, progress FROM job ORDER BY id DESC LIMIT 1"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The demo district with a search that waits for a worker."""
    folder, tables = tmp_path / "instance", tmp_path / "tables"
    generate(tables)
    prepare_instance(folder)
    database.upgrade(Config.from_env({"JUNHENG_INSTANCE": str(folder)}).database_url)
    with site(folder):
        with transaction() as tx:
            hr = people.open_office(tx)[OFFICER]
        load_register(tables, by=hr, on=today())
        number = cycle.open_year(tables, by=hr, on=today())
        with transaction() as tx:
            version = queries.cycle_page(tx, number, hr, on=today()).version
            services.start_planning(tx, number, version, by=hr, on=today())
        with transaction() as tx:
            scenario = services.make_scenario(
                tx, number, ScenarioDraft("全区统筹", time_limit=SEARCH_SECONDS), by=hr, on=today()
            ).id
        version = queries.scenario_page(reading(), scenario, hr).version
        db.session.remove()
        with transaction() as tx:
            services.request_solve(tx, scenario, version, by=hr, on=today())
    return folder


def test_killed_search_is_finished_by_another_worker(instance: Path) -> None:
    with worker(instance) as first:
        wait_for(instance, lambda state, attempt, best, progress: bool(best))
        children = children_of(first.pid)
        first.kill()
        first.wait()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    assert (ask(instance, "SELECT count(*) FROM proposal"), row(instance)[0]) == (0, "running")
    let_the_lease_run_out(instance)

    with worker(instance):
        wait_for(instance, lambda state, attempt, best, progress: attempt == 2 and '"stage"' in progress)
        keep_what_is_found(instance)
        wait_for(instance, lambda state, attempt, best, progress: state == "done")
    assert row(instance)[1] == 2
    assert ask(instance, "SELECT count(*) FROM proposal") == 1
    assert ask(instance, "SELECT count(*) FROM scenario WHERE state = 'solved'") == 1


@contextmanager
def site(instance: Path) -> Iterator[None]:
    """Be within the site of an instance."""
    config = replace(Config.from_env({"JUNHENG_INSTANCE": str(instance)}), inline_jobs=False)
    with create_app(config).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def keep_what_is_found(instance: Path) -> None:
    """Say that the search is to stop and keep the best plan, which is the one of the dead worker."""
    with site(instance), transaction() as tx:
        hr = account_queries.identity_of(tx.execute(select(User).where(User.staff_no == OFFICER)).scalar_one())
        services.stop_and_keep(tx, tx.execute(select(Scenario.id)).scalar_one(), by=hr, on=today())


@contextmanager
def worker(instance: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `junheng worker` over an instance until the block ends."""
    env = {**os.environ, "JUNHENG_INSTANCE": str(instance), "PYTHONSAFEPATH": "1"}
    with (instance / "worker.out").open("ab") as output:
        process = subprocess.Popen([str(COMMAND), "worker"], env=env, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def children_of(process: int) -> list[int]:
    """Return the processes a process has started."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for file in listed for number in file.read_text().split()]


def row(instance: Path) -> tuple[Any, ...]:
    """Return the newest job as the database has it."""
    with sqlite3.connect(f"file:{instance / 'junheng.db'}?mode=ro", uri=True, timeout=10) as database_file:
        found: tuple[Any, ...] = database_file.execute(JOB).fetchone()
    return found


def ask(instance: Path, question: str) -> int:
    """Return the first number of a question."""
    with sqlite3.connect(f"file:{instance / 'junheng.db'}?mode=ro", uri=True, timeout=10) as database_file:
        return int(database_file.execute(question).fetchone()[0])


def let_the_lease_run_out(instance: Path) -> None:
    """Make the lease of the dead worker one that has passed, so that nobody needs to wait for it."""
    with sqlite3.connect(instance / "junheng.db", timeout=10) as database_file:
        database_file.execute("UPDATE job SET lease_until = '2000-01-01 00:00:00.000000' WHERE state = 'running'")


def wait_for(instance: Path, true: Any) -> None:
    """Wait until the newest job is as it should be."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not true(*row(instance)):
        log = (instance / "worker.out").read_text(errors="replace")[-2000:]
        assert time.monotonic() < ends, (row(instance)[:3], log)
        time.sleep(0.1)

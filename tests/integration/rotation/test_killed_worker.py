"""A worker killed in the middle of a search: real processes, and one plan of the first input at the end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.config import Config
from app.factory import create_app
from core.clock import instant
from core.db import db, reading, transaction
from core.jobs import Job, JobState
from core.paths import ROOT
from rotation import services
from rotation.models.cycles import PlanInput
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.drafts import CycleDraft, ScenarioDraft
from rotation.vocabulary.states import ScenarioState
from tests.integration.rotation.conftest import open_accounts
from tests.integration.rotation.district import REFERENCE, TODAY, YEAR, load
from tests.support.site import config_in

COMMAND = ROOT / ".venv" / "bin" / "junheng"
PATIENCE = 150.0
SEARCH_SECONDS = 120


@pytest.fixture
def place(tmp_path: Path, empty_database: Path, tables: Path) -> Iterator[Config]:
    """A site whose jobs are left to a worker."""
    settings = replace(config_in(tmp_path / "instance"), inline_jobs=False)
    settings.database_file.write_bytes(empty_database.read_bytes())
    app = create_app(settings)
    with app.app_context():
        with transaction() as tx:
            load(tx, tables)
        yield settings
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _worker(settings: Config) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker in its own process group until what waits is done."""
    env = {**os.environ, "JUNHENG_INSTANCE": str(settings.instance), "PYTHONSAFEPATH": "1"}
    with (settings.instance / "worker.txt").open("ab") as out:
        process = subprocess.Popen(
            [str(COMMAND), "worker", "--once"], env=env, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker as the power would: itself, and whoever is of its group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(until: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < ends, "it takes too long"
        time.sleep(0.05)


def _count(kind: type[PlanInput] | type[Proposal]) -> int:
    reading().rollback()
    return reading().execute(select(func.count()).select_from(kind)).scalar_one()


def _job() -> Job:
    reading().rollback()
    reading().expire_all()
    return reading().execute(select(Job)).scalar_one()


def test_a_killed_worker_loses_nothing_but_time(place: Config) -> None:
    with transaction() as tx:
        hr = open_accounts(tx).hr
        cycle = services.open_cycle(tx, CycleDraft("2026", YEAR, REFERENCE), by=hr, on=TODAY)
        draft = ScenarioDraft("方案A", time_limit=SEARCH_SECONDS)
        scenario = services.make_scenario(tx, cycle.id, draft, by=hr, on=TODAY)
        services.request_solve(tx, scenario.id, scenario.version, by=hr, on=TODAY)
    with _worker(place) as first:
        _wait(lambda: _count(PlanInput) == 1 or first.poll() is not None)
        _kill(first)
    assert (_job().state, _count(Proposal)) == (JobState.RUNNING, 0)
    with transaction() as tx:
        tx.execute(update(Job).values(lease_until=instant() - timedelta(minutes=1)))
    with _worker(place) as second:
        second.wait(PATIENCE)
    job = _job()
    assert (job.state, job.attempt) == (JobState.DONE, 2)
    proposal = reading().execute(select(Proposal)).scalar_one()
    assert reading().get_one(Scenario, proposal.scenario_id).state is ScenarioState.SOLVED
    assert all(rule["holds"] for rule in proposal.rules)
    assert _count(PlanInput) == 1

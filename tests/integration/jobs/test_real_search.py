"""A real search by real workers: the one that has it is killed, the next one brings it to its one end."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.config import Config
from core.audit import AuditEntry
from core.clock import instant
from core.db import reading, transaction
from core.jobs import Job, JobState
from core.jobs.binding import binding_of
from core.paths import ROOT
from rotation import services
from rotation.models.cycles import PlanInput
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.drafts import ScenarioDraft
from rotation.vocabulary.states import ScenarioState
from tests.integration.jobs.site import wait_for
from tests.integration.jobs.test_workers import alive, child_of
from tests.integration.rotation.acting import done, fresh
from tests.integration.rotation.conftest import (
    People,
    cycle_id,
    empty_database,
    people,
    settings,
    site,
    solved_file,
    tables,
)
from tests.support.site import SECRET

__all__ = ["cycle_id", "empty_database", "people", "settings", "site", "solved_file", "tables"]


@pytest.fixture
def waiting(site: Flask, people: People, cycle_id: int) -> int:
    """A scenario whose search waits for a worker."""
    binding_of(site).wake = lambda: None
    made: Scenario = done(services.make_scenario, cycle_id, ScenarioDraft("方案B", time_limit=60), by=people.hr)
    done(services.request_solve, made.id, fresh(Scenario, made.id).version, by=people.hr)
    reading().rollback()
    return made.id


def start(settings: Config, *words: str) -> subprocess.Popen[bytes]:
    """Start a worker as an operator does."""
    surroundings = {"JUNHENG_INSTANCE": str(settings.instance), "JUNHENG_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    with (settings.instance / "output.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "worker", *words],
            env={**os.environ, **surroundings},
            stdout=log,
            stderr=log,
        )


def job_of(scenario: int) -> Job:
    """Return the job of a scenario as it is now, and hold no lock on the database."""
    found: Job = fresh(Job, fresh(Scenario, scenario).job_id)
    reading().rollback()
    return found


def count(rows: object) -> int:
    """Return a number from the database."""
    found = int(reading().execute(rows).scalar_one())  # type: ignore[call-overload]
    reading().rollback()
    return found


def test_a_search_whose_worker_is_killed_is_brought_to_its_end_by_the_next(settings: Config, waiting: int) -> None:
    first = start(settings)
    try:
        wait_for(lambda: bool(job_of(waiting).progress), 90)
        child = child_of(first.pid)
    finally:
        first.kill()
        first.wait()
    assert child is not None
    wait_for(lambda: not alive(child), 10)
    job = job_of(waiting)
    assert (job.state, job.fence) == (JobState.RUNNING, 1)
    with transaction() as tx:  # the lease runs out
        tx.execute(update(Job).where(Job.id == job.id).values(lease_until=instant() - timedelta(seconds=1)))
    second = start(settings, "--once")
    assert second.wait(timeout=200) == 0
    job = job_of(waiting)
    assert (job.state, job.fence, job.attempt) == (JobState.DONE, 2, 2)
    assert fresh(Scenario, waiting).state is ScenarioState.SOLVED
    assert count(select(func.count()).select_from(Proposal).where(Proposal.scenario_id == waiting)) == 1
    assert count(select(func.count()).select_from(PlanInput).where(PlanInput.job_id == job.id)) == 1
    made = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "proposal.made")
    assert count(made) == 2  # the one of the fixture, and this one

"""A site with a corner of the demo district in its register, solved once and copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Role
from app.config import Config
from app.factory import create_app
from core.db import db, reading, transaction
from rotation import services
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.drafts import CycleDraft, PolicyDraft, ScenarioDraft
from tests.integration.rotation.acting import DEADLINE, answer_all, done, proposal
from tests.integration.rotation.district import REFERENCE, TODAY, YEAR, account, add_preferences, identity, load
from tests.support.site import config_in, empty_database
from tests.support.small_district import write_small_district

__all__ = ["empty_database"]


@dataclass(frozen=True)
class People:
    """Who acts in the tests; schools by their codes."""

    hr: Identity
    other_hr: Identity
    leader: Identity
    other_leader: Identity


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the corner, as the command line would read them."""
    folder = tmp_path_factory.mktemp("corner")
    write_small_district(folder)
    return folder


@pytest.fixture(scope="session")
def solved_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, tables: Path) -> Path:
    """A database in which a scenario was searched to its end by the job's own handler."""
    settings = config_in(tmp_path_factory.mktemp("solved") / "instance")
    shutil.copy(empty_database, settings.database_file)
    app = create_app(settings)
    with app.app_context():
        with transaction() as tx:
            load(tx, tables)
        with transaction() as tx:
            people = open_accounts(tx)
            draft = CycleDraft("2026轮岗年度", YEAR, REFERENCE)
            cycle = services.open_cycle(tx, draft, by=people.hr, on=TODAY)
            text = (tables / "policy.toml").read_text(encoding="utf-8")
            policy = PolicyDraft(text, "云岭区交流轮岗实施办法", "年度政策")
            services.set_policy(tx, cycle.id, cycle.version, policy, by=people.hr, on=TODAY)
            add_preferences(tx, cycle, tables)
            services.fix_eligibility(tx, cycle.id, by=people.hr, on=TODAY)
            services.start_planning(tx, cycle.id, cycle.version, by=people.hr, on=TODAY)
            scenario = services.make_scenario(
                tx, cycle.id, ScenarioDraft("方案A", time_limit=120), by=people.hr, on=TODAY
            )
            number = scenario.id
        with transaction() as tx:
            services.request_solve(tx, number, scenario.version, by=people.hr, on=TODAY)
        db.session.remove()
        db.engine.dispose()
    return settings.database_file


def open_accounts(tx: Session) -> People:
    """Open an account for each who acts."""
    for name, role in _ROLES.items():
        account(tx, name, role)
    return _people(tx)


def _people(tx: Session) -> People:
    return People(*(identity(tx, name) for name in _ROLES))


_ROLES = {"hr1": Role.DISTRICT_HR, "hr2": Role.DISTRICT_HR, "lead1": Role.LEADER, "lead2": Role.LEADER}


@pytest.fixture
def settings(tmp_path: Path, solved_file: Path) -> Config:
    """Settings of a site on a copy of the solved database."""
    made = config_in(tmp_path / "instance")
    source = solved_file.parent
    for name in ("keys.json", "secret"):
        shutil.copy(source / name, made.instance / name)
    shutil.copy(solved_file, made.database_file)
    return made


@pytest.fixture
def site(settings: Config) -> Iterator[Flask]:
    """A site on a copy of the solved database, within an application context."""
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def people(site: Flask) -> People:
    """Who acts."""
    found = _people(reading())
    reading().rollback()
    return found


@pytest.fixture
def proposal_id(site: Flask) -> int:
    """The proposal the search has made."""
    return _only(Proposal)


@pytest.fixture
def scenario_id(site: Flask) -> int:
    """The scenario that was searched."""
    return _only(Scenario)


@pytest.fixture
def cycle_id(site: Flask) -> int:
    """The cycle."""
    return _only(RotationCycle)


@pytest.fixture
def in_review(site: Flask, people: People, proposal_id: int) -> int:
    """The proposal, submitted for review."""
    done(services.submit_for_review, proposal_id, proposal(proposal_id).version, DEADLINE, by=people.hr)
    return proposal_id


@pytest.fixture
def submitted(in_review: int, people: People) -> int:
    """The proposal, agreed to by all schools and waiting for a decision."""
    answer_all(in_review)
    done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    return in_review


def _only(kind: type[Proposal] | type[Scenario] | type[RotationCycle]) -> int:
    number = reading().execute(select(kind.id)).scalar_one()
    reading().rollback()
    return number

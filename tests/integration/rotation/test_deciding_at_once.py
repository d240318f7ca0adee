"""Twenty leaders decide one proposal at the same instant, on both databases: one wins, the others are told."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import Role
from core.audit import AuditEntry
from core.db import db, reading, transaction
from core.errors import DomainError
from rotation import services
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal
from rotation.vocabulary.drafts import CycleDraft, ScenarioDraft
from rotation.vocabulary.states import CycleState, ProposalState
from tests.integration.rotation.acting import DEADLINE, answer_all, done, fresh, proposal
from tests.integration.rotation.conftest import open_accounts
from tests.integration.rotation.district import REFERENCE, TODAY, YEAR, account, add_preferences, load
from tests.support import postgres
from tests.support.site import build, config_in

DECIDERS = 20


@pytest.fixture(params=postgres.kinds())
def road(request: pytest.FixtureRequest, tmp_path: Path, tables: Path) -> Iterator[tuple[Flask, int]]:
    """A site on each database, with a proposal that went all the way to the leaders."""
    folder = tmp_path / "instance"
    folder.mkdir()
    app = build(config_in(folder, postgres.database_url(request.param, folder)))
    with app.app_context():
        with transaction() as tx:
            load(tx, tables)
            people = open_accounts(tx)
            cycle = services.open_cycle(
                tx, CycleDraft("2026", YEAR, REFERENCE, objection_deadline=DEADLINE), by=people.hr, on=TODAY
            )
            add_preferences(tx, cycle, tables)
            services.fix_eligibility(tx, cycle.id, by=people.hr, on=TODAY)
            services.start_planning(tx, cycle.id, cycle.version, by=people.hr, on=TODAY)
            draft = ScenarioDraft("方案A", time_limit=300)
            scenario = services.make_scenario(tx, cycle.id, draft, by=people.hr, on=TODAY)
        with transaction() as tx:
            services.request_solve(tx, scenario.id, scenario.version, by=people.hr, on=TODAY)
        number = reading().execute(select(Proposal.id)).scalar_one()
        done(services.submit_for_review, number, proposal(number).version, DEADLINE, by=people.hr)
        answer_all(number)
        done(services.submit_for_decision, number, proposal(number).version, by=people.hr)
        yield app, number
        db.session.remove()
        db.engine.dispose()


def test_of_twenty_deciders_one_wins(road: tuple[Flask, int]) -> None:
    app, number = road
    with transaction() as tx:
        leaders = [account(tx, f"leader{place}", Role.LEADER) for place in range(DECIDERS)]
    version = proposal(number).version
    reading().rollback()
    start, results = threading.Barrier(DECIDERS), Counter[str]()

    def decide(place: int) -> None:
        with app.app_context():
            start.wait()
            try:
                verb = (services.approve, services.refuse, services.return_to_district)[place % 3]
                done(verb, number, version, "理由", by=leaders[place])
                results["won"] += 1
            except DomainError as refusal:
                results[str(refusal.status)] += 1
            except Exception as error:  # noqa: BLE001 - what must not happen is counted by name
                results[type(error).__name__] += 1
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=(place,)) for place in range(DECIDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {"won": 1, "409": DECIDERS - 1}
    events = ("proposal.approved", "proposal.refused", "proposal.returned")
    rows = reading().execute(select(AuditEntry.event).where(AuditEntry.event.in_(events))).scalars().all()
    assert len(rows) == 1
    found = proposal(number)
    expected = {
        "proposal.approved": (ProposalState.APPROVED, CycleState.DECIDED),
        "proposal.refused": (ProposalState.REFUSED, CycleState.PLANNING),
        "proposal.returned": (ProposalState.ANSWERED, CycleState.IN_REVIEW),
    }[rows[0]]
    assert (found.state, fresh(RotationCycle, found.cycle_id).state) == expected

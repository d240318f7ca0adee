"""Twenty officers carry one plan over at the same instant, on both databases: one does, the others are told."""

import threading
from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from accounts.permissions import Role
from core.audit import AuditEntry, broken_links
from core.db import db, reading, transaction
from core.errors import DomainError
from rotation import queries, services
from rotation.vocabulary.drafts import CarryDraft
from teachers.models import Posting
from tests.integration.carrying.conftest import TODAY, Decided
from tests.integration.rotation.acting import done
from tests.integration.rotation.district import account

OFFICERS, MOVERS = 20, 4


def test_of_twenty_officers_one_carries_the_plan(site: Flask, decided: Decided) -> None:
    with transaction() as tx:
        officers = [account(tx, f"officer{place}", Role.DISTRICT_HR) for place in range(OFFICERS)]
    page = queries.carry_page(reading(), decided.proposal_id, decided.hr, on=TODAY)
    before = reading().execute(select(func.count()).select_from(Posting)).scalar_one()
    reading().rollback()
    draft = CarryDraft(page.first_day, page.seal)
    start, results = threading.Barrier(OFFICERS), Counter[str]()

    def carry(place: int) -> None:
        with site.app_context():
            start.wait()
            try:
                done(services.carry_over, decided.proposal_id, page.version, draft, by=officers[place], on=TODAY)
                results["won"] += 1
            except DomainError as refusal:
                results[str(refusal.status)] += 1
            except Exception as error:  # noqa: BLE001 - what must not happen is counted by name
                results[type(error).__name__] += 1
            finally:
                db.session.remove()

    threads = [threading.Thread(target=carry, args=(place,)) for place in range(OFFICERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {"won": 1, "409": OFFICERS - 1}
    reading().rollback()
    assert reading().execute(select(func.count()).select_from(Posting)).scalar_one() == before + MOVERS
    acts = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "proposal.carried")
    assert reading().execute(acts).scalar_one() == 1
    assert list(broken_links(reading())) == []

"""Twenty people decide one thing at one instant, on every database the product runs on."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from core.audit import AuditEntry
from core.db import db, reading, transaction
from core.notices import Notice
from tests.integration.training.people import ON, Cast, again, approved, cast_of, choice, submitted
from tests.support.postgres import database_url, kinds
from tests.support.site import build, config_in
from training import queries, services
from training.rules import cycle_of
from training.services import Choice
from training.vocabulary import RecordState

DECIDERS = 20


@pytest.fixture(params=kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site on each kind of database."""
    folder = tmp_path / "instance"
    folder.mkdir()
    app = build(config_in(folder, database_url(request.param, folder)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def is_sound() -> bool:
    tx = reading()
    tx.rollback()
    return queries.unbalanced(tx) == [] and queries.records_out_of_step(tx) == []


def test_of_many_deciders_exactly_one_wins(site: Flask) -> None:
    cast = cast_of()
    row = submitted(cast.teacher)
    with transaction() as tx:
        services.approve_school(tx, [choice(row)], by=cast.principal, on=ON)
    seen = choice(again(row))
    results: list[str] = []
    gate = threading.Barrier(DECIDERS)

    def decide(number: int) -> None:
        with site.app_context():
            gate.wait()
            results.append(_attempt(seen, cast, number))

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(DECIDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(results) == {"won": 1, "late": DECIDERS - 1}
    tx = reading()
    tx.rollback()
    assert len(tx.execute(select(Notice)).all()) == 1
    decided = select(AuditEntry).where(AuditEntry.event.in_(["training.approved", "training.returned"]))
    assert len(tx.execute(decided).all()) == 1
    assert is_sound()


def _attempt(seen: Choice, cast: Cast, number: int) -> str:
    by = cast.hr if number % 2 else cast.second_hr
    with transaction() as tx:
        if number % 3:
            (outcome,) = services.approve_district(tx, [seen], by=by, on=ON)
        else:
            (outcome,) = services.return_records(tx, [seen], "材料不全", by=by, on=ON)
    return "won" if outcome.done else "late"


def test_the_bank_reads_and_refuses_alike_everywhere(site: Flask) -> None:
    cast = cast_of()
    row = approved(cast.teacher, cast)
    standing = queries.standing_of(reading(), row.teacher_id, on=ON)
    assert [standing.earned * 5, standing.hours_by_year[ON.year]] == [4, 8]
    assert len(queries.bookings_of(reading(), row.teacher_id, cycle_of(ON))) == 1
    reading().rollback()
    for table in ("credit_entry", "credit_transaction"):
        for act in (f"UPDATE {table} SET earned_on = '2020-01-01'", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(DatabaseError, match="only added to"), db.engine.begin() as connection:
                connection.execute(text(act))
    assert is_sound()
    with transaction() as tx:
        services.reverse(tx, tx.merge(row, load=True), again(row).version, "误发", by=cast.hr, on=ON)
    assert again(row).state is RecordState.REVERSED
    assert is_sound()

"""One transaction keeps data, audit and outbox together, or nothing of them; editors do not overwrite each other."""

import sqlite3
import threading

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core import audit, outbox
from core.audit import AuditEntry, Subject, System
from core.db import db, expect_version, reading, transaction
from core.errors import Conflict
from core.outbox import OutboxRow
from policy.vocabulary import Area
from teachers.models import School, Zone
from tests.support.site import count

SYSTEM = System()


def add_zone(name: str) -> int:
    with transaction() as tx:
        zone = Zone(name=name)
        tx.add(zone)
        tx.flush()
        audit.record(tx, "zone.opened", Subject.of("zone", zone.id), {"name": (None, name)}, by=SYSTEM)
        outbox.post(tx, "test", {"zone": zone.id})
        return zone.id


def test_data_audit_and_outbox_are_kept_together(app: Flask) -> None:
    zone = add_zone("北岭片")
    entry = reading().execute(select(AuditEntry)).scalar_one()
    assert (entry.seq, entry.event, entry.subject_key) == (1, "zone.opened", str(zone))
    assert reading().execute(select(OutboxRow)).scalar_one().payload == {"zone": zone}


def test_a_failure_keeps_nothing(app: Flask) -> None:
    def fail() -> None:
        with transaction() as tx:
            tx.add(Zone(name="北岭片"))
            audit.record(tx, "zone.opened", Subject("zone", "1"), by=SYSTEM)
            outbox.post(tx, "test", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [count(reading(), table) for table in ("zone", "audit_entry", "outbox")] == [0, 0, 0]


def test_a_savepoint_that_failed_leaves_no_trace_in_the_audit(app: Flask) -> None:
    with transaction() as tx:
        audit.record(tx, "a.done", Subject("a", "1"), by=SYSTEM)
        step = tx.begin_nested()
        audit.record(tx, "b.done", Subject("b", "1"), by=SYSTEM)
        step.rollback()
        audit.record(tx, "c.done", Subject("c", "1"), by=SYSTEM)
    events = reading().execute(select(AuditEntry.event).order_by(AuditEntry.seq)).scalars().all()
    assert events == ["a.done", "c.done"]
    assert not list(audit.broken_links(reading()))


def test_the_same_key_twice_is_a_conflict_not_a_crash(app: Flask) -> None:
    add_zone("北岭片")
    with pytest.raises(Conflict):
        add_zone("北岭片")


def test_a_stale_version_is_refused(app: Flask) -> None:
    del app
    school = School(code="1", name="云岭一小", area=Area.URBAN, version=3)
    expect_version(school, 3)
    with pytest.raises(Conflict):
        expect_version(school, 2)


def test_connections_are_durable_and_strict(app: Flask) -> None:
    with db.engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    durable = {"wal": 2, "delete": 3}
    assert values["synchronous"] == durable[str(values["journal_mode"])]
    assert (values["foreign_keys"], values["secure_delete"]) == (1, 1)


def test_many_writers_at_once_wait_for_each_other(app: Flask) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with app.app_context():
                add_zone(f"片{number}")
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert count(reading(), "zone") == count(reading(), "audit_entry") == 20
    assert not list(audit.broken_links(reading()))


def test_a_locked_database_is_an_operational_error_the_edge_can_name(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.db.BUSY_MILLISECONDS", 50)
    db.engine.dispose()  # connections made from now on have less patience
    file = app.extensions["junheng"].database_file
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(OperationalError), transaction() as tx:
            tx.add(Zone(name="x"))
    finally:
        other.rollback()
        other.close()

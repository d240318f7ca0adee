"""The store: reachable, of the right revision, durable, its audit trail whole, its jobs moving."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from sqlalchemy import Connection, text

from app import database
from app.config import Config
from app.doctor.findings import Finding, bad, ok, warn
from app.operations import heads
from core import outbox
from core.audit import broken_links, head
from core.clock import instant
from core.db import db, reading
from core.jobs.queries import oldest_waiting, workers_alive
from policy.messages import say

_POSTGRES_SETTINGS = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_DURABLE = {"wal": 2, "delete": 3}
"""The least `synchronous` of each journal mode."""
WAITS_TOO_LONG = timedelta(minutes=2)


def look(config: Config) -> Iterator[Finding]:
    """Look at the database from within an application context; the first failure ends the looking."""
    with db.engine.connect() as connection:
        yield ok("database", say("The database answers ({kind}).", kind=connection.dialect.name))
        revision = _revision(connection)
        yield revision
        yield _durability(connection)
    if revision.level != "ok":
        return
    if config.is_sqlite:
        yield _soundness(config)
    yield _trail(config)
    yield from _work()


def _revision(connection: Connection) -> Finding:
    found, wanted = database.revision(connection), database.newest()
    if found != wanted:
        facts = {"found": found or "-", "wanted": wanted or "-"}
        message = say("The database is at revision {found}; this program needs {wanted}.", **facts)
        return bad("revision", message, say("Make a backup, then run: junheng database upgrade"))
    return ok("revision", say("The schema is at revision {found}.", found=found or "-"))


def _durability(connection: Connection) -> Finding:
    if connection.dialect.name == "sqlite":
        mode = str(connection.execute(text("PRAGMA journal_mode")).scalar_one()).lower()
        level = int(connection.execute(text("PRAGMA synchronous")).scalar_one())
        if level >= _DURABLE.get(mode, 4):
            return ok("durability", say("What is saved is on the disk (journal {mode}).", mode=mode))
        return bad("durability", say("A power cut could lose what was saved (journal {mode}).", mode=mode), _ASK)
    off = [
        name
        for name, wanted in _POSTGRES_SETTINGS.items()
        if connection.execute(text(f"SHOW {name}")).scalar_one() != wanted
    ]
    if off:
        names = ", ".join(off)
        cure = say("Set {names} to on in postgresql.conf and reload.", names=names)
        return bad("durability", say("A power cut could lose what was saved: {names} is off.", names=names), cure)
    return ok("durability", say("What is saved is on the disk."))


_ASK = say("Report this with the output of junheng doctor --json.")


def _soundness(config: Config) -> Finding:
    with closing(sqlite3.connect(f"file:{config.database_file.as_posix()}?mode=ro", uri=True)) as connection:
        result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if result == "ok":
        return ok("soundness", say("The database file is sound."))
    cure = say("Stop the service, keep the file, and restore the last backup into a new folder.")
    return bad("soundness", say("The database file is damaged: {fault}.", fault=result), cure)


def _trail(config: Config) -> Finding:
    session = reading()
    broken = next(broken_links(session), None)
    wrong = heads.contradictions(session, config.instance / heads.FILE)
    number, _ = head(session)
    session.rollback()
    cure = say("Keep database and audit-heads.log as they are, and inform whoever answers for security.")
    if broken is not None:
        return bad("audit", say("The audit trail is broken at entry {number}.", number=broken), cure)
    if wrong:
        day = wrong[0].day.isoformat()
        return bad("audit", say("The audit trail contradicts its head written down on {day}.", day=day), cure)
    return ok("audit", say("The audit trail is whole: {number} entries.", number=number))


def _work() -> Iterator[Finding]:
    session = reading()
    alive, waiting, stuck = len(workers_alive(session)), oldest_waiting(session), outbox.stuck(session)
    session.rollback()
    if not alive:
        cure = say("Start one: junheng worker (junheng serve brings one with it on SQLite).")
        yield warn("worker", say("No worker has been seen in the last minute; jobs wait."), cure)
    elif waiting is not None and instant() - waiting.due_at > WAITS_TOO_LONG:
        yield warn("worker", say("A job has been waiting for minutes."), say("Look at /jobs; start another worker."))
    else:
        yield ok("worker", say("Workers at work: {number}.", number=alive))
    if stuck:
        facts = {"number": stuck}
        yield warn("outbox", say("Deliveries set aside after many attempts: {number}.", **facts), say("Read the log."))

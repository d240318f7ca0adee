"""The audit trail betrays whoever changed it: an edit, a deletion, another order, a cut, a whole new chain."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.config import Config
from app.operations import heads
from core.audit import Subject, System, broken_links, record
from core.db import db, transaction
from tests.support import postgres
from tests.support.site import build, config_in

NUMBER = 60
Tamper = Callable[[Connection, random.Random], None]


@pytest.fixture
def trail(app: Flask, config: Config) -> Iterator[Connection]:
    """A trail of some length, sealed outside in the middle and at the end, with its triggers taken away."""
    for number in range(NUMBER):
        with transaction() as tx:
            record(tx, "teacher.changed", Subject("teacher", str(number)), {"title": ("a", "b")}, by=System())
        if number == NUMBER // 2:
            heads.seal_day(config.instance, date(2026, 9, 1))
    heads.seal_day(config.instance, date(2026, 9, 2))
    db.session.remove()
    with db.engine.execution_options(junheng_write=True).connect() as connection:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.commit()
        yield connection
        connection.rollback()


def betrayed(connection: Connection, file: Path) -> bool:
    """Whether the trail, or what was written down of it, shows a change."""
    with Session(connection) as tx:
        return next(broken_links(tx), None) is not None or bool(heads.contradictions(tx, file))


def edit(connection: Connection, chance: random.Random) -> None:
    """Change one value of one entry."""
    column = chance.choice(["actor", "event", "subject_kind", "subject_key", "details", "at", "digest", "previous"])
    value = {"details": '{"changes": {}}', "at": "2020-01-01 00:00:00.000000"}.get(column, "x")
    seq = chance.randint(1, NUMBER)
    connection.execute(text(f"UPDATE audit_entry SET {column} = :v WHERE seq = :s"), {"v": value, "s": seq})  # noqa: S608 - a test's own words


def delete(connection: Connection, chance: random.Random) -> None:
    """Take one entry out."""
    connection.execute(text("DELETE FROM audit_entry WHERE seq = :s"), {"s": chance.randint(1, NUMBER)})


def reorder(connection: Connection, chance: random.Random) -> None:
    """Let two entries change places."""
    first, second = sorted(chance.sample(range(1, NUMBER + 1), 2))
    for old, new in ((first, -1), (second, first), (-1, second)):
        connection.execute(text("UPDATE audit_entry SET seq = :n WHERE seq = :o"), {"n": new, "o": old})


def cut(connection: Connection, chance: random.Random) -> None:
    """Take the end away and make the head fit."""
    last = chance.randint(1, NUMBER - 1)
    connection.execute(text("DELETE FROM audit_entry WHERE seq > :s"), {"s": last})
    connection.execute(
        text("UPDATE audit_head SET seq = :s, digest = (SELECT digest FROM audit_entry WHERE seq = :s)"), {"s": last}
    )


def rewrite(connection: Connection, chance: random.Random) -> None:
    """Throw the whole trail away and begin a sound one with other content."""
    del chance
    connection.execute(text("DELETE FROM audit_entry"))
    connection.execute(text("DELETE FROM audit_head"))
    with Session(connection, join_transaction_mode="create_savepoint") as tx:
        for number in range(NUMBER):
            record(tx, "teacher.changed", Subject("teacher", "0"), by=System(), facts={"number": number})
        tx.commit()


@pytest.mark.parametrize("tamper", [edit, delete, reorder, cut, rewrite])
def test_every_tampering_is_betrayed(trail: Connection, config: Config, tamper: Tamper) -> None:
    chance, file = random.Random(20260901), config.instance / heads.FILE
    unseen = 0
    for _ in range(1 if tamper is rewrite else NUMBER):
        tamper(trail, chance)
        unseen += not betrayed(trail, file)
        trail.rollback()
    assert unseen == 0
    assert not betrayed(trail, file)


@pytest.mark.parametrize("kind", postgres.kinds())
@pytest.mark.parametrize("act", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_trail(kind: str, act: str, tmp_path: Path) -> None:
    url = postgres.database_url(kind, tmp_path)
    app = build(config_in(tmp_path / "instance", url))
    with app.app_context():
        with transaction() as tx:
            record(tx, "school.changed", Subject("school", "1"), by=System())
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(act))
        db.session.remove()
        db.engine.dispose()


def test_a_day_is_sealed_once_and_a_torn_line_is_passed_over(app: Flask, config: Config) -> None:
    file = config.instance / heads.FILE
    assert heads.seal_day(config.instance, date(2026, 9, 1))
    assert not heads.seal_day(config.instance, date(2026, 9, 1))
    with file.open("a", encoding="ascii") as out:
        out.write("2026-09-0")
    assert [seal.day for seal in heads.seals(file)] == [date(2026, 9, 1)]
    assert file.stat().st_mode & 0o077 == 0

"""A stage of the world on a database of either kind, and many people who press at the same instant."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.orm import Session

from accounts import services
from accounts.models import User, UserRole
from accounts.permissions import Role
from accounts.queries import identity_of
from accounts.vocabulary import Place
from app import database
from app.factory import create_app
from core.audit import AuditEntry
from core.clock import instant, travel_to
from core.db import Base, db, transaction
from tests.integration.permissions.cast import TOKEN_COOKIE
from tests.integration.permissions.forms import main_form
from tests.integration.permissions.story import NOON
from tests.integration.permissions.world import World
from tests.support.postgres import database_url
from tests.support.site import config_in

CROWD = 20
UNORDERED = {True: "SET session_replication_role = replica", False: "PRAGMA defer_foreign_keys = ON"}
"""What lets rows come before those they point at, on PostgreSQL and on SQLite."""
_NUMBERS = count(1)


@dataclass
class Arena:
    """A site on its own copy of a stage."""

    app: Flask
    world: World

    def crowd(self, role: Role, school_id: int | None = None, size: int = CROWD) -> list[FlaskClient]:
        """Return the browsers of many people of one role, each with an account and a session of their own."""
        with self.app.app_context(), transaction() as tx:
            return [self._newcomer(tx, role, school_id) for _ in range(size)]

    def again(self, who: str, size: int) -> list[FlaskClient]:
        """Return several windows of one person of the cast."""
        return [self._browser(self.world.players[who].token) for _ in range(size)]

    def entries(self, *events: str) -> int:
        """Return how many acts of some kinds are on record."""
        with self.app.app_context():
            rows = select(func.count()).select_from(AuditEntry).where(AuditEntry.event.in_(events))
            return int(db.session.execute(rows).scalar_one())

    def value(self, statement: Any) -> Any:
        """Return one value of the database as it is now."""
        with self.app.app_context():
            return db.session.execute(statement).scalar_one()

    def session(self) -> Session:
        """Return the session of the present application context."""
        found: Session = db.session()
        return found

    def form(self, browser: FlaskClient, path: str) -> dict[str, str]:
        """Return what a page's form would send untouched."""
        return main_form(browser.get(path).text)

    def _newcomer(self, tx: Session, role: Role, school_id: int | None) -> FlaskClient:
        name = f"race-{next(_NUMBERS)}"
        user = User(staff_no=name, name=name, opened_at=instant(), must_change=False, totp_since=instant())
        user.roles.append(UserRole(role=role, school_id=school_id, given_at=instant()))
        tx.add(user)
        tx.flush()
        by, place = identity_of(user), Place("10.0.0.1", "race")
        return self._browser(services.enter(tx, user, place, by=by, at=instant(), second_factor=True, how="test"))

    def _browser(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie(TOKEN_COOKIE, token)
        return client


@contextmanager
def arena(world: World, stage: str, kind: str, folder: Path) -> Iterator[Arena]:
    """Put up a stage on a database of a kind."""
    instance = folder / "instance"
    config = config_in(instance, database_url(kind, instance))
    (instance / "keys.json").write_bytes(world.config.keys_file.read_bytes())
    database.upgrade(config.database_url)
    copy(f"sqlite:///{world.stages / stage}", config.database_url)
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield Arena(app, world)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def copy(source: str, target: str) -> None:
    """Copy every row from one database into another one of the same schema."""
    start, end = create_engine(source), create_engine(target)
    with start.connect() as taken, end.begin() as given:
        postgresql = end.dialect.name == "postgresql"
        given.exec_driver_sql(UNORDERED[postgresql])
        for table in Base.metadata.sorted_tables:
            given.execute(table.delete())
            rows = [dict(row) for row in taken.execute(select(table)).mappings()]
            if rows:
                given.execute(table.insert(), rows)
            if postgresql:
                count_on(given, table)
    start.dispose()
    end.dispose()


def count_on(given: Connection, table: Any) -> None:
    """Let PostgreSQL's counter of a table go on after the rows that came with their numbers."""
    for column in table.primary_key.columns:
        found = given.execute(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": f'"{table.name}"', "c": column.name})
        if sequence := found.scalar_one():
            newest = given.execute(select(func.max(column))).scalar_one()
            given.execute(text("SELECT setval(:s, :n, true)"), {"s": sequence, "n": newest or 1})


def at_once(browsers: Sequence[FlaskClient], press: Callable[[FlaskClient, int], Any]) -> Counter[int]:
    """Have every browser press at the same instant, and count the answers."""
    answers: Counter[int] = Counter()
    gate, lock = threading.Barrier(len(browsers)), threading.Lock()

    def run(browser: FlaskClient, number: int) -> None:
        with travel_to(NOON):
            gate.wait(30)
            code = press(browser, number).status_code
        with lock:
            answers[code] += 1

    threads = [threading.Thread(target=run, args=(browser, number)) for number, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers

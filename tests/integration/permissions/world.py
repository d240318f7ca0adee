"""The world of the walk: one district, its people signed in, and a database for every stage of the year's story."""

import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Config
from core.db import db
from tests.integration.permissions.cast import TOKEN_COOKIE, Player
from tests.integration.permissions.register import Canary

BASE = "http://localhost"
NOWHERE = "/no-such-address"


@dataclass
class World:
    """The site, its stages, its people, and the ids of everything an address can name."""

    config: Config
    stages: Path
    app: Flask
    tokens: dict[str, str | None] = field(default_factory=dict)
    players: dict[str, Player] = field(default_factory=dict)
    schools: list[int] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    stage: str = ""
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    nothing: dict[tuple[str, str], TestResponse] = field(default_factory=dict)
    _eye: sqlite3.Connection | None = None
    _seen: int = 0

    def keep(self, stage: str) -> None:
        """Keep the database as it is now."""
        self.let_go()
        shutil.copy(self.config.database_file, self.stages / stage)

    def let_go(self) -> None:
        """Close every connection of the site to its database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def at(self, stage: str, *, fresh: bool = False) -> None:
        """Put the site at a stage; where it stands there already and nothing was written since, nothing is done."""
        if not fresh and stage == self.stage and not self.was_written():
            return
        self.let_go()
        if self._eye is not None:
            self._eye.close()
        shutil.copy(self.stages / stage, self.config.database_file)
        self.stage = stage
        self.forget()
        self._eye = sqlite3.connect(self.config.database_file, isolation_level=None)
        self._eye.execute("SELECT count(*) FROM audit_entry").fetchone()
        self._seen = self._data_version()

    def forget(self) -> None:
        """Give everybody a fresh browser, without a message that waits to be shown."""
        self.browsers.clear()
        self.nothing.clear()

    def was_written(self) -> bool:
        """Whether anything was committed to the database since the stage was put up."""
        return self._eye is None or self._data_version() != self._seen

    def value(self, statement: str, *values: object) -> int:
        """Return one number of the database as it is now."""
        assert self._eye is not None
        row = self._eye.execute(statement, values).fetchone()
        assert row is not None, (statement, values)
        return int(row[0])

    def audit_rows(self) -> int:
        """Return how many acts are on record."""
        return self.value("SELECT count(*) FROM audit_entry")

    def digest(self) -> dict[str, int]:
        """Return a checksum of every table but the one of tries at a door: they are counted before they are judged."""
        assert self._eye is not None
        names = [row[0] for row in self._eye.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = sorted(set(names) - {"sign_in_attempt"})
        return {name: hash(tuple(self._eye.execute(f'SELECT * FROM "{name}"'))) for name in kept}  # noqa: S608

    def browser(self, who: str) -> FlaskClient:
        """Return the one browser somebody keeps using until something is written."""
        if who not in self.browsers:
            self.browsers[who] = self.client(who)
        return self.browsers[who]

    def nowhere(self, who: str, method: str) -> TestResponse:
        """Return what somebody is told at an address that is not there."""
        if (who, method) not in self.nothing:
            self.nothing[who, method] = self.browser(who).open(NOWHERE, method=method)
        return self.nothing[who, method]

    def client(self, who: str) -> FlaskClient:
        """Return a fresh browser of somebody; the visitor's has no token."""
        client = self.app.test_client()
        token = self.tokens[who]
        if token is not None:
            client.set_cookie(TOKEN_COOKIE, token)
        return client

    def _data_version(self) -> int:
        assert self._eye is not None
        return int(self._eye.execute("PRAGMA data_version").fetchone()[0])

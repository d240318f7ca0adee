"""A real site on a real SQLite file for tests: built once per session, copied for each test.

Use: `pytest_plugins`-style import in a folder's conftest: `from tests.support.site import *  # noqa: F403`, or name the
fixtures one by one. `client_as(identity)` gives a client that is signed in as anybody.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Role
from app import database
from app.config import Config, prepare_instance
from app.factory import create_app
from core.db import db, transaction

IDENTITY = "junheng.identity"
SECRET = "a secret of tests, long enough to be taken"  # noqa: S105


def config_in(folder: Path, url: str | None = None) -> Config:
    """Return the settings of a test site in a folder."""
    prepare_instance(folder)
    return Config(
        instance=folder,
        database_url=url or f"sqlite:///{folder / 'junheng.db'}",
        secret_key=SECRET,
        district_name="试验区",
        testing=True,
        inline_jobs=True,
    )


def build(config: Config) -> Flask:
    """Return a site with its schema made; a request may carry its identity in the WSGI environment."""
    database.upgrade(config.database_url)
    return with_borrowed_identity(create_app(config))


def with_borrowed_identity(app: Flask) -> Flask:
    """Let tests say who asks, after the sign-in layer has had its turn."""
    app.config["WTF_CSRF_ENABLED"] = False

    @app.before_request
    def borrow() -> None:
        identity = request.environ.get(IDENTITY)
        if identity is not None:
            g.identity = identity

    return app


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, made once."""
    file = tmp_path_factory.mktemp("schema") / "junheng.db"
    database.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def config(tmp_path: Path, empty_database: Path) -> Config:
    """Settings of a site of its own, its database ready."""
    settings = config_in(tmp_path / "instance")
    shutil.copy(empty_database, settings.database_file)
    return settings


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """A site on its own database, within an application context."""
    site = with_borrowed_identity(create_app(config))
    with site.app_context():
        yield site
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tx(app: Flask) -> Iterator[Session]:
    """A transaction that is kept when the test's block ends without error."""
    with transaction() as session:
        yield session


@pytest.fixture
def client_as(app: Flask) -> Callable[[Identity | None], FlaskClient]:
    """Return what makes a client that is signed in as somebody, or as nobody."""

    def make(identity: Identity | None) -> FlaskClient:
        client = app.test_client()
        if identity is not None:
            client.environ_base = {**client.environ_base, IDENTITY: identity}  # type: ignore[dict-item]
        return client

    return make


def person(role: Role, *, user_id: int = 1, school_id: int | None = None, teacher_id: int | None = None) -> Identity:
    """Return somebody of a role."""
    return Identity(user_id, f"T{user_id:04d}", role.value, frozenset({role}), school_id, teacher_id)


def count(session: Session, table: str) -> int:
    """Return how many rows a table has."""
    return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - a test's own word

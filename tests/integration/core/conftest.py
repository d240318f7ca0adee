"""Real sites: one on a SQLite file, and one on each kind of database in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import database
from app.factory import create_app
from core.db import db
from tests.support.postgres import database_url, kinds
from tests.support.site import app, client_as, config, config_in, empty_database, tx

__all__ = ["app", "client_as", "config", "empty_database", "tx"]


@pytest.fixture(params=kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site without anything in it, inside its context."""
    settings = config_in(tmp_path / "instance", database_url(request.param, tmp_path))
    database.upgrade(settings.database_url)
    made = create_app(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()

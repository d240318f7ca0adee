"""A site with nothing but jobs, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from tests.integration.jobs import site
from tests.support import postgres


@dataclass(frozen=True)
class Place:
    """A site, its database and its folder."""

    app: Flask
    url: str
    instance: Path


def _place(kind: str, folder: Path) -> Iterator[Place]:
    url = postgres.database_url(kind, folder)
    app = site.make_site(url)
    site.make_tables(app)
    yield Place(app, url, folder)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=postgres.kinds())
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A site on each database."""
    yield from _place(request.param, tmp_path)


@pytest.fixture
def small_place(tmp_path: Path) -> Iterator[Place]:
    """A site on SQLite."""
    yield from _place("sqlite", tmp_path)

"""Looking at the register for long is in nobody's way, and writes nothing."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, insert, select
from sqlalchemy.exc import OperationalError

from core.db import glancing, reading, transaction
from teachers.models import Zone
from tests.support.site import count


@pytest.fixture
def stranger(site: Flask) -> Iterator[Engine]:
    """Another connection, which does not wait long."""
    url = site.extensions["junheng"].database_url
    engine = create_engine(url, connect_args={} if url.startswith("postgresql") else {"timeout": 1})
    yield engine
    engine.dispose()


def test_others_write_during_a_glance_and_it_sees_what_they_wrote(site: Flask, stranger: Engine) -> None:
    with glancing() as tx:
        assert tx.execute(select(Zone.name)).scalars().all() == []
        with stranger.begin() as connection:
            connection.execute(insert(Zone).values(name="北岭片"))
        assert tx.execute(select(Zone.name)).scalars().all() == ["北岭片"]


def test_nothing_written_during_a_glance_is_kept(site: Flask) -> None:
    with suppress(OperationalError), glancing() as tx:  # SQLite refuses; PostgreSQL takes it back
        tx.execute(insert(Zone).values(name="北岭片"))
    assert count(reading(), "zone") == 0


def test_after_a_glance_a_transaction_is_one_again(site: Flask) -> None:
    for _ in range(2):
        with glancing() as tx:
            assert tx.execute(select(Zone.id)).scalars().all() == []
        with suppress(RuntimeError), transaction() as tx:
            tx.add(Zone(name="北岭片"))
            tx.flush()
            raise RuntimeError
        assert count(reading(), "zone") == 0
    with transaction() as tx:
        tx.add(Zone(name="北岭片"))
    assert count(reading(), "zone") == 1

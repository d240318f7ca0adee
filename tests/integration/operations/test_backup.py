"""Backups: made under load, proven, restored on an empty machine; wrong keys and damaged files are refused."""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import database
from app.backup import checking, making, postgres_copy, restoring, sqlite_copy
from app.backup.sealing import CHUNK, SealedReader, SealedWriter
from app.config import Config
from app.factory import create_app
from app.operations import heads
from core.audit import Subject, System, record
from core.clock import today
from core.db import db, transaction
from core.errors import Invalid
from tests.support import postgres
from tests.support.site import config_in

SECRET = "a passphrase of several words"  # noqa: S105 - of a test
WHEN = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]


@dataclass(frozen=True)
class Site:
    """A site with something in it."""

    app: Flask
    config: Config
    folder: Path


def write(site: Site, number: int = 1) -> None:
    """Put some acts on record."""
    with site.app.app_context():
        for _ in range(number):
            with transaction() as tx:
                record(tx, "school.changed", Subject("school", "1"), by=System(), reason="通州")


@pytest.fixture(params=postgres.kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site on each database."""
    folder = tmp_path / "first"
    url = postgres.fresh_database() if request.param == "postgresql" else None
    config = config_in(folder, url)
    database.upgrade(config.database_url)
    site = Site(create_app(config), config, tmp_path)
    write(site, 5)
    with site.app.app_context():
        heads.seal_day(folder, today())
    yield site
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()


def rows_of(config: Config) -> dict[str, int]:
    """Count the rows of a database."""
    if config.is_sqlite:
        return sqlite_copy.row_counts(config.database_file)
    return postgres_copy.row_counts(config.database_url)


def test_what_is_restored_is_what_was_there(site: Site) -> None:
    file, told = making.create(site.config, site.folder / "backups", SECRET, at=WHEN)
    assert checking.verify(file, SECRET) == told
    before = rows_of(site.config)
    write(site)
    target = site.folder / "second"
    url = None if site.config.is_sqlite else postgres.fresh_database()
    restoring.restore(file, SECRET, target, url)
    restored = config_in(target, url)
    assert rows_of(restored) == before == dict(told.rows)
    assert (target / heads.FILE).read_bytes() == (site.config.instance / heads.FILE).read_bytes()
    with pytest.raises(Invalid, match="not empty"):
        restoring.restore(file, SECRET, target, url)


def test_it_is_consistent_while_others_write(site: Site) -> None:
    ended = threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            write(site)

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        file, told = making.create(site.config, site.folder / "backups", SECRET, at=WHEN)
    finally:
        ended.set()
        writer.join()
    assert told.rows["audit_entry"] == told.audit_seq
    assert checking.verify(file, SECRET) == told


def test_neither_keys_nor_clear_text_are_inside(site: Site) -> None:
    file, _ = making.create(site.config, site.folder / "backups", SECRET, at=WHEN)
    sealed = file.read_bytes()
    with file.open("rb") as source:
        content = SealedReader(source, SECRET).read()
    keys = site.config.keys_file.read_bytes()
    for secret in (keys, keys[20:60], b"keys.json"):
        assert secret not in content
    assert "通州".encode() not in sealed
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o077 == 0


def test_only_the_newest_are_kept(site: Site) -> None:
    folder = site.folder / "backups"
    for day in (1, 2, 3):
        making.create(site.config, folder, SECRET, at=WHEN.replace(day=day), keep=2)
    assert len(list(folder.iterdir())) == 2


def test_a_wrong_passphrase_opens_nothing(site: Site) -> None:
    file, _ = making.create(site.config, site.folder / "backups", SECRET, at=WHEN)
    with pytest.raises(Invalid, match="does not open"):
        restoring.restore(file, "another passphrase", site.folder / "second")
    assert not (site.folder / "second" / "junheng.db").exists()
    with pytest.raises(Invalid, match="characters"):
        making.create(site.config, site.folder / "backups", "short", at=WHEN)


def test_a_damaged_file_is_refused_wherever_it_is_damaged(site: Site) -> None:
    file, _ = making.create(site.config, site.folder / "backups", SECRET, at=WHEN)
    sound, chance = file.read_bytes(), random.Random(7)
    places = [0, 30, len(sound) - 1, *(chance.randrange(len(sound)) for _ in range(2))]
    damaged = [sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :] for at in places]
    for data in (*damaged, sound[:-1], sound[: len(sound) // 2], sound + b"x"):
        file.write_bytes(data)
        with pytest.raises(Invalid):
            checking.verify(file, SECRET)


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_opens_to_what_was_written_and_not_without_its_end(tmp_path: Path, size: int) -> None:
    data, file = random.Random(size).randbytes(size), tmp_path / "sealed"
    with file.open("wb") as out:
        writer = SealedWriter(out, SECRET)
        writer.write(data)
        writer.close()
    with file.open("rb") as source:
        assert SealedReader(source, SECRET).read() == data
    if size > CHUNK:
        with file.open("rb+") as out:
            out.truncate(file.stat().st_size - (size - CHUNK) - 16)
        with file.open("rb") as source, pytest.raises(Invalid):
            SealedReader(source, SECRET).read()

"""The doctor: finds what is wrong, says how to mend it, and survives it."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.backup.making import LAST
from app.config import Config
from app.doctor import examination, machine
from app.doctor.findings import Finding, Level
from core.audit import Subject, System, record
from core.clock import instant
from core.db import db, transaction
from tests.support import postgres
from tests.support.site import build, config_in


def findings(config: Config) -> dict[str, Finding]:
    """Return what the doctor finds, by key."""
    return {finding.key: finding for finding in examination.examine(config)}


@pytest.fixture(params=postgres.kinds())
def healthy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """An installation on each database."""
    url = postgres.fresh_database() if request.param == "postgresql" else None
    config = config_in(tmp_path / "instance", url)
    app = build(config)
    yield config
    with app.app_context():
        db.engine.dispose()


def test_a_fresh_installation_has_nothing_bad_but_its_missing_administrator(healthy: Config) -> None:
    found = findings(healthy)
    assert {key for key, finding in found.items() if finding.level is Level.BAD} == {"administrators"}
    assert found["worker"].level is Level.WARN
    assert found["backup"].level is Level.WARN
    assert all(finding.cure for finding in found.values() if finding.level is not Level.OK)


def test_keys_that_others_can_read_or_that_are_gone_are_bad(config: Config, app: Flask) -> None:
    del app
    config.keys_file.chmod(0o644)
    assert findings(config)["keys"].level is Level.BAD
    config.keys_file.unlink()
    found = findings(config)
    assert found["keys"].level is Level.BAD
    assert found["site"].level is Level.BAD


def test_a_broken_trail_is_bad(config: Config, app: Flask) -> None:
    with transaction() as tx:
        record(tx, "school.changed", Subject("school", "1"), by=System())
    with db.engine.execution_options(junheng_write=True).begin() as connection:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit_entry SET actor = 'x'"))
    assert findings(config)["audit"].level is Level.BAD


def test_the_age_of_the_last_backup_counts(config: Config, app: Flask) -> None:
    del app
    for age, level in ((timedelta(hours=3), Level.OK), (timedelta(days=9), Level.WARN)):
        made_at = (instant() - age).isoformat()
        (config.instance / LAST).write_text(json.dumps({"made_at": made_at, "file": "x"}), encoding="utf-8")
        assert findings(config)["backup"].level is level


def test_a_database_that_does_not_answer_is_told_not_raised(config: Config, app: Flask) -> None:
    del app
    config.database_file.write_bytes(b"not a database" * 500)
    found = findings(config)
    assert found["database"].level is Level.BAD
    assert found["disk"].level is not Level.BAD


def test_network_disks_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(machine, "_MOUNTS", mounts)
    assert machine.file_system(tmp_path / "deep") == "nfs4"
    assert machine.file_system(Path(os.sep)) == "ext4"

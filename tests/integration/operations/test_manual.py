"""The manual's commands, word for word: backup, empty machine, restore; and what they answer when used wrongly."""

import json
import re
from pathlib import Path

import click
import pytest

from app import database
from app.cli import main
from app.cli.commands import command_line
from app.cli.grammar import SpokenGroup
from app.cli.speech import speech_for
from app.config import Config
from core.audit import Subject, System, record
from core.db import db, transaction
from core.paths import ROOT
from tests.support.site import SECRET, build, config_in

Output = pytest.CaptureFixture[str]


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A machine with an installation on it."""
    config = config_in(tmp_path / "first")
    app = build(config)
    with app.app_context():
        with transaction() as tx:
            record(tx, "school.changed", Subject("school", "1"), by=System())
        db.engine.dispose()
    use(config.instance, monkeypatch)
    return config


def use(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the commands at an installation."""
    monkeypatch.setenv("JUNHENG_INSTANCE", str(instance))
    monkeypatch.setenv("JUNHENG_SECRET", SECRET)
    monkeypatch.delenv("JUNHENG_DATABASE_URL", raising=False)


def run(*words: object) -> int:
    """Run a command."""
    return main([str(word) for word in (*words, "--lang", "en")])


def test_from_a_backup_to_another_machine(
    first: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    key, folder, second = tmp_path / "backup.key", tmp_path / "copies", tmp_path / "second"
    assert run("backup", "key", key) == 0
    assert run("backup", "create", "--to", folder, "--key", key) == 0
    assert str(first.keys_file) in capsys.readouterr().out
    file = next(folder.iterdir())
    assert run("backup", "verify", file, "--key", key) == 0
    assert run("backup", "restore", file, "--into", second, "--key", key) == 0
    assert "keys.json" in capsys.readouterr().out
    use(second, monkeypatch)
    (second / "keys.json").write_bytes(first.keys_file.read_bytes())
    (second / "keys.json").chmod(0o600)
    assert run("database", "upgrade") == 0
    assert run("database", "check") == 0
    capsys.readouterr()
    run("doctor", "--json")
    found = {line["key"]: line["level"] for line in json.loads(capsys.readouterr().out)}
    assert found["audit"] == found["database"] == found["keys"] == found["soundness"] == "ok"


def test_what_cannot_be_done_is_refused_with_its_cure(first: Config, tmp_path: Path, capsys: Output) -> None:
    key = tmp_path / "backup.key"
    run("backup", "key", key)
    capsys.readouterr()
    for words, told in (
        (("backup", "key", key), "left alone"),
        (("backup", "create"), "--key"),
        (("backup", "verify", first.database_file, "--key", key), "no backup"),
        (("backup", "restore", first.database_file, "--into", first.instance, "--key", key), "not empty"),
    ):
        assert run(*words) == 2
        shown = capsys.readouterr().err
        assert told in shown
        assert "Cure" in shown


def test_the_demand_for_another_schema_is_told(first: Config, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(database, "newest", lambda: "another")
    assert run("database", "check") == 1
    assert "another" in capsys.readouterr().out
    del first


def test_every_command_of_the_manual_exists() -> None:
    known = command_line(speech_for([], {}))
    manuals = [ROOT / "docs" / "how-to" / "operate.md", ROOT / "docs" / "zh" / "operate.md"]
    text = "\n".join(manual.read_text(encoding="utf-8") for manual in manuals)
    for name, follower in set(re.findall(r"junheng ([a-z]+)(?: ([a-z]+))?", text)):
        command = known.get_command(click.Context(known), name)
        assert command is not None, name
        if isinstance(command, SpokenGroup) and follower:
            assert follower in command.commands, f"{name} {follower}"

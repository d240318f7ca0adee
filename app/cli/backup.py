"""`junheng backup`: makes, proves and restores sealed copies of the database."""

import os
import secrets
import sys
from pathlib import Path

import click

from app.backup import checking, making, restoring
from app.backup.manifest import Manifest
from app.backup.sealing import checked
from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand, SpokenGroup
from app.cli.kinds import Existing, Folder, Whole
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from core.clock import now
from core.errors import Invalid
from policy.messages import say


def group(speech: Speech) -> SpokenGroup:
    """Return the group of commands."""
    return SpokenGroup(
        "backup",
        speech=speech,
        help=speech(say("Make, prove and restore sealed copies of the database.")),
        params=[parts.language(speech)],
        commands=[_create(speech), _verify(speech), _restore(speech), _key(speech)],
    )


def _create(speech: Speech) -> SpokenCommand:
    """`backup create`."""
    to = say("Folder for the backup; backups in the instance folder if not given.")
    keep = say("Keep only so many of the newest backups in the folder.")
    params: list[click.Parameter] = [
        parts.option(speech, "--to", to, Folder(speech), "DIR"),
        _key_option(speech),
        parts.option(speech, "--keep", keep, Whole(speech, 1), "N"),
    ]
    return parts.command("create", speech, say("Make a backup and prove it."), params, _make)


def _verify(speech: Speech) -> SpokenCommand:
    """`backup verify`."""
    params = [_file(speech), _key_option(speech)]
    return parts.command("verify", speech, say("Prove that a backup is whole."), params, _prove)


def _restore(speech: Speech) -> SpokenCommand:
    """`backup restore`."""
    into, url = say("Empty folder to restore into."), say("Address of an empty PostgreSQL database, for such a backup.")
    params = [
        _file(speech),
        parts.option(speech, "--into", into, Folder(speech), "DIR", required=True),
        _key_option(speech),
        parts.option(speech, "--database", url, None, "URL"),
    ]
    return parts.command("restore", speech, say("Restore a backup into an empty folder."), params, _bring_back)


def _key(speech: Speech) -> SpokenCommand:
    """`backup key`."""
    params: list[click.Parameter] = [click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))]
    return parts.command("key", speech, say("Make a key file for backups that nobody has to type."), params, _make_key)


@told
def _make(speech: Speech, to: Path | None, key: Path | None, keep: int | None) -> int:
    config = Config.from_env()
    folder = to or config.instance / "backups"
    file, manifest = making.create(config, folder, _passphrase(speech, key, new=True), at=now(), keep=keep or 0)
    size = f"{file.stat().st_size / 1024 / 1024:.1f}"
    click.echo(speech(say("{file}: {size} MB, made and proven.", file=file, size=size)))
    _tell(speech, manifest)
    click.echo(speech(say("The keys are not inside: keep a copy of {file} in another place.", file=config.keys_file)))
    return Exit.OK


@told
def _prove(speech: Speech, file: Path, key: Path | None) -> int:
    manifest = checking.verify(file, _passphrase(speech, key))
    click.echo(speech(say("{file} is whole.", file=file)))
    _tell(speech, manifest)
    return Exit.OK


@told
def _bring_back(speech: Speech, file: Path, into: Path, key: Path | None, database: str | None) -> int:
    manifest = restoring.restore(file, _passphrase(speech, key), into, database)
    click.echo(speech(say("Restored into {folder}.", folder=into)))
    _tell(speech, manifest)
    missing = sorted(name for name in restoring.UNTOUCHED if not (into / name).exists())
    steps = [say("Set JUNHENG_INSTANCE={folder}.", folder=into.resolve())]
    if database is not None:
        steps.append(say("Set JUNHENG_DATABASE_URL to the database you restored into."))
    if missing:
        steps.insert(0, say("Put {files} from your safe copy into {folder}.", files=", ".join(missing), folder=into))
    steps += [say("Run: junheng database upgrade"), say("Run: junheng doctor"), say("Run: junheng serve")]
    click.echo(speech(say("What is left to do:")))
    for number, step in enumerate(steps, start=1):
        click.echo(f"  {number}. {speech(step)}")
    return Exit.OK


@told
def _make_key(speech: Speech, file: Path) -> int:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        cure = say("Choose another name: backups made with the old key need it.")
        raise Invalid(say("{file} exists already and is left alone.", file=file), cure) from error
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(32) + "\n")
    click.echo(speech(say("{file} written. Keep a copy where the backups are not.", file=file)))
    return Exit.OK


def _tell(speech: Speech, manifest: Manifest) -> None:
    """Say what is in a backup."""
    facts = {"moment": manifest.made_at, "rows": manifest.total_rows, "tables": len(manifest.rows)}
    click.echo(speech(say("Made at {moment}: {rows:,} rows in {tables} tables.", **facts)))
    click.echo(speech(say("Audit trail: {number} entries, whole.", number=manifest.audit_seq)))


def _passphrase(speech: Speech, key: Path | None, *, new: bool = False) -> str:
    """Return the passphrase: from the key file, else typed; a new one is typed twice."""
    if key is not None:
        return checked(key.read_text(encoding="utf-8").strip())
    if not sys.stdin.isatty():
        raise Invalid(
            say("There is nobody to ask for the passphrase."), say("Give a key file: --key FILE (junheng backup key).")
        )
    typed: str = click.prompt(speech(say("Passphrase")), hide_input=True, confirmation_prompt=new)
    return checked(typed)


def _file(speech: Speech) -> click.Argument:
    return parts.argument("file", Existing(speech), "FILE")


def _key_option(speech: Speech) -> click.Option:
    text = say("File with the passphrase; it is asked for if not given.")
    return parts.option(speech, "--key", text, Existing(speech), "FILE")

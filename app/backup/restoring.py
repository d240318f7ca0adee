"""Restoring a backup onto an empty machine: into an empty folder or database, proven before and after."""

import os
import shutil
from pathlib import Path

from app.backup import manifest, postgres_copy
from app.backup.checking import prove_rows, prove_trail, unpacked
from app.backup.manifest import Manifest
from core.errors import Invalid
from policy.messages import say

UNTOUCHED = frozenset({"keys.json", "secret"})
"""What may be in the folder already: the keys come by another road than the backup."""


def restore(file: Path, passphrase: str, into: Path, database_url: str | None = None) -> Manifest:
    """Bring a backup back into an instance folder (SQLite) or a database (PostgreSQL); nothing there is overwritten.

    Raises `Invalid`; then nothing was restored.
    """
    _must_be_empty(into)
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    with unpacked(file, passphrase, beside=into) as found:
        if found.is_sqlite:
            _put(found.database, into / manifest.SQLITE_MEMBER)
        else:
            _into_postgres(found.database, found.manifest, database_url, found.heads)
        if found.heads.exists():
            _put(found.heads, into / found.heads.name)
        return found.manifest


def _into_postgres(dump: Path, told: Manifest, url: str | None, heads: Path) -> None:
    if url is None:
        raise Invalid(
            say("This backup is of a PostgreSQL database."), say("Give the address of an empty one: --database URL.")
        )
    postgres_copy.restore(dump, url)
    prove_rows(told, postgres_copy.row_counts(url))
    prove_trail(told, url, heads)


def _must_be_empty(into: Path) -> None:
    if into.exists() and (not into.is_dir() or {entry.name for entry in into.iterdir()} - UNTOUCHED):
        raise Invalid(
            say("{folder} is not empty; nothing was changed.", folder=into),
            say("Restore into a new folder; only keys.json and secret may be there already."),
        )


def _put(source: Path, target: Path) -> None:
    """Move a file into place so that it is whole or absent."""
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(target)

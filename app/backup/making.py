"""Making a backup: copy, describe, seal, put in place, prove; a fragment never carries a backup's name."""

import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.orm import Session

from app import database
from app.backup import manifest, postgres_copy, sqlite_copy
from app.backup.checking import verify
from app.backup.manifest import Manifest
from app.backup.sealing import SealedWriter, checked
from app.config import Config
from app.operations import heads
from core.audit import head

ENDING = ".jhb"
PREFIX = "junheng-"
LAST = "last-backup.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the database in clear, and what was counted in it."""

    file: Path
    rows: dict[str, int]
    revision: str
    audit: tuple[int, str]


def create(config: Config, folder: Path, passphrase: str, *, at: datetime, keep: int = 0) -> tuple[Path, Manifest]:
    """Make a backup in a folder, prove it, and remove all but the newest `keep` where that is given.

    Raises `Invalid`.
    """
    checked(passphrase)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{PREFIX}{at:%Y%m%d-%H%M%S}{ENDING}"
    with tempfile.TemporaryDirectory(prefix=".junheng-", dir=folder) as name:
        private = Path(name)
        copy = _copy(config, private)
        part = private / "part"
        _seal(_members(copy), _describe(config, copy, at), part, passphrase)
        told = verify(part, passphrase)
        part.replace(target)
    _sync(folder)
    _note(config.instance / LAST, target, told)
    if keep:
        for old in sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-keep]:
            old.unlink()
    return target, told


def _copy(config: Config, private: Path) -> Copy:
    written = config.instance / heads.FILE
    if written.exists():  # before the database: a line written later would speak of entries the copy does not have
        shutil.copyfile(written, private / manifest.HEADS_MEMBER)
    if not config.is_sqlite:
        file = private / manifest.POSTGRES_MEMBER
        rows, state = postgres_copy.dump(config.database_url, file, _state)
        return Copy(file, rows, *state)
    file = private / manifest.SQLITE_MEMBER
    sqlite_copy.copy(config.database_file, file)
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            return Copy(file, sqlite_copy.row_counts(file), *_state(connection))
    finally:
        engine.dispose()


def _state(connection: Connection) -> tuple[str, tuple[int, str]]:
    """Return revision and audit head of a database."""
    return database.revision(connection) or "", head(Session(connection))


def _members(copy: Copy) -> list[Path]:
    written = copy.file.with_name(manifest.HEADS_MEMBER)
    return [copy.file, *([written] if written.exists() else [])]


def _describe(config: Config, copy: Copy, at: datetime) -> Manifest:
    return Manifest(
        made_at=at.isoformat(timespec="seconds"),
        database="sqlite" if config.is_sqlite else "postgresql",
        revision=copy.revision,
        rows=copy.rows,
        members={file.name: manifest.fingerprint(file) for file in _members(copy)},
        audit_seq=copy.audit[0],
        audit_digest=copy.audit[1],
    )


def _seal(members: list[Path], told: Manifest, target: Path, passphrase: str) -> None:
    """Write the sealed archive; it is on the disk when this returns."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        sealed = SealedWriter(out, passphrase)
        try:
            with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                text = told.to_json()
                described = tarfile.TarInfo(manifest.NAME)
                described.size = len(text)
                archive.addfile(described, BytesIO(text))
                for file in members:
                    archive.add(file, arcname=file.name, recursive=False)
        except BaseException:
            sealed.abandon()
            raise
        sealed.close()
        out.flush()
        os.fsync(out.fileno())


def _note(file: Path, target: Path, told: Manifest) -> None:
    """Write down when the last proven backup was made, for `doctor`."""
    part = file.with_suffix(".part")
    part.write_text(f'{{"made_at": "{told.made_at}", "file": "{target.name}"}}\n', encoding="utf-8")
    part.replace(file)


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

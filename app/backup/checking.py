"""The proof of a backup: opened, unpacked into a private folder, fingerprints, rows and audit trail looked at."""

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.backup import manifest, postgres_copy, sqlite_copy
from app.backup.manifest import Manifest
from app.backup.sealing import SealedReader
from app.operations.heads import contradictions
from core.audit import broken_links, head
from core.errors import Invalid
from policy.messages import Message, say


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup in clear, in a folder only we can read."""

    manifest: Manifest
    folder: Path

    @property
    def database(self) -> Path:
        """The copy of the database."""
        name = manifest.SQLITE_MEMBER if self.is_sqlite else manifest.POSTGRES_MEMBER
        return self.folder / name

    @property
    def heads(self) -> Path:
        """The heads of the audit trail that were written down."""
        return self.folder / manifest.HEADS_MEMBER

    @property
    def is_sqlite(self) -> bool:
        """Whether the copy is a SQLite file."""
        return self.manifest.database == "sqlite"


def verify(file: Path, passphrase: str) -> Manifest:
    """Prove that a backup can be restored as far as that can be known without doing it.

    Raises `Invalid`.
    """
    with unpacked(file, passphrase) as found:
        return found.manifest


@contextmanager
def unpacked(file: Path, passphrase: str, beside: Path | None = None) -> Iterator[Unpacked]:
    """Unpack a backup into a folder that is gone afterwards, and prove it whole.

    Raises `Invalid`.
    """
    with tempfile.TemporaryDirectory(prefix=".junheng-", dir=beside) as name:
        found = _unpack(file, passphrase, Path(name))
        _prove_members(found)
        problems = sqlite_copy.faults(found.database) if found.is_sqlite else postgres_copy.faults(found.database)
        if problems:
            raise _damaged(say("the database finds fault with itself: {fault}", fault=problems[0]))
        if found.is_sqlite:
            prove_rows(found.manifest, sqlite_copy.row_counts(found.database))
            prove_trail(found.manifest, f"sqlite:///{found.database}", found.heads)
        yield found


def prove_rows(told: Manifest, counted: dict[str, int]) -> None:
    """Compare the rows of each table with what the backup says.

    Raises `Invalid`.
    """
    for table in sorted({*told.rows, *counted}):
        if told.rows.get(table) != counted.get(table):
            facts = {"table": table, "told": told.rows.get(table, "-"), "found": counted.get(table, "-")}
            raise _damaged(say("table {table} should have {told} rows and has {found}", **facts))


def prove_trail(told: Manifest, url: str, heads: Path) -> None:
    """Walk the audit trail of a restored database and compare it with what was written down.

    Raises `Invalid`.
    """
    engine: Engine = create_engine(url)
    try:
        with Session(engine) as tx:
            broken = next(broken_links(tx), None)
            if broken is not None:
                raise _damaged(say("the audit trail is broken at entry {number}", number=broken))
            if head(tx) != (told.audit_seq, told.audit_digest) or contradictions(tx, heads):
                raise _damaged(say("the audit trail does not end where it should"))
    finally:
        engine.dispose()


def _unpack(file: Path, passphrase: str, folder: Path) -> Unpacked:
    """Write the members of a backup into a folder; only names that are known, only plain files."""
    told: Manifest | None = None
    with file.open("rb") as source:
        reader = SealedReader(source, passphrase)
        try:
            with tarfile.open(fileobj=reader, mode="r|") as archive:
                for member in archive:
                    content = archive.extractfile(member)
                    if content is None or member.name not in {manifest.NAME, *manifest.MEMBERS}:
                        raise _damaged(say("it holds something that does not belong there: {name}", name=member.name))
                    if member.name == manifest.NAME:
                        told = Manifest.from_json(content.read())
                        continue
                    with (folder / member.name).open("wb") as out:
                        while block := content.read(1024 * 1024):
                            out.write(block)
            reader.read()  # to the last proven byte: a file cut off after the archive's end is still a damaged one
        except tarfile.TarError as error:
            raise _damaged(say("the archive inside cannot be read")) from error
    if told is None:
        raise _damaged(say("it does not say what is inside"))
    return Unpacked(told, folder)


def _prove_members(found: Unpacked) -> None:
    for name, expected in found.manifest.members.items():
        file = found.folder / name
        if not file.exists() or manifest.fingerprint(file) != expected:
            raise _damaged(say("{name} is missing or was changed", name=name))


def _damaged(what: Message) -> Invalid:
    return Invalid(
        say("The backup is not whole: {what}.", what=what), say("Take another copy, or an older backup, and verify it.")
    )

"""The audit trail's head, written down outside the database once a day: what it sealed can no longer be rewritten.

Each line of `audit-heads.log` is a day, the number of the last entry and its hash. Whoever rewrites the whole chain in
the database, triggers and all, still contradicts the lines written before.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import GENESIS, AuditEntry, head
from core.db import reading

FILE = "audit-heads.log"


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of the trail as it was on a day."""

    day: date
    seq: int
    digest: str


def seal_day(instance: Path, day: date) -> bool:
    """Write the head down unless this day's line is there; whether one was written."""
    file = instance / FILE
    if any(seal.day == day for seal in seals(file)):
        return False
    session = reading()
    seq, digest = head(session)
    session.rollback()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{day.isoformat()} {seq} {digest}\n")
        out.flush()
        os.fsync(out.fileno())
    return True


def seals(file: Path) -> Iterator[Seal]:
    """Read the lines that were written; a torn last line is passed over."""
    if not file.exists():
        return
    for line in file.read_text(encoding="ascii", errors="replace").splitlines():
        day, _, rest = line.partition(" ")
        seq, _, digest = rest.partition(" ")
        if seq.isdecimal() and len(digest) == len(GENESIS):
            yield Seal(date.fromisoformat(day), int(seq), digest)


def contradictions(tx: Session, file: Path) -> list[Seal]:
    """Return the lines the trail in the database no longer agrees with."""
    wrong = []
    for seal in seals(file):
        rows = select(AuditEntry.digest).where(AuditEntry.seq == seal.seq)
        found = tx.execute(rows).scalar_one_or_none() if seal.seq else GENESIS
        if found != seal.digest:
            wrong.append(seal)
    return wrong

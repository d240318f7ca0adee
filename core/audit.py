"""The audit trail: every act in the transaction of its data, chained by hash, never changed afterwards.

Entries are collected with `record` and written when the transaction commits, under a lock on the chain's head, so that
numbers have no gaps and two writers never fork the chain. A database trigger refuses UPDATE and DELETE (migrations).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import BigInteger, Index, Integer, String, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from core.clock import instant
from core.db import Base, reading
from policy.messages import Message, say

GENESIS = "0" * 64
Changes = Mapping[str, tuple[object, object]]


class Actor(Protocol):
    """Who did it: an identity of `accounts`, or the system itself."""

    @property
    def user_id(self) -> int | None:
        """The account, or None for the system."""

    @property
    def staff_no(self) -> str:
        """The staff number, or a name like `system`."""

    @property
    def name(self) -> str:
        """The name shown beside the entry."""


@dataclass(frozen=True, slots=True)
class System:
    """The product itself as actor: migrations, jobs without a person, the command line."""

    staff_no: str = "system"
    name: str = "system"
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a kind of record (`teacher`, `school`, …) and its key."""

    kind: str
    key: str

    @classmethod
    def of(cls, kind: str, key: object) -> "Subject":
        """Make a subject from a row's id."""
        return cls(kind, str(key))


class AuditEntry(Base):
    """One act; `body` is the canonical JSON that was hashed together with the hash before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_key", "seq"),)

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(100))
    event: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_key: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The last link of the chain: the one row writers queue for."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))


def record(
    tx: Session,
    event_name: str,
    subject: Subject,
    changes: Changes | None = None,
    *,
    by: Actor,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Put one act on record; it is written when the transaction commits, or not at all."""
    details = {
        "changes": {name: [_plain(old), _plain(new)] for name, (old, new) in (changes or {}).items()},
        "reason": reason,
        "facts": {name: _plain(value) for name, value in (facts or {}).items()},
    }
    pending = tx.info.setdefault("audit", [])
    pending.append(
        {
            "at": instant(),
            "actor_id": by.user_id,
            "actor": f"{by.staff_no} {by.name}".strip()[:100],
            "event": event_name,
            "subject_kind": subject.kind,
            "subject_key": subject.key,
            "details": details,
        }
    )


def changes(row: object, values: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Set the attributes that differ and return what changed as {name: (old, new)}."""
    changed: dict[str, tuple[object, object]] = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            setattr(row, name, new)
            changed[name] = (old, new)
    return changed


def timeline(tx: Session, subject: Subject, limit: int = 100) -> list[AuditEntry]:
    """Return the acts on one record, newest first."""
    rows = (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_key == subject.key)
        .order_by(AuditEntry.seq.desc())
        .limit(limit)
    )
    return list(tx.execute(rows).scalars())


def events_after(tx: Session, subject: Subject, event_name: str, moment: datetime) -> list[str]:
    """Return what happened to one record after an event of it: the first of that name from a moment on."""
    about = (AuditEntry.subject_kind == subject.kind) & (AuditEntry.subject_key == subject.key)
    first = select(func.min(AuditEntry.seq)).where(about, AuditEntry.event == event_name, AuditEntry.at >= moment)
    rows = select(AuditEntry.event).where(about, AuditEntry.seq > first.scalar_subquery())
    return list(tx.execute(rows).scalars())


def actor_word(actor: str) -> Message | str:
    """Return who acted, as people read it; the product itself has no number and no name."""
    return say("the product itself") if actor == f"{System().staff_no} {System().name}" else actor


def broken_links(tx: Session) -> Iterator[int]:
    """Yield the numbers of entries that do not fit the chain; nothing where the trail is whole."""
    previous, expected = GENESIS, 1
    for entry in tx.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars().yield_per(1000):
        values = {column: getattr(entry, column) for column in _HASHED}
        if entry.seq != expected or entry.previous != previous or entry.digest != _digest(previous, entry.seq, values):
            yield entry.seq
        previous, expected = entry.digest, entry.seq + 1
    head = tx.get(AuditHead, 1)
    if head is not None and (head.seq, head.digest) != (expected - 1, previous):
        yield head.seq


def head(tx: Session | None = None) -> tuple[int, str]:
    """Return number and hash of the last entry: written down outside the database, it seals all before it."""
    last = (tx or reading()).get(AuditHead, 1)
    return (last.seq, last.digest) if last else (0, GENESIS)


_HASHED = ("at", "actor_id", "actor", "event", "subject_kind", "subject_key", "details")


def _digest(previous: str, seq: int, values: Mapping[str, Any]) -> str:
    body = {**values, "seq": seq, "at": values["at"].isoformat(timespec="microseconds")}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256((previous + text).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return a value as JSON can keep it."""
    if type(value) is str or value is None or isinstance(value, bool | int | float):  # nearly all are text
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    return str(value)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Chain and write what was recorded, as the last act of the transaction."""
    if session.in_nested_transaction():
        return
    pending: list[dict[str, Any]] = session.info.pop("audit", [])
    if not pending:
        return
    session.flush()
    last = session.execute(select(AuditHead).where(AuditHead.id == 1).with_for_update()).scalar_one_or_none()
    if last is None:
        last = AuditHead(id=1, seq=0, digest=GENESIS)
        session.add(last)
    previous, seq = last.digest, last.seq
    rows = []
    for values in pending:
        seq += 1
        digest = _digest(previous, seq, values)
        rows.append({**values, "seq": seq, "previous": previous, "digest": digest})
        previous = digest
    session.execute(insert(AuditEntry), rows)
    last.seq, last.digest = seq, previous
    session.flush()


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, step: SessionTransaction) -> None:
    """Remember how much was recorded before a savepoint."""
    if step.nested:
        session.info.setdefault("audit_marks", {})[id(step)] = len(session.info.get("audit", []))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, step: SessionTransaction) -> None:
    """Drop what was recorded in a transaction, or since a savepoint, that came to nothing."""
    if step.nested:
        kept = session.info.get("audit_marks", {}).pop(id(step), 0)
        del session.info.get("audit", [])[kept:]
    else:
        session.info.pop("audit", None)
        session.info.pop("audit_marks", None)

"""What must happen after a commit and only then: rows written in the transaction, delivered by whoever looks next.

A handler may be called twice for one row (a crash between delivery and its mark), so handlers are idempotent. A row
whose handler keeps failing is set aside after some attempts, so that it does not hold up those behind it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, has_app_context
from sqlalchemy import String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import instant
from core.db import Base, afterwards, reading, transaction

Handler = Callable[[Mapping[str, Any]], None]
MOST_ATTEMPTS = 10
KEPT = timedelta(days=7)
_LISTENERS = "junheng.outbox"
log = logging.getLogger("junheng.outbox")


class OutboxRow(Base):
    """One thing to deliver."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")


def post(tx: Session, topic: str, payload: Mapping[str, Any]) -> None:
    """Put a delivery into the transaction: it leaves if, and only if, the data is kept."""
    tx.add(OutboxRow(topic=topic, payload=dict(payload), created_at=instant(), attempts=0))
    afterwards(tx, _tell)


def after_commit(app: Flask, action: Callable[[], None]) -> None:
    """Have something done in an application right after a commit that posted deliveries; it must be quick."""
    app.extensions.setdefault(_LISTENERS, []).append(action)


def pending(tx: Session, limit: int = 100) -> list[OutboxRow]:
    """Return what waits, oldest first."""
    rows = select(OutboxRow).where(OutboxRow.delivered_at.is_(None), OutboxRow.attempts < MOST_ATTEMPTS)
    return list(tx.execute(rows.order_by(OutboxRow.id).limit(limit)).scalars())


def stuck(tx: Session) -> int:
    """Return how many deliveries were set aside."""
    rows = select(func.count()).where(OutboxRow.delivered_at.is_(None), OutboxRow.attempts >= MOST_ATTEMPTS)
    return tx.execute(rows).scalar_one()


def delivered(tx: Session, row_id: int) -> None:
    """Mark one row as done."""
    tx.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(delivered_at=instant()))


def deliver(handlers: Mapping[str, Handler]) -> int:
    """Hand every waiting row to the handler of its topic; returns how many were delivered."""
    waiting = [(row.id, row.topic, row.payload) for row in pending(reading())]
    reading().rollback()
    if not waiting:
        return 0
    done, failed = [], []
    for row_id, topic, payload in waiting:
        try:
            handlers[topic](payload)
            done.append(row_id)
        except Exception:  # one bad delivery must not hold up the others; it is tried again, and counted
            log.exception("delivery failed", extra={"topic": topic, "row": row_id})
            failed.append(row_id)
    with transaction() as tx:
        tx.execute(update(OutboxRow).where(OutboxRow.id.in_(done)).values(delivered_at=instant()))
        tx.execute(update(OutboxRow).where(OutboxRow.id.in_(failed)).values(attempts=OutboxRow.attempts + 1))
    return len(done)


def forget_old(tx: Session) -> None:
    """Remove what was delivered long ago."""
    tx.execute(delete(OutboxRow).where(OutboxRow.delivered_at < instant() - KEPT))


def _tell() -> None:
    """Tell the application that there is something to deliver; what goes wrong here is caught up by the next sweep."""
    if not has_app_context():
        return
    for action in current_app.extensions.get(_LISTENERS, ()):
        try:
            action()
        except Exception:  # the data is committed: a failed nudge must not look like a failed write
            log.exception("after-commit action failed")

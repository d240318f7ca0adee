"""Messages inside the product: one row for each person told, in the transaction of what they are told about."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import instant
from core.db import Base
from core.sentences import from_json, to_json
from policy.messages import Message, spoken


class Notice(Base):
    """One message to one person; kept as template and facts: each reads it in their language."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_user_unread", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    template: Mapped[str] = mapped_column(String(400))
    facts: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def message(self) -> Message:
        """The sentence, translated where it is shown."""
        return Message(self.template, {name: from_json(fact) for name, fact in self.facts.items()})


def send(tx: Session, user_ids: Iterable[int], message: Message, *, link: str = "") -> int:
    """Tell some people something, once each; returns how many."""
    facts = {name: _kept(value) for name, value in message.facts.items()}
    now = instant()
    rows = [
        {"user_id": user, "template": message.template, "facts": facts, "link": link, "created_at": now}
        for user in sorted(set(user_ids))
    ]
    if rows:
        tx.execute(insert(Notice), rows)
    return len(rows)


def _kept(fact: object) -> Any:
    said = spoken(fact)
    return to_json(said) if isinstance(said, Message) else str(said)


def unread(tx: Session, user_id: int) -> int:
    """Return how many messages a person has not opened."""
    rows = select(func.count()).select_from(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return tx.execute(rows).scalar_one()


def of_user(user_id: int) -> Any:
    """Return the selection of a person's messages, newest first."""
    return select(Notice).where(Notice.user_id == user_id).order_by(Notice.id.desc())


def newest(tx: Session, user_id: int, number: int) -> list[Notice]:
    """Return the last messages a person was sent."""
    return list(tx.execute(of_user(user_id).limit(number)).scalars())


def mark_read(tx: Session, user_id: int) -> None:
    """Mark all messages of a person as read."""
    tx.execute(update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None)).values(read_at=instant()))

"""The tables of background work: a row per job is the truth, a row per worker says who is there to do it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, enum_column
from core.jobs.vocabulary import OPEN, JobState
from policy.messages import Message

_ACTIVE = text("state IN ('queued', 'running')")


class Job(Base):
    """One piece of background work; `fence` grows with every claim, so that a run that lost its job cannot write."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_due", "state", "due_at"),
        Index("uq_job_active_key", "key", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[JobState] = mapped_column(enum_column(JobState))
    params: Mapped[dict[str, Any]]
    input_hash: Mapped[str] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(120))
    attempt: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int]
    time_limit: Mapped[int]
    worker: Mapped[str | None] = mapped_column(String(120))
    fence: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any]]
    best: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    error: Mapped[dict[str, Any] | None]
    link: Mapped[str] = mapped_column(String(200), default="")
    created_by: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether the job may still do something."""
        return self.state in OPEN

    @property
    def reason(self) -> Message | None:
        """Why the job did not end well, as a sentence."""
        return unpacked(self.error) if self.error else None


class JobWorker(Base):
    """One worker process that was seen; it signs in again every few seconds."""

    __tablename__ = "job_worker"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    capacity: Mapped[int]


def packed(message: Message) -> dict[str, Any]:
    """Return a sentence as JSON can keep it; facts that are sentences are kept as such."""
    facts = {name: _packed_fact(value) for name, value in message.facts.items()}
    return {"template": message.template, "facts": facts}


def unpacked(kept: dict[str, Any]) -> Message:
    """Return the sentence `packed` has put away."""
    facts = {
        name: unpacked(value) if isinstance(value, dict) and "template" in value else value
        for name, value in kept["facts"].items()
    }
    return Message(kept["template"], facts)


def _packed_fact(value: object) -> object:
    if isinstance(value, Message):
        return packed(value)
    return value if isinstance(value, int | float | str) else str(value)

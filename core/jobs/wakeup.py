"""The dispatcher: Huey carries job ids to whichever worker is free, on a SQLite file or on PostgreSQL.

A message is only a wake-up. The job's row is the truth: a message that is lost is made up for by the worker's sweep, a
message that comes twice finds nothing left to claim.
"""

import json
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

NAME = "junheng"
QUEUE_FILE = "queue.db"
SCHEMA = "junheng_queue"
LONGEST_WAIT = 1.0
log = logging.getLogger("junheng.jobs")


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write into the queue must not be able to run code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps([data.id, data.name, list(data.args)]).encode("ascii")

    def _deserialize(self, data: bytes) -> Any:
        key, name, arguments = json.loads(data)
        return Message(key, name, args=tuple(arguments), kwargs={})


class QuietConsumer(Consumer):  # type: ignore[misc]
    """Huey's threads without its signal handlers: the worker decides when to end."""

    def _set_signal_handlers(self) -> None:
        pass


class Wakeup:
    """The queue of one installation."""

    def __init__(self, database_url: str, instance: Path) -> None:
        self._huey = _huey(database_url, instance)
        self._action: Callable[[int], None] | None = None
        self._task = self._huey.task(name="wake")(self._woken)

    def send(self, job_id: int) -> None:
        """Wake a worker for a job."""
        self._task(job_id)

    def waiting(self) -> int:
        """Return how many wake-ups have not been heard."""
        return int(self._huey.storage.queue_size())

    def listen(self, action: Callable[[int], None], threads: int) -> QuietConsumer:
        """Return what calls `action` with the id of each message, once the caller has started it."""
        self._action = action
        return QuietConsumer(self._huey, workers=threads, periodic=False, max_delay=LONGEST_WAIT, worker_type="thread")

    def close(self) -> None:
        """Let go of the queue's connection."""
        self._huey.storage.close()

    def _woken(self, job_id: int) -> None:
        if self._action is not None:
            self._action(job_id)


def _huey(database_url: str, instance: Path) -> Huey:
    """Return the queue that goes with a database."""
    settings = {"results": False, "serializer": JsonSerializer()}
    if not database_url.startswith("sqlite"):
        dsn = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey(NAME, connection=lambda: _connect(dsn), **settings)
    file = instance / QUEUE_FILE
    options = {"journal_mode": "delete", "fsync": True, "timeout": 15}
    try:
        return SqliteHuey(NAME, filename=str(file), **options, **settings)
    except sqlite3.DatabaseError:
        log.warning("the queue file is damaged and is made anew: it only held wake-ups")
        file.unlink(missing_ok=True)
        return SqliteHuey(NAME, filename=str(file), **options, **settings)


def _connect(dsn: str) -> "psycopg.Connection[Any]":
    """Connect to a schema of its own: the queue's tables are no part of the register, its migrations and backups."""
    connection = psycopg.connect(dsn, autocommit=True, options=f"-c search_path={SCHEMA}")
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    return connection

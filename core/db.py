"""The database: base class of all tables, the engine's manners, and the one way to write.

Nothing here knows what is stored. SQLite and PostgreSQL take the same code path: writers begin IMMEDIATE on SQLite, so
that two writers wait for each other instead of failing half-way; every connection is durable before it is fast.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum as PythonEnum
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Select,
    TypeDecorator,
    event,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import Conflict, NotFound
from policy.messages import Message, say

BUSY_MILLISECONDS = 15_000
_AFTERWARDS, _GLANCED = "afterwards", "glanced"
WAL_IS_SAFE_FROM = (3, 51, 3)
"""Older SQLite can corrupt a WAL when it is reset at the wrong instant; there the rollback journal is used."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: kept in UTC without a zone, given back with one; a naive value is a defect and is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the database kept into an aware instant."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraints have predictable names, so that migrations can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True, "expire_on_commit": False})
"""Engine and session only: models derive from `Base`, so that the extension stays replaceable."""


class Versioned:
    """A row two people may edit: the second save of the same version is refused, not silently merged."""

    version: Mapped[int] = mapped_column(default=1, nullable=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def enum_column(kind: type[PythonEnum], name: str = "") -> Enum:
    """Return the column type of a closed list: text by value, with a CHECK constraint, no native enum.

    `name` tells two columns of one list in one table apart: PostgreSQL wants their constraints named differently.
    """
    longest = max(len(str(member.value)) for member in kind)
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=max(16, longest),
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [str(member.value) for member in members],
    )


def expect_version(row: Versioned, version: int) -> None:
    """Refuse to go on when the row is no longer the one the person saw.

    Raises `Conflict`.
    """
    if row.version != version:
        raise stale()


def stale() -> Conflict:
    """Return the refusal for an edit of what somebody else has changed meanwhile."""
    return Conflict(
        say("Somebody else has changed this meanwhile; nothing of yours was saved."),
        say("Load the page again, look at what is there now, and decide again."),
    )


def one(tx: Session, rows: Select[Any]) -> Any:
    """Return the only row of a scoped selection.

    Raises `NotFound` where the scope holds none.
    """
    row = tx.execute(rows).unique().scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


def total(tx: Session, rows: Select[Any]) -> int:
    """Return how many rows a selection has."""
    return tx.execute(select(func.count()).select_from(rows.order_by(None).subquery())).scalar_one()


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of a write: everything inside is kept together, or nothing is.

    Raises `Conflict` where another writer was faster; the database's own refusals never reach a page.
    """
    session: Session = db.session()
    session.rollback()  # what was read before belongs to an older snapshot
    session.expire_all()
    session.info.pop(_AFTERWARDS, None)
    session.connection(execution_options={"junheng_write": True})
    try:
        yield session
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise stale() from error
    except IntegrityError as error:
        session.rollback()
        raise taken(error) from error
    except BaseException:
        session.rollback()
        raise
    for action in session.info.pop(_AFTERWARDS, ()):
        action()


def afterwards(tx: Session, action: Callable[[], None]) -> None:
    """Have something done once when this transaction is committed and its connection given back; it must not raise."""
    actions = tx.info.setdefault(_AFTERWARDS, [])
    if action not in actions:
        actions.append(action)


def reading() -> Session:
    """Return the session for looking: nothing written through it is ever kept."""
    return db.session()


@contextmanager
def glancing() -> Iterator[Session]:
    """Open the session for comparing that takes seconds: on SQLite each statement stands for itself, and none writes.

    There an open reader keeps every writer from committing. What was read at different instants may not fit together:
    whoever acts on it proves it again. PostgreSQL's readers are in nobody's way.
    """
    session = reading()
    session.rollback()
    session.connection(execution_options={"junheng_glance": True})
    try:
        yield session
    finally:
        session.rollback()


def taken(error: IntegrityError) -> Conflict:
    """Return the refusal for what a constraint of the database would not take."""
    del error  # its text names tables and values; the log has it
    return Conflict(
        say("This contradicts what is stored already: it exists, or something still depends on it."),
        say("Load the page again and look whether somebody entered it meanwhile."),
    )


def is_busy(error: OperationalError) -> bool:
    """Whether the database was only too busy to answer in time."""
    text = str(error.orig).lower()
    return "locked" in text or "busy" in text or "lock timeout" in text


@event.listens_for(Engine, "connect")
def _prepare(connection: object, _entry: ConnectionPoolEntry) -> None:
    """Make a fresh SQLite connection durable and strict; the driver's own transaction magic is switched off."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    journal, synchronous = ("WAL", "FULL") if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else ("DELETE", "EXTRA")
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"journal_mode={journal}",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Begin a SQLite transaction ourselves: writers take the lock at once, readers only when they must."""
    if connection.dialect.name != "sqlite":
        return
    options = connection.get_execution_options()
    glances, glanced = bool(options.get("junheng_glance")), bool(connection.info.get(_GLANCED))
    if glances != glanced:  # without a transaction nothing would take back what is written by mistake
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if glances else 'OFF'}")
        connection.info[_GLANCED] = glances
    if not glances:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("junheng_write") else "BEGIN")


def described(error: Exception) -> Message:
    """Return what a page says when the database itself fails."""
    busy = isinstance(error, OperationalError) and is_busy(error)
    if busy:
        return say("The database is busy with a large task; nothing was saved.")
    return say("The database does not answer; nothing was saved.")

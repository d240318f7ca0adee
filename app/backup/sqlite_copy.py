"""A consistent copy of a SQLite database while others write into it, and what can be proven about such a copy."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import Invalid
from policy.messages import say

PAGES_A_STEP = 2_000
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 60.0


class _TooRestless(Exception):
    """Others write so often that a copy in steps would begin anew for ever."""


def copy(source: Path, target: Path) -> None:
    """Copy a database as of one instant: in steps that let writers through, or in one when they write without pause."""
    if not source.exists():
        raise Invalid(say("There is no database at {file}.", file=source), say("Check JUNHENG_INSTANCE."))
    try:
        _copy(source, target, PAGES_A_STEP)
    except _TooRestless:
        target.unlink()
        _copy(source, target, -1)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for looking only."""
    with closing(sqlite3.connect(f"file:{file.absolute().as_posix()}?mode=ro", uri=True)) as connection:
        yield connection


def row_counts(file: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    with opened(file) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608 - names of the database's own tables


def faults(file: Path) -> list[str]:
    """Return what SQLite itself finds wrong with a database."""
    with opened(file) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        return found + [f"foreign key: {row[0]} -> {row[2]}" for row in orphans[:10]]


def _copy(source: Path, target: Path, pages: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS

    def watch(_status: int, remaining: int, _total: int) -> None:
        if remaining and pages > 0 and time.monotonic() > deadline:
            raise _TooRestless

    with opened(source) as read, closing(sqlite3.connect(target)) as written:
        read.execute("PRAGMA busy_timeout=15000")
        read.backup(written, pages=pages, progress=watch, sleep=PAUSE_SECONDS)
        written.execute("PRAGMA journal_mode=DELETE")

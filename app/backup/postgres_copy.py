"""A consistent dump of a PostgreSQL database and its return, by the database's own tools."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, make_url, text

from core.errors import Invalid
from core.jobs.wakeup import SCHEMA
from policy.messages import say

Seen = TypeVar("Seen")
_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"


def dump(url: str, target: Path, look: Callable[[Connection], Seen]) -> tuple[dict[str, int], Seen]:
    """Write a dump; return the rows of each table, and what `look` sees, as of the same instant."""
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            counts, seen = _counts(connection), look(connection)
            _run("pg_dump", url, f"--snapshot={snapshot}", f"--exclude-schema={SCHEMA}", "-Fc", f"--file={target}")
            return counts, seen
    finally:
        engine.dispose()


def restore(file: Path, url: str) -> None:
    """Bring a dump back into an empty database, all of it or nothing.

    Raises `Invalid` where the database is not empty.
    """
    if row_counts(url):
        raise Invalid(
            say("The database to restore into is not empty; nothing was changed."),
            say("Make a new database with createdb and give its address."),
        )
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(file))


def row_counts(url: str) -> dict[str, int]:
    """Return how many rows each table of a database has."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return _counts(connection)
    finally:
        engine.dispose()


def faults(file: Path) -> list[str]:
    """Return what the database's own tool finds wrong with a dump."""
    done = subprocess.run([_tool("pg_restore"), "--list", file], capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stderr.strip()[:500]]


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.execute(text(_TABLES)).scalars().all()
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608 - names of the database's own tables


def _run(tool: str, url: str, *arguments: str) -> None:
    address, environment = _address(url)
    command = [_tool(tool), f"--dbname={address}", "--no-password", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise Invalid(
            say("{tool} failed: {reason}", tool=tool, reason=done.stderr.strip()[:500]),
            say("Check that its version is not older than the server's."),
        )


def _address(url: str) -> tuple[str, Mapping[str, str]]:
    """Return the address without its password, which goes into the environment: command lines can be read by others."""
    parts = make_url(url)
    secret = {"PGPASSWORD": str(parts.password)} if parts.password else {}
    plain = parts.set(drivername="postgresql", password=None).render_as_string()
    return plain, {**os.environ, **secret}


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Invalid(
            say("{tool} is not installed on this machine.", tool=name),
            say("Install the client programs of PostgreSQL (postgresql-client)."),
        )
    return found

"""The schema: brought to the newest revision, compared with the models, locked while it changes."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from app.tables import METADATA
from core.errors import Misconfigured
from core.paths import ROOT

MIGRATIONS = ROOT / "migrations"
_LOCK = 7_250_912
"""The advisory lock that keeps two machines from upgrading one PostgreSQL database at once."""


def alembic_config(url: str) -> AlembicConfig:
    """Return Alembic's settings; they need no file of their own."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str) -> None:
    """Bring the schema of a database to the newest revision; nothing happens when it is there."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = alembic_config(url)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def revision(connection: Connection) -> str | None:
    """Return the revision a database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def stands_at(url: str) -> str | None:
    """Return the revision of the database at an address."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return revision(connection)
    finally:
        engine.dispose()


def newest() -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def require_newest(engine: Engine) -> None:
    """Refuse to work on a schema of another revision.

    Raises `Misconfigured`.
    """
    with engine.connect() as connection:
        found = revision(connection)
    if found != newest():
        wanted = f"this program needs {newest()}: run `junheng database upgrade`"
        raise Misconfigured(f"the database is at revision {found or 'none'}, {wanted}")


def differences(url: str) -> list[object]:
    """Return how the tables of a database differ from the models; empty when a migration is not forgotten."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, METADATA))
    finally:
        engine.dispose()


def folder() -> Path:
    """Return where the revisions are."""
    return MIGRATIONS / "versions"

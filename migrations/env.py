"""How Alembic runs here: on the connection `app.database` hands over, batch mode for SQLite's ALTER TABLE."""

from typing import Any

from alembic import context

from app.tables import METADATA
from core.db import UtcDateTime


def plain_types(kind: str, value: Any, _: Any) -> str | bool:
    """Write our own column types into revisions as what the database sees."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

"""What is on file already is not put there a second time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from policy.messages import say


def refuse_twice(tx: Session, table: type[Any], values: Mapping[str, Any], field: str) -> None:
    """Refuse what stands word for word on file already.

    Raises `Invalid` for the field.
    """
    rows = select(table.id).where(*(getattr(table, name) == value for name, value in values.items())).limit(1)
    if tx.execute(rows).first() is not None:
        message = say("This is on file already, exactly so.")
        raise Invalid(message, say("Correct the entry that is there, or change what is different here."), field=field)

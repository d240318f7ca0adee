"""One page of a selection, and how many rows there are in all."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

LARGEST = 50_000
"""Rows of one answer: an export of a filter asks for all of them."""


def pairs(tx: Session, rows: Select[Any, Any]) -> dict[Any, Any]:
    """Return the rows of a selection of two columns as a mapping."""
    return {row[0]: row[1] for row in tx.execute(rows)}


def page_of(tx: Session, rows: Select[Any], page: int, size: int) -> tuple[list[Any], int]:
    """Return the rows of a page (counted from 1) and the number of all rows."""
    number = tx.execute(select(func.count()).select_from(rows.order_by(None).subquery())).scalar_one()
    size = max(1, min(size, LARGEST))
    found = tx.execute(rows.limit(size).offset((max(1, page) - 1) * size))
    return list(found.scalars()), number


def ordered(orders: Mapping[str, Sequence[Any]], wanted: str, usual: str) -> list[Any]:
    """Return the columns of an order by its name; a minus sign before the name turns the first column round."""
    first, *others = orders.get(wanted.removeprefix("-")) or orders[usual]
    return [first.desc() if wanted.startswith("-") else first, *others]

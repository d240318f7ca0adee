"""Filters of record lists, read from the address; nonsense narrows nothing."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.web.language import text
from teachers.models import School
from teachers.queries import visible_schools
from training.queries import RecordFilter, Sort
from training.vocabulary import OPEN, ActivityKind, Category, RecordState

Member = TypeVar("Member", bound=StrEnum)
LONGEST_TERM = 60


def filter_from(arguments: Mapping[str, str]) -> RecordFilter:
    """Return what the address narrows a list to."""
    order = arguments.get("sort", "-end")
    names = {sort.value: sort for sort in Sort}
    school = arguments.get("school", "")
    return RecordFilter(
        term=arguments.get("q", "").strip()[:LONGEST_TERM],
        school_id=int(school) if school.isdecimal() and len(school) < 10 else None,
        kind=_member(ActivityKind, arguments.get("kind", "")),
        category=_member(Category, arguments.get("category", "")),
        state=_member(RecordState, arguments.get("state", "")),
        start=_day(arguments.get("from", "")),
        end=_day(arguments.get("to", "")),
        sort=names.get(order.removeprefix("-"), Sort.END),
        descending=order.startswith("-") or order.removeprefix("-") not in names,
    )


def filter_choices(tx: Session, identity: Identity) -> dict[str, Any]:
    """Return the choices of the filter bar; schools only for those who see more than one."""
    wide = identity.reach(Permission.TRAINING_READ) is Reach.ALL
    schools = visible_schools(identity, Permission.SCHOOL_READ).order_by(School.code) if wide else None
    return {
        "kinds": [(kind.value, text(kind.label)) for kind in ActivityKind],
        "categories": [(category.value, text(category.label)) for category in Category],
        "states": [(state.value, text(state.label)) for state in _SEEN],
        "schools": [] if schools is None else [(str(row.id), row.name) for row in tx.execute(schools).scalars()],
    }


_SEEN = (
    *(state for state in RecordState if state in OPEN),
    RecordState.RETURNED,
    RecordState.APPROVED,
    RecordState.REVERSED,
)


def order_text(wanted: RecordFilter) -> str:
    """Return the order of a list as its address writes it."""
    return ("-" if wanted.descending else "") + wanted.sort.value


def _member(kind: type[Member], value: str) -> Member | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

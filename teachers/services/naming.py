"""Verbs on what schools belong to: the district, its zones and education groups, each a name and nothing more."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from core import audit
from core.audit import Actor, Subject
from core.db import stale
from core.errors import Invalid
from policy.messages import say
from teachers.models import District, School, SchoolGroup, Zone
from teachers.services.checking import text_of

Named = District | Zone | SchoolGroup
_KINDS: dict[type[Named], str] = {District: "district", Zone: "zone", SchoolGroup: "group"}


def name_district(tx: Session, name: str, *, seen: str, by: Actor) -> bool:
    """Give the district its name, which is on every page and plan; returns whether it is another one.

    Raises `Invalid` for no name, and `Conflict` where it is no longer the one that was `seen`.
    """
    district = tx.execute(select(District).with_for_update()).scalars().first()
    if district is not None:
        return rename(tx, district, name, seen=seen, by=by)
    if seen:
        raise stale()
    district = District(name=text_of(name, "name", needed=True))
    tx.add(district)
    tx.flush()
    subject = Subject.of("district", district.id)
    audit.record(tx, "district.renamed", subject, {"name": (None, district.name)}, by=by)
    return True


def rename(tx: Session, row: Named, name: str, *, seen: str, by: Actor) -> bool:
    """Rename the district, a zone or a group with all its schools; returns whether the name is another one.

    Raises `Invalid` for a name another one has, and `Conflict` where it is no longer the one that was `seen`.
    """
    table, kept = type(row), text_of(name, "name", needed=True)
    if row.name != seen:
        raise stale()
    if tx.execute(select(table.id).where(table.name == kept, table.id != row.id)).first():
        message = say("{name} is there already.", name=kept)
        raise Invalid(message, say("Move the schools over one by one; what has no school left is gone."), field="name")
    changed = audit.changes(row, {"name": kept})
    if changed:
        kind = _KINDS[table]
        audit.record(tx, f"{kind}.renamed", Subject.of(kind, row.id), changed, by=by)
    return bool(changed)


def clear_empty(tx: Session, zone_id: int | None, group_id: int | None) -> None:
    """Forget a zone and a group that a school has left when it was the last one there."""
    tx.flush()
    tx.execute(delete(Zone).where(Zone.id == zone_id, ~exists().where(School.zone_id == zone_id)))
    tx.execute(delete(SchoolGroup).where(SchoolGroup.id == group_id, ~exists().where(School.group_id == group_id)))

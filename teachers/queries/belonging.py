"""What schools belong to: the district, its zones and its education groups, with how many schools are in each."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from teachers.models import District, School, SchoolGroup, Zone


@dataclass(frozen=True, slots=True)
class Belonging:
    """A zone or a group with its open schools."""

    id: int
    name: str
    schools: int


def district_name(tx: Session) -> str:
    """Return the name of the district, empty where the register has none."""
    return tx.execute(select(District.name)).scalar() or ""


def zones_with_counts(tx: Session) -> list[Belonging]:
    """Return the zones, by name."""
    return _counted(tx, Zone, School.zone_id)


def groups_with_counts(tx: Session) -> list[Belonging]:
    """Return the education groups, by name."""
    return _counted(tx, SchoolGroup, School.group_id)


def _counted(
    tx: Session, table: type[Zone] | type[SchoolGroup], key: InstrumentedAttribute[int | None]
) -> list[Belonging]:
    rows = (
        select(table.id, table.name, func.count(School.id).label("schools"))
        .outerjoin(School, (key == table.id) & School.closed_on.is_(None))
        .group_by(table.id, table.name)
        .order_by(table.name)
    )
    return [Belonging(row.id, row.name, row.schools) for row in tx.execute(rows)]

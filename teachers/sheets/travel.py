"""Import and export of measured ways: from a teacher's home or a school to a school."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core.audit import Actor
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import Key, PlannedRow, Values
from policy.messages import say
from teachers import services
from teachers.models import School, Teacher, TravelTime
from teachers.sheets.cells import no_school, school_ids, school_names
from teachers.sheets.places import TRAVEL
from teachers.vocabulary import TravelDraft


@dataclass(frozen=True)
class TravelImporter:
    """Ways by start and target; a start that is both a staff number and a school code is refused."""

    sheet: Sheet = TRAVEL
    stored: dict[Key, Values] = field(default_factory=dict)

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the ways on file."""
        wanted = set(keys)
        self.stored.clear()
        self.stored.update({key: row for row in travel_rows(tx) if (key := (row["from"], row["to"])) in wanted})
        return self.stored

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield starts and targets nobody knows."""
        schools, teachers = school_ids(tx), _teacher_ids(tx)
        for row in rows:
            start, target = str(row.key[0]), str(row.key[1])
            if start == target:
                message = say("The way begins and ends at {place}.", place=start)
                yield RowFault(row.number, "to", message, say("Write another school, or leave the row out."))
                continue
            if target not in schools:
                yield no_school(row, "to", target, schools)
            if start in schools and start in teachers:
                message = say("{start} is a staff number and a school code at once.", start=start)
                yield RowFault(row.number, "from", message, say("Give one of the two another number first."))
            elif start not in schools and start not in teachers:
                message = say("Neither a teacher nor a school has {start}.", start=start)
                yield RowFault(row.number, "from", message, say("Write a staff number or a school code."))

    def names(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return where each way begins and ends."""
        schools = school_names(tx)
        names = {row.staff_no: row.name for row in tx.execute(select(Teacher.staff_no, Teacher.name))} | schools
        return {
            key: f"{names[str(key[0])]} → {schools[str(key[1])]}"
            for key in keys
            if str(key[0]) in names and str(key[1]) in schools
        }

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write the ways."""
        schools, teachers = school_ids(tx), _teacher_ids(tx)
        drafts = [
            TravelDraft(
                to_school_id=schools[str(row.key[1])],
                minutes=int(row.values["minutes"]),
                teacher_id=teachers.get(str(row.key[0])),
                from_school_id=schools.get(str(row.key[0])),
            )
            for row in rows
        ]
        services.record_travel(tx, drafts, by=by, on=on)


def travel_rows(tx: Session, to_schools: Iterable[int] | None = None, *, homes: bool = True) -> list[dict[str, Any]]:
    """Return the ways on file as rows of the workbook: to all schools or some, with or without those from homes."""
    start, target = aliased(School), aliased(School)
    begin = func.coalesce(Teacher.staff_no, start.code)
    rows = (
        select(begin, target.code, TravelTime.minutes)
        .select_from(TravelTime)
        .join(target, target.id == TravelTime.to_school_id)
        .outerjoin(start, start.id == TravelTime.from_school_id)
        .outerjoin(Teacher, Teacher.id == TravelTime.teacher_id)
        .order_by(begin, target.code)
    )
    if to_schools is not None:
        rows = rows.where(TravelTime.to_school_id.in_(list(to_schools)))
    if not homes:
        rows = rows.where(TravelTime.teacher_id.is_(None))
    return [{"from": origin, "to": code, "minutes": minutes} for origin, code, minutes in tx.execute(rows)]


def _teacher_ids(tx: Session) -> dict[str, int]:
    return {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}

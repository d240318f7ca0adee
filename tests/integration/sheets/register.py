"""A register of people in a table of its own, imported as a domain package does it: looked up and written in bulk."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Engine, MetaData, String, Table, func, insert, select, update
from sqlalchemy.orm import Session

from core.audit import Actor, Subject, record
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.models import ImportBatch
from core.sheets.plan import Importer, Key, PlannedRow, RowState, Values
from core.sheets.reading import grid_of
from core.sheets.trial import GridOf, Trial, prepared, tried, try_read, upload_of
from policy.messages import say
from tests.unit.core.sheets.samples import PEOPLE, Colour

PERSON = Table(
    "sheet_person",
    MetaData(),
    Column("staff_no", String(40), primary_key=True),
    Column("data", JSON, nullable=False),
)
AT_ONCE = 500


class Crash(Exception):
    """Something breaks half-way through the writing."""


@dataclass(frozen=True)
class Clerk:
    """Whoever imports."""

    user_id: int | None = 1
    staff_no: str = "C1"
    name: str = "clerk"


@dataclass
class PeopleImporter:
    """The importer of the test; it can be told to break after writing."""

    breaks: bool = False
    looked_up: int = 0

    @property
    def sheet(self) -> Sheet:
        """The table."""
        return PEOPLE

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Look the people up, some hundreds at once."""
        found: dict[Key, Values] = {}
        for start in range(0, len(keys), AT_ONCE):
            self.looked_up += 1
            numbers = [key[0] for key in keys[start : start + AT_ONCE]]
            for staff_no, data in tx.execute(select(PERSON).where(PERSON.c.staff_no.in_(numbers))):
                found[(staff_no,)] = loaded(data)
        return found

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterable[RowFault]:
        """Nobody is no person."""
        for row in rows:
            if row.values.get("name") == "Nobody":
                yield RowFault(row.number, "name", say("Nobody is no person."), say("Write the name of a person."))

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write in bulk, one entry of the audit trail for each."""
        new = [row for row in rows if row.state is RowState.NEW]
        if new:
            tx.execute(insert(PERSON), [{"staff_no": row.key[0], "data": kept(row.values)} for row in new])
        old = self.existing(tx, [row.key for row in rows if row.state is RowState.CHANGED])
        for row in rows:
            if row.state is RowState.CHANGED:
                data = kept({**old[row.key], **row.values})
                tx.execute(update(PERSON).where(PERSON.c.staff_no == row.key[0]).values(data=data))
            record(tx, f"person.{row.state.value}", Subject.of("person", row.key[0]), by=by)
        if self.breaks:
            raise Crash


def kept(values: Values) -> dict[str, Any]:
    """The values as JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), default=str))
    return plain


def loaded(data: dict[str, Any]) -> dict[str, Any]:
    """The values as the importer gives them."""
    values = dict(data)
    if values.get("born"):
        values["born"] = date.fromisoformat(values["born"])
    if values.get("share"):
        values["share"] = Decimal(values["share"])
    if values.get("colour"):
        values["colour"] = Colour(values["colour"])
    for name in ("subjects", "likes"):
        values[name] = tuple(values.get(name) or ()) or None
    return values


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction, as `core.db.transaction` opens it."""
    with Session(engine, expire_on_commit=False) as tx:
        tx.connection(execution_options={"junheng_write": True})
        yield tx
        tx.commit()


def trial(engine: Engine, number: int, importer: Importer, read: GridOf = grid_of) -> Trial:
    """Try a batch outside any transaction that writes."""
    with Session(engine) as tx:
        upload = upload_of(tx.get_one(ImportBatch, number))
    reading = try_read(upload, importer.sheet, read)
    with Session(engine) as tx:
        return prepared(tried(tx, upload, importer, reading))


def people(engine: Engine) -> int:
    """How many people there are."""
    with Session(engine) as tx:
        return tx.execute(select(func.count()).select_from(PERSON)).scalar_one()

"""People kept in memory, imported without a database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.orm import Session

from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import Importer, Key, Plan, PlannedRow, Values, make_plan
from core.sheets.reading import read
from policy.messages import say
from tests.unit.core.sheets.samples import PEOPLE

NO_SESSION = cast(Session, None)


@dataclass
class Register:
    """People kept in memory; the name Nobody is against its rules."""

    people: dict[Key, Values] = field(default_factory=dict)
    looked_up: int = 0

    @property
    def sheet(self) -> Sheet:
        return PEOPLE

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        self.looked_up += 1
        return {key: self.people[key] for key in keys if key in self.people}

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterable[RowFault]:
        for row in rows:
            if row.values.get("name") == "Nobody":
                yield RowFault(row.number, "name", say("Nobody is no person."), say("Write the name of a person."))

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Any, on: Any) -> None:
        for row in rows:
            self.people[row.key] = {**self.people.get(row.key, {}), **row.values}


def register(*people: Mapping[str, Any]) -> Register:
    return Register({(person["staff_no"],): person for person in people})


def planned(importer: Importer, data: bytes, name: str = "x.xlsx") -> Plan:
    return make_plan(NO_SESSION, read(PEOPLE, name, data), importer)

"""Import and export of schools with their pupils by stage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import Invalid
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import Key, PlannedRow, RowState, Values
from policy.messages import say
from teachers import services
from teachers.models import School
from teachers.queries import schools_on, units_on
from teachers.rules.years import school_year_on
from teachers.services.checking import school_values
from teachers.sheets.cells import as_fault, as_float, degrees, merged, no_school
from teachers.sheets.places import SCHOOLS, STUDENT_COLUMNS
from teachers.vocabulary import SchoolDraft, UnitDraft, YearDraft


@dataclass(frozen=True)
class SchoolImporter:
    """Schools by their code; zones and groups are made as named, partners may be rows of the same file."""

    on: date
    sheet: Sheet = SCHOOLS
    stored: dict[Key, Values] = field(default_factory=dict)

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the schools on file, column by column."""
        wanted = set(keys)
        self.stored.clear()
        self.stored.update({key: row for row in school_rows(tx, self.on) if (key := (row["school"],)) in wanted})
        return self.stored

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield what cannot be taken."""
        on_file = {row.code: row for row in tx.execute(select(School)).scalars()}
        names = {row.name: code for code, row in on_file.items()}
        known = {*on_file, *(str(row.key[0]) for row in rows)}
        for row in rows:
            values = merged(self.stored.get(row.key), row.values)
            code = str(row.key[0])
            closed = on_file.get(code)
            if closed is not None and row.key not in self.stored:
                yield RowFault(row.number, "school", say("This school is closed."), say("Delete the row."))
                continue
            yield from self._missing(row, values)
            yield from self._half_parted(row, rows)
            for partner in _texts(values.get("partners")):
                if partner not in known or partner == code:
                    yield no_school(row, "partners", partner, known - {code})
            if names.setdefault(str(values.get("name")), code) != code:
                message = say("Another school has this name.")
                yield RowFault(row.number, "name", message, say("Write the full official name."))
            try:
                school_values(_draft(values))
            except Invalid as refusal:
                yield as_fault(row, refusal, self.sheet)

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write the schools, then their partners: a partner may only come with this file."""
        codes = [str(row.key[0]) for row in rows]
        schools = {row.code: row for row in tx.execute(select(School).where(School.code.in_(codes))).scalars()}
        for row in rows:
            values = merged(self.stored.get(row.key), row.values)
            if row.state is RowState.NEW:
                lonely = _draft({**values, "partners": ()})
                schools[str(row.key[0])] = services.open_school(tx, lonely, by=by, on=on)
        for row in rows:
            values = merged(self.stored.get(row.key), row.values)
            school = schools[str(row.key[0])]
            named = sorted({*_texts(values.get("partners")), *self._naming(school.code, rows)})
            tx.flush()
            draft = _draft({**values, "partners": named})
            services.change_school(tx, school, draft, version=school.version, by=by, on=on)
            year = _year(values, on)
            if year.units:
                services.record_year(tx, school, year, by=by, on=on)

    def _partners(self, code: str, rows: Sequence[PlannedRow]) -> set[str]:
        """Return the partners a school of the file is to have by its own row."""
        row = next((row for row in rows if row.key == (code,)), None)
        values = merged(self.stored.get((code,)), row.values if row else {})
        return set(_texts(values.get("partners")))

    def _naming(self, code: str, rows: Sequence[PlannedRow]) -> set[str]:
        """Return the schools of the file whose rows name a school as partner: one side is enough."""
        return {str(row.key[0]) for row in rows if code in _texts(row.values.get("partners"))}

    def _half_parted(self, row: PlannedRow, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield partners a row drops while their own rows in the file still name this school."""
        code = str(row.key[0])
        before = set(_texts((self.stored.get(row.key) or {}).get("partners")))
        for partner in sorted(before - self._partners(code, rows)):
            if (partner,) in self.stored and code in self._partners(partner, rows):
                message = say("The row of {partner} still names this school as its partner.", partner=partner)
                yield RowFault(row.number, "partners", message, say("Name the partners in both rows, or in neither."))

    def _missing(self, row: PlannedRow, values: Mapping[str, Any]) -> Iterator[RowFault]:
        for key in ("name", "area"):
            if not values.get(key):
                message = say("A new school needs this.")
                yield RowFault(row.number, key, message, say("Fill in the cell."))
        if not any(values.get(column) is not None for column in STUDENT_COLUMNS.values()):
            message = say("No stage has any number of pupils; the school would have no classes at all.")
            yield RowFault(row.number, "", message, say("Write the pupils of each stage; 0 is a number."))


def school_rows(tx: Session, on: date, school_ids: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """Return the open schools as rows of the workbook: all, or some."""
    wanted = None if school_ids is None else set(school_ids)
    students: dict[int, dict[str, Any]] = {}
    for unit in units_on(tx, on):
        columns = students.setdefault(unit.school_id, {"school_year": unit.school_year})
        columns[STUDENT_COLUMNS[unit.stage]] = unit.students
    return [
        {
            "school": school.code,
            "name": school.name,
            "area": school.area,
            "zone": school.zone or None,
            "group": school.group or None,
            "partners": school.partners or None,
            "longitude": degrees(school.longitude),
            "latitude": degrees(school.latitude),
            "authorised_headcount": school.authorised_headcount,
            "senior_posts": school.senior_posts,
            **students.get(school.id, {}),
        }
        for school in schools_on(tx, on)
        if wanted is None or school.id in wanted
    ]


def _draft(values: Mapping[str, Any]) -> SchoolDraft:
    return SchoolDraft(
        code=str(values["school"]),
        name=str(values.get("name") or ""),
        area=values.get("area"),  # type: ignore[arg-type]  # its absence is a fault of the row
        zone=str(values.get("zone") or ""),
        group=str(values.get("group") or ""),
        partners=_texts(values.get("partners")),
        longitude=as_float(values.get("longitude")),
        latitude=as_float(values.get("latitude")),
        authorised_headcount=values.get("authorised_headcount"),
        senior_posts=values.get("senior_posts"),
    )


def _year(values: Mapping[str, Any], on: date) -> YearDraft:
    units = tuple(
        UnitDraft(stage, values[column]) for stage, column in STUDENT_COLUMNS.items() if values.get(column) is not None
    )
    return YearDraft(values.get("school_year") or school_year_on(on), units)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())

"""Import and export of what teachers hold: each row is one certificate, one recognition or one placement."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from teachers.models import DualQualification, IndustryPlacement, Teacher, TeachingCertificate
from teachers.services import chunks
from teachers.sheets.cells import as_fault, merged
from teachers.sheets.holdings import CERTIFICATES, DUALS, PLACEMENTS
from teachers.vocabulary import CertificateDraft, DualDraft, PlacementDraft, TeacherStatus

Draft = CertificateDraft | DualDraft | PlacementDraft


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of what teachers hold: its rows, its draft, and the verbs that judge, add and change one."""

    sheet: Sheet
    table: type[Any]
    draft: Callable[[Values], Draft]
    judge: Callable[..., None]
    add: Callable[..., Any]
    change: Callable[..., Any]

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns that are attributes of a row."""
        return tuple(column.key for column in self.sheet.columns if column.key not in {"staff_no", "name"})


@dataclass(frozen=True)
class HoldingImporter:
    """Rows by staff number and what names them; what is on file and not in the table stays."""

    kind: Holding
    on: date
    stored: dict[Key, Values] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The table's columns."""
        return self.kind.sheet

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return what is on file."""
        wanted = set(keys)
        self.stored.clear()
        for row in holding_rows(tx, self.kind, [str(key[0]) for key in keys]):
            key = tuple(row[name] for name in self.sheet.key)
            if key in wanted:
                self.stored[key] = row
        return self.stored

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield people nobody knows, names that are another's, and what the verbs would refuse."""
        people = _people(tx, rows)
        for row in rows:
            person, staff_no = people.get(str(row.key[0])), str(row.key[0])
            if person is None or person.status is TeacherStatus.LEFT:
                message = say("No teacher in service has the staff number {staff_no}.", staff_no=staff_no)
                yield RowFault(row.number, "staff_no", message, say("Check the number, or import the teacher first."))
                continue
            name = row.values.get("name")
            if name and name != person.name:
                message = say("{staff_no} is {name} in the register.", staff_no=staff_no, name=person.name)
                yield RowFault(row.number, "name", message, say("Compare staff number and name."))
                continue
            values = merged(self.stored.get(row.key), row.values)
            try:
                self.kind.judge(tx, person, self.kind.draft(values), on=self.on)
            except Invalid as refusal:
                yield as_fault(row, refusal, self.sheet)

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write the rows one by one through the verbs."""
        people = _people(tx, rows)
        for row in rows:
            stored = self.stored.get(row.key)
            draft = self.kind.draft(merged(stored, row.values))
            if row.state is RowState.NEW or stored is None:
                self.kind.add(tx, people[str(row.key[0])], draft, by=by, on=on)
            else:
                held = tx.get_one(self.kind.table, stored["id"])
                self.kind.change(tx, held, draft, version=held.version, by=by, on=on)


def holding_rows(tx: Session, kind: Holding, staff_nos: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what some teachers hold as rows of the workbook."""
    for part in chunks(sorted(set(staff_nos))):
        rows = select(kind.table, Teacher.staff_no, Teacher.name).join(Teacher, Teacher.id == kind.table.teacher_id)
        ordered = rows.where(Teacher.staff_no.in_(part)).order_by(Teacher.staff_no, kind.table.id)
        for held, staff_no, name in tx.execute(ordered):
            cells = {key: None if getattr(held, key) == "" else getattr(held, key) for key in kind.cells}
            yield {"id": held.id, "staff_no": staff_no, "name": name, **cells}


def _people(tx: Session, rows: Sequence[PlannedRow]) -> dict[str, Teacher]:
    found: dict[str, Teacher] = {}
    for part in chunks(sorted({str(row.key[0]) for row in rows})):
        teachers = tx.execute(select(Teacher).where(Teacher.staff_no.in_(part))).scalars()
        found |= {teacher.staff_no: teacher for teacher in teachers}
    return found


def _certificate(values: Values) -> CertificateDraft:
    return CertificateDraft(
        level=values["level"],
        subject=values.get("subject") or "",
        number=values.get("number") or "",
        issued_on=values.get("issued_on"),
        registered_on=values.get("registered_on"),
        expires_on=values.get("expires_on"),
        preschool_training=bool(values.get("preschool_training")),
    )


def _dual(values: Values) -> DualDraft:
    return DualDraft(
        level=values["level"],
        valid_from=values["valid_from"],
        basis=values["basis"],
        valid_to=values.get("valid_to"),
        work_years=values.get("work_years") or 0,
        number=values.get("number") or "",
    )


def _placement(values: Values) -> PlacementDraft:
    return PlacementDraft(values["company"], values["started_on"], values["ended_on"], values.get("days"))


HOLDINGS: Mapping[str, Holding] = {
    kind.sheet.name: kind
    for kind in (
        Holding(
            CERTIFICATES,
            TeachingCertificate,
            _certificate,
            services.judge_certificate,
            services.add_certificate,
            services.change_certificate,
        ),
        Holding(
            PLACEMENTS,
            IndustryPlacement,
            _placement,
            services.judge_placement,
            services.record_placement,
            services.change_placement,
        ),
        Holding(DUALS, DualQualification, _dual, services.judge_dual, services.recognise_dual, services.correct_dual),
    )
}
"""What teachers hold, by the name of its workbook; placements before the recognitions that rest on them."""

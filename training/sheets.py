"""Training records as a table: rosters in, lists out, the same columns both ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.errors import DomainError, Invalid
from core.sheets.columns import Column, Kind, Sheet, choices_of
from core.sheets.faults import RowFault
from core.sheets.plan import Key, PlannedRow, RowState, Values
from policy.messages import say
from teachers.models import School, Teacher
from teachers.queries import teachers_within
from training.models import TrainingRecord
from training.queries import credited, taken_days
from training.rules import HUNDREDTHS, category_for, check, check_together, shown, title_key
from training.services import Entry, enter
from training.vocabulary import EDITABLE, GONE, ActivityKind, Category, RecordDraft, RecordState, Taken

BATCH = 500
MOST_HOURS = 2000

RECORDS = Sheet(
    name="training",
    title=say("Training records"),
    key=("staff_no", "title", "start_on"),
    label="name",
    notes=(
        say("One row for each teacher and activity. Staff number, name of the activity and first day name the record."),
        say("What the school enters is approved for the school; credits are booked when the district approves."),
        say("School-based study always counts for the school-based credits; the column may be left empty."),
    ),
    columns=(
        Column(key="staff_no", header=say("Staff number"), kind=Kind.CODE, required=True, longest=30),
        Column(key="name", header=say("Name"), longest=60),
        Column(key="title", header=say("Name of the activity"), required=True, longest=100, width=36),
        Column(
            key="kind",
            header=say("Kind of activity"),
            kind=Kind.CHOICE,
            required=True,
            choices=choices_of(ActivityKind),
        ),
        Column(
            key="category", header=say("Counts for"), kind=Kind.CHOICE, choices=choices_of(Category), blank_keeps=True
        ),
        Column(key="start_on", header=say("First day"), kind=Kind.DATE, required=True),
        Column(key="end_on", header=say("Last day"), kind=Kind.DATE, blank_keeps=True),
        Column(key="hours", header=say("Hours"), kind=Kind.DECIMAL, required=True, low=0, high=MOST_HOURS, places=2),
        Column(key="organiser", header=say("Organiser"), longest=100, width=24),
        Column(key="certificate_no", header=say("Certificate number"), kind=Kind.CODE, longest=60),
    ),
)
LIST = replace(
    RECORDS,
    columns=(
        *RECORDS.columns,
        Column(key="state", header=say("State"), kind=Kind.CHOICE, choices=choices_of(RecordState)),
        Column(key="school", header=say("School"), longest=100, width=24),
        Column(key="credits", header=say("Credits booked"), kind=Kind.DECIMAL),
    ),
)
"""What is exported: the columns of the import, and behind them what only the product knows."""


@dataclass(frozen=True)
class TrainingImporter:
    """Rosters of one person: a clerk's for the own school, the district's for everybody."""

    identity: Identity
    on: date
    sheet: Sheet = field(default=RECORDS)

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the stored records of the keys; drafts are their authors' own business and look new."""
        people = self._people(tx, {str(key[0]) for key in keys})
        stored = _stored(tx, [person.id for person in people.values()])
        found: dict[Key, Values] = {}
        for key in keys:
            person = people.get(str(key[0]))
            row = stored.get((person.id, title_key(key[1]), key[2])) if person else None
            if person and row and row.state is not RecordState.DRAFT:
                found[key] = values_of(row, person)
        return found

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterable[RowFault]:
        """Yield what the rules have against rows: unknown people, days, hours, records that are decided already."""
        people = self._people(tx, {str(row.key[0]) for row in rows})
        stored = _stored(tx, [person.id for person in people.values()])
        first: dict[tuple[int, str, date], int] = {}
        for row in rows:
            person = people.get(str(row.key[0]))
            if person is None:
                yield RowFault(
                    row.number,
                    "staff_no",
                    say("No teacher with this staff number is within your reach."),
                    say("Check the number; teachers of other schools are entered by their own school."),
                )
                continue
            activity = (person.id, title_key(row.key[1]), row.key[2])
            if first.setdefault(activity, row.number) != row.number:
                yield _twice(row, first[activity])
            yield from self._faults(row, person, stored.get(activity))
        yield from self._without_room(tx, rows, people, stored)

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Identity, on: date) -> None:
        """Enter new and changed rows, each through the service, in the transaction of the import."""
        people = self._people(tx, {str(row.key[0]) for row in rows})
        stored = _stored(tx, [person.id for person in people.values()])
        entries = []
        for row in rows:
            person = people[str(row.key[0])]
            known = stored.get((person.id, title_key(row.key[1]), row.key[2]))
            entries.append(Entry(person.id, _draft(row.values, known), known))
        enter(tx, entries, by=by, on=on)

    def _people(self, tx: Session, numbers: set[str]) -> dict[str, Teacher]:
        within = teachers_within(self.identity, Permission.TRAINING_IMPORT, on=self.on)
        found: dict[str, Teacher] = {}
        for part in _parts(sorted(numbers)):
            rows = select(Teacher).where(Teacher.staff_no.in_(part), within)
            found |= {row.staff_no: row for row in tx.execute(rows).scalars()}
        return found

    def _faults(self, row: PlannedRow, person: Teacher, known: TrainingRecord | None) -> Iterator[RowFault]:
        name = row.values.get("name")
        if name and name != person.name:
            yield RowFault(
                row.number,
                "name",
                say("The staff number belongs to {name}.", name=person.name),
                say("Correct the number or the name, or leave the name empty."),
            )
        if known is not None and row.state is RowState.CHANGED:
            yield from self._standing_in_the_way(row, known)
        try:
            check(_draft(row.values, known), on=self.on)
        except Invalid as refusal:
            yield _fault(row, refusal)

    def _without_room(
        self,
        tx: Session,
        rows: Sequence[PlannedRow],
        people: Mapping[str, Teacher],
        stored: Mapping[tuple[int, str, date], TrainingRecord],
    ) -> Iterator[RowFault]:
        """Yield rows whose hours have no room beside the records on file and the rows before them."""
        taken = taken_days(tx, [person.id for person in people.values()])
        drafts: list[tuple[PlannedRow, int, RecordDraft]] = []
        seen: set[tuple[int, str, date]] = set()
        for row in rows:
            person = people.get(str(row.key[0]))
            activity = (person.id, title_key(row.key[1]), row.key[2]) if person else None
            if person is None or activity is None or activity in seen:
                continue
            seen.add(activity)
            known = stored.get(activity)
            if known is not None:
                taken[person.id].pop(known.id, None)
            with suppress(Invalid):  # what is wrong with the row alone is told already
                drafts.append((row, person.id, _draft(row.values, known)))
        for row, teacher, draft in drafts:
            try:
                check_together(draft, taken[teacher].values())
            except Invalid as refusal:
                yield _fault(row, refusal)
            else:
                taken[teacher][-row.number] = Taken(draft.title, draft.start_on, draft.end_on, draft.hours)

    def _standing_in_the_way(self, row: PlannedRow, known: TrainingRecord) -> Iterator[RowFault]:
        if known.state is RecordState.APPROVED:
            yield RowFault(
                row.number,
                "title",
                say("This activity is credited already and cannot be changed by a roster."),
                say("Leave the row out, or have the credits reversed first."),
            )
        elif known.teacher_id == self.identity.teacher_id and known.state not in EDITABLE:
            yield RowFault(
                row.number,
                "staff_no",
                say("This is your own record, and it is under review."),
                say("Leave the row out; take the record back on your own page to change it."),
            )


def exported(tx: Session, rows: Select[TrainingRecord, Teacher, School | None]) -> Iterator[Values]:
    """Yield a list of records for export, with state, school and booked credits."""
    found = tx.execute(rows).all()
    for part in _parts(found):
        credits = credited(tx, [row.TrainingRecord.id for row in part])
        for record, person, school in part:
            yield {
                **values_of(record, person),
                "state": record.state,
                "school": school.name if school else "",
                "credits": Decimal(shown(credits[record.id])) if record.id in credits else None,
            }


def values_of(row: TrainingRecord, person: Teacher) -> dict[str, Any]:
    """Return a record by column."""
    return {
        "staff_no": person.staff_no,
        "name": person.name,
        "title": row.title,
        "kind": row.kind,
        "category": row.category,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "hours": Decimal(row.hours) / HUNDREDTHS,
        "organiser": row.organiser,
        "certificate_no": row.certificate_no,
    }


def _stored(tx: Session, teacher_ids: Sequence[int]) -> dict[tuple[int, str, date], TrainingRecord]:
    """Return the standing records of some teachers by what makes two records the same activity."""
    found: dict[tuple[int, str, date], TrainingRecord] = {}
    for part in _parts(teacher_ids):
        rows = select(TrainingRecord).where(TrainingRecord.teacher_id.in_(part), TrainingRecord.state.not_in(GONE))
        for row in tx.execute(rows).scalars():
            found[row.teacher_id, row.title_key, row.start_on] = row
    return found


def _draft(values: Mapping[str, Any], known: TrainingRecord | None) -> RecordDraft:
    """Return what a row says; columns the file lacks stay as they are stored.

    Raises `Invalid`.
    """
    kind = ActivityKind(values.get("kind") or (known.kind if known else ActivityKind.TRAINING))
    category = values.get("category") or (known.category if known else None)
    first = values["start_on"]
    return RecordDraft(
        kind=kind,
        category=category_for(kind, Category(category) if category else None),
        title=values["title"],
        start_on=first,
        end_on=values.get("end_on") or (known.end_on if known else first),
        hours=int(values["hours"] * HUNDREDTHS),
        organiser=_kept(values, known, "organiser"),
        certificate_no=_kept(values, known, "certificate_no"),
    )


def _kept(values: Mapping[str, Any], known: TrainingRecord | None, name: str) -> str:
    if name in values or known is None:
        return values.get(name) or ""
    return str(getattr(known, name))


def _twice(row: PlannedRow, other: int) -> RowFault:
    return RowFault(
        row.number,
        "title",
        say("Row {other} is the same activity: only blanks or punctuation differ.", other=other),
        say("Compare the two rows and delete one of them."),
    )


def _fault(row: PlannedRow, refusal: DomainError) -> RowFault:
    column = refusal.field if isinstance(refusal, Invalid) else ""
    cure = refusal.cure or say("Correct the cell and load the file again.")
    return RowFault(row.number, column, refusal.message, cure)


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]

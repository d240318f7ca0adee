"""Import and export of teachers with the posting in force and the deferral that runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import Invalid
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.grid import Note
from core.sheets.plan import Key, PlannedRow, RowState, Values
from policy.messages import listed, say
from policy.months import Month, format_month
from teachers import queries, services
from teachers.models import Posting, Teacher
from teachers.rules.months import born_before_joining
from teachers.rules.years import month_of
from teachers.services import FileDraft, chunks
from teachers.services.checking import require, teacher_values
from teachers.services.postings import Place, places, posting_values
from teachers.sheets.cells import as_fault, as_float, hundredths, merged, no_school
from teachers.sheets.deferrals import lay_deferrals
from teachers.sheets.files import teacher_rows
from teachers.sheets.people import DEFERRAL_COLUMNS, TEACHERS
from teachers.vocabulary import FULL_POST, PostingDraft, TeacherDraft, TeacherStatus

_NEEDED = ("name", "school", "stage", "subject")
_DEFERRAL = frozenset(DEFERRAL_COLUMNS)
_POSTING = frozenset({"stage", "subject", "second_subject", "fte"})


@dataclass
class TeacherImporter:
    """Teachers by staff number: new ones are enrolled, others changed; another school begins a new posting."""

    on: date
    sheet: Sheet = TEACHERS
    stored: dict[Key, Values] = field(default_factory=dict)

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the teachers on file, personal numbers in clear: masks are compared with them."""
        wanted = [str(key[0]) for key in keys]
        self.stored = {(row["staff_no"],): row for part in chunks(wanted) for row in teacher_rows(tx, part, self.on)}
        return self.stored

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield what cannot be taken: unknown schools, missing cells, numbers that are wrong or somebody else's."""
        known = places(tx)
        ids = {place.code: key for key, place in known.items()}
        keys = [str(row.key[0]) for row in rows]
        left, coming = _left(tx, keys), _coming(tx, keys, self.on)
        for row in rows:
            values = merged(self.stored.get(row.key), row.values)
            if str(row.key[0]) in left:
                message = say("This teacher has left the service.")
                yield RowFault(row.number, "staff_no", message, say("Take the teacher back in the file first."))
                continue
            if str(row.key[0]) in coming and any(change.column == "school" for change in row.changes):
                message = say("A posting to come, from {day}, is on file already.", day=coming[str(row.key[0])])
                cure = say("Take that posting back in the file first, or leave the school as it is.")
                yield RowFault(row.number, "school", message, cure)
            yield from self._sound(row, values, ids, known)
        yield from self._others_numbers(tx, rows)

    def notes(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[Note]:
        """Yield what the rows do to postings, and subjects nobody knows: no faults, but easily a slip."""
        changed = [{change.column for change in row.changes} for row in rows if row.state is RowState.CHANGED]
        moved = sum("school" in columns for columns in changed)
        if moved:
            yield (
                say("{count} rows name another school than the present one.", count=moved),
                say("A new posting there begins on {day}; the one before it ends the day before.", day=self.on),
            )
        corrected = sum("school" not in columns and bool(columns & _POSTING) for columns in changed)
        if corrected:
            yield (
                say("{count} rows change stage, subjects or share of a post at the same school.", count=corrected),
                say(
                    "The running posting is corrected back to its first day. Where this holds only from a day on, begin"
                    " a posting in the teacher's file instead."
                ),
            )
        subjects = {str(row.values.get(column) or "") for row in rows for column in ("subject", "second_subject")}
        unknown = queries.unknown_subjects(tx, subjects, self.on)
        if unknown:
            yield (
                say("Neither the curriculum nor the register knows: {subjects}.", subjects=listed(unknown)),
                say("Look for a slip; a new subject is taken as it is written."),
            )

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write the rows through the verbs on many, then the deferrals."""
        ids = {place.code: key for key, place in places(tx).items()}
        drafts = {row.key: self._draft(merged(self.stored.get(row.key), row.values), ids) for row in rows}
        new = [row for row in rows if row.state is RowState.NEW]
        services.enrol_many(tx, [drafts[row.key] for row in new], by=by, on=on)
        keys = _ids(tx, [str(row.key[0]) for row in rows])
        changed = {
            keys[str(row.key[0])]: drafts[row.key]
            for row in rows
            if row.state is RowState.CHANGED and not _only_deferral(row)
        }
        services.change_many(tx, changed, by=by, on=on)
        concerned = {
            keys[str(row.key[0])]: merged(self.stored.get(row.key), row.values) for row in rows if _defers(row)
        }
        lay_deferrals(tx, concerned, by=by, on=on)

    def _sound(
        self, row: PlannedRow, values: Mapping[str, Any], ids: Mapping[str, int], known: Mapping[int, Place]
    ) -> Iterator[RowFault]:
        missing = [key for key in _NEEDED if not values.get(key)]
        for key in missing:
            yield RowFault(row.number, key, say("A new teacher needs this."), say("Fill in the cell."))
        if missing:
            return
        if str(values["school"]) not in ids:
            yield no_school(row, "school", str(values["school"]), ids)
            return
        draft = self._draft(values, ids)
        try:
            teacher_values(draft.teacher, self.on)
            if draft.posting is not None:
                posting_values(known, draft.posting)
                joined = draft.posting.joined_school or format_month(month_of(draft.posting.valid_from))
                require(born_before_joining(draft.teacher.birth_month, joined), "birth_month")
        except Invalid as refusal:
            yield as_fault(row, refusal, self.sheet)
        until = values.get("deferral_until")
        if until is not None and values.get("deferral") and until < self.on and _defers(row):
            message = say("The deferral would have ended already.")
            yield RowFault(row.number, "deferral_until", message, say("Write a later day, or empty both cells."))

    def _others_numbers(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield ID numbers that occur twice in the file, or that somebody else of the register has."""
        given = {row.number: str(row.values["id_number"]) for row in rows if row.values.get("id_number")}
        own = _ids(tx, [str(row.key[0]) for row in rows if row.number in given])
        holders = services.taken(tx, list(set(given.values())))
        first: dict[str, int] = {}
        cure = say("Compare with the identity card.")
        for row in rows:
            number = given.get(row.number)
            if number is None:
                continue
            other = first.setdefault(number, row.number)
            if other != row.number:
                message = say("Row {other} has the same ID number.", other=other)
                yield RowFault(row.number, "id_number", message, cure)
            elif number in holders and holders[number] != own.get(str(row.key[0])):
                message = say("Somebody else of the register has this ID number.")
                yield RowFault(row.number, "id_number", message, cure)

    def _draft(self, values: Mapping[str, Any], ids: Mapping[str, int]) -> FileDraft:
        joined = values.get("joined_school")
        posting = PostingDraft(
            school_id=ids[str(values["school"])],
            stage=values["stage"],
            subject=str(values["subject"]),
            valid_from=self._begins(values),
            second_subject=str(values.get("second_subject") or ""),
            fte=hundredths(values.get("fte"), FULL_POST),
            joined_school=_month(joined) if self._same_school(values) else "",
        )
        return FileDraft(_teacher(values), posting)

    def _begins(self, values: Mapping[str, Any]) -> date:
        """Return the first day: of the running posting where the school stays, of a new one else."""
        stored = self.stored.get((values["staff_no"],))
        if stored is None:
            return _first_day(values.get("joined_school"), self.on)
        begun: date | None = stored.get("valid_from") if stored.get("school") == values["school"] else None
        return begun or self.on

    def _same_school(self, values: Mapping[str, Any]) -> bool:
        """Whether the month of joining in a row is that of its school: a changed school begins a month of its own."""
        stored = self.stored.get((values["staff_no"],))
        return (
            stored is None
            or stored.get("school") == values["school"]
            or stored.get("joined_school") != values.get("joined_school")
        )


def _teacher(values: Mapping[str, Any]) -> TeacherDraft:
    usual = TeacherDraft(staff_no=str(values["staff_no"]), name=str(values["name"]))
    return TeacherDraft(
        staff_no=usual.staff_no,
        name=usual.name,
        sex=values.get("sex"),
        birth_month=_month(values.get("birth_month")),
        post_type=values.get("post_type") or usual.post_type,
        retirement_month=_month(values.get("retirement_month")),
        title=values.get("title"),
        degree=values.get("degree") or usual.degree,
        backbone=values.get("backbone") or usual.backbone,
        team=str(values.get("team") or ""),
        mountain_years=hundredths(values.get("mountain_years")),
        longitude=as_float(values.get("longitude")),
        latitude=as_float(values.get("latitude")),
        id_number=str(values.get("id_number") or ""),
        phone=str(values.get("phone") or ""),
    )


def _first_day(joined: Month | None, on: date) -> date:
    """Return the day a new teacher's posting begins: with the month of joining, where it is known."""
    return on if joined is None else date(joined // 12, joined % 12 + 1, 1)


def _month(value: Month | None) -> str:
    return "" if value is None else format_month(value)


def _defers(row: PlannedRow) -> bool:
    """Whether a row has something to say about a deferral."""
    if row.state is RowState.NEW:
        return bool(row.values.get("deferral"))
    return any(change.column in _DEFERRAL for change in row.changes)


def _only_deferral(row: PlannedRow) -> bool:
    return all(change.column in _DEFERRAL for change in row.changes)


def _ids(tx: Session, staff_nos: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(staff_nos):
        rows = select(Teacher.staff_no, Teacher.id).where(Teacher.staff_no.in_(part))
        found |= {row.staff_no: row.id for row in tx.execute(rows)}
    return found


def _left(tx: Session, staff_nos: Sequence[str]) -> set[str]:
    """Return which of some staff numbers belong to people who have left."""
    gone: set[str] = set()
    for part in chunks(staff_nos):
        rows = select(Teacher.staff_no).where(Teacher.staff_no.in_(part), Teacher.status == TeacherStatus.LEFT)
        gone |= set(tx.execute(rows).scalars())
    return gone


def _coming(tx: Session, staff_nos: Sequence[str], on: date) -> dict[str, date]:
    """Return which of some staff numbers have a posting still to come, and from when: {staff number: first day}."""
    found: dict[str, date] = {}
    for part in chunks(staff_nos):
        rows = select(Teacher.staff_no, Posting.valid_from).join(Posting, Posting.teacher_id == Teacher.id)
        later = rows.where(Teacher.staff_no.in_(part), Posting.valid_from > on)
        found |= {row.staff_no: row.valid_from for row in tx.execute(later)}
    return found

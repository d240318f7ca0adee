"""What a teacher does with an own record: log it, prove it, change it, hand it in, take it back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Role
from core.audit import Subject, changes, record
from core.clock import instant
from core.db import expect_version, stale
from core.enums import LabelledEnum
from core.errors import Conflict, Invalid, NotAllowed
from core.files import MOST_AT_ONCE, StoredFile, Upload, files_of, remove, store, was_sent
from core.text import clean
from policy.messages import say
from teachers.queries import school_id_on
from training.models import TrainingRecord
from training.queries import same_activity, taken_days
from training.rules import category_for, check, check_proof, check_together, shown_hours, title_key
from training.vocabulary import EDITABLE, RecordDraft, RecordState

KIND = "training_record"


def log(tx: Session, draft: RecordDraft, *, by: Identity, on: date) -> TrainingRecord:
    """Keep an activity of the person's own as a draft.

    Raises `Invalid` with the field, also where the same activity is logged already.
    """
    if by.teacher_id is None or not by.may(Permission.TRAINING_LOG):
        raise NotAllowed
    values = checked_values(tx, by.teacher_id, draft, on=on)
    row = TrainingRecord(teacher_id=by.teacher_id, created_by=by.user_id, created_at=instant(), **values)
    row.school_id = school_id_on(tx, by.teacher_id, on)
    tx.add(row)
    tx.flush()
    record(tx, "training.logged", subject_of(row), as_new(values), by=by)
    return row


def change(tx: Session, row: TrainingRecord, draft: RecordDraft, version: int, *, by: Identity, on: date) -> None:
    """Change a record that is not under review.

    Raises `Conflict` where somebody was faster, `Invalid` with the field.
    """
    _own(row, by)
    if row.version != version:
        raise _both(row, draft)
    _editable(row)
    changed = changes(row, checked_values(tx, row.teacher_id, draft, on=on, but=row.id))
    if changed:
        record(tx, "training.changed", subject_of(row), changed, by=by)


def attach(tx: Session, row: TrainingRecord, uploads: Iterable[Upload | None], *, by: Identity) -> list[StoredFile]:
    """Keep evidence with a record.

    Raises `Invalid` for a file that cannot be taken, or one too many.
    """
    _own(row, by)
    sent = [upload for upload in uploads if upload is not None and was_sent(upload)]
    if not sent:
        return []
    _editable(row)
    if len(evidence(tx, row)) + len(sent) > MOST_AT_ONCE:
        raise Invalid(
            say("At most {limit} files belong to one record.", limit=MOST_AT_ONCE),
            say("Delete one, or put several pages into one PDF."),
            field="files",
        )
    return [store(tx, upload, subject_of(row), by=by) for upload in sent]


def detach(tx: Session, row: TrainingRecord, token: str, *, by: Identity) -> None:
    """Delete one piece of evidence; one that is gone already is no error."""
    _own(row, by)
    _editable(row)
    for file in evidence(tx, row):
        if file.token == token:
            remove(tx, file, by=by)
    tx.flush()


def submit(tx: Session, row: TrainingRecord, version: int, *, by: Identity, on: date) -> None:
    """Hand a record in for review.

    The school is the one of this day; the record of somebody who decides for that school goes to the district.

    Raises `Conflict`, or `Invalid` where something is missing.
    """
    _own(row, by)
    expect_version(row, version)
    _editable(row)
    refuse_same(tx, row.teacher_id, row.title_key, row.start_on, but=row.id)
    check(draft_of(row), on=on)
    refuse_full(tx, row.teacher_id, draft_of(row), but=row.id)
    check_proof(row.kind, len(evidence(tx, row)))
    school_id = school_id_on(tx, row.teacher_id, on)
    leads = Role.PRINCIPAL in by.roles
    changed = changes(
        row,
        {
            "state": RecordState.SUBMITTED,
            "school_id": school_id,
            "district_only": leads or school_id is None,
            "submitted_on": on,
            "reason": "",
            "school_by": None,
            "school_on": None,
            "decided_by": None,
            "decided_on": None,
        },
    )
    record(tx, "training.submitted", subject_of(row), changed, by=by)


def withdraw(tx: Session, row: TrainingRecord, version: int, *, by: Identity) -> None:
    """Take a record back that is not credited yet; it can be changed and handed in again.

    Raises `Conflict`.
    """
    _own(row, by)
    expect_version(row, version)
    if not row.state.can_become(RecordState.WITHDRAWN):
        raise _not_now(row)
    record(tx, "training.withdrawn", subject_of(row), changes(row, {"state": RecordState.WITHDRAWN}), by=by)


def delete_draft(tx: Session, row: TrainingRecord, version: int, *, by: Identity) -> None:
    """Delete a draft that was never handed in, with its evidence; the trail keeps that it was there.

    Raises `Conflict` for a record somebody else has seen, or that was changed meanwhile.
    """
    _own(row, by)
    expect_version(row, version)
    if row.state is not RecordState.DRAFT:
        raise Conflict(
            say("Only drafts can be deleted; this record stands at “{state}”.", state=row.state.to_applicant.label),
            say("What was handed in once stays on record; take it back if it is under review."),
        )
    for file in evidence(tx, row):
        remove(tx, file, by=by)
    record(tx, "training.deleted", subject_of(row), by=by, facts={"title": row.title, "start_on": row.start_on})
    tx.delete(row)


# ------------------------------------------------------------------------------------- shared with other verbs


def subject_of(row: TrainingRecord) -> Subject:
    """Return what audit entries and files of a record hang on."""
    return Subject.of(KIND, row.id)


def draft_of(row: TrainingRecord) -> RecordDraft:
    """Return a stored record as it would be entered."""
    return RecordDraft(
        kind=row.kind,
        category=row.category,
        title=row.title,
        start_on=row.start_on,
        end_on=row.end_on,
        hours=row.hours,
        organiser=row.organiser,
        certificate_no=row.certificate_no,
    )


def checked_values(
    tx: Session, teacher_id: int, draft: RecordDraft, *, on: date, but: int | None = None
) -> dict[str, object]:
    """Return the columns of a draft after every check, the one for an activity on record already included.

    Raises `Invalid`.
    """
    values = sound_values(draft, on=on)
    refuse_same(tx, teacher_id, title_key(draft.title), draft.start_on, but=but)
    refuse_full(tx, teacher_id, draft, but=but)
    return values


def sound_values(draft: RecordDraft, *, on: date) -> dict[str, object]:
    """Return the columns of a draft whose days, hours and texts are sound.

    Raises `Invalid`.
    """
    title = clean(draft.title, field="title")
    check(replace(draft, title=title), on=on)
    return {
        "kind": draft.kind,
        "category": category_for(draft.kind, draft.category),
        "title": title,
        "title_key": title_key(title),
        "organiser": clean(draft.organiser, field="organiser"),
        "start_on": draft.start_on,
        "end_on": draft.end_on,
        "hours": draft.hours,
        "certificate_no": clean(draft.certificate_no, field="certificate_no"),
    }


def refuse_same(tx: Session, teacher_id: int, key: str, start_on: date, *, but: int | None = None) -> None:
    """Refuse an activity that is on record already: hours count once.

    Raises `Invalid`.
    """
    same = same_activity(tx, teacher_id, key, start_on, but=but)
    if same is not None:
        raise Invalid(
            say("This activity is on record already: “{title}”, {day}.", title=same.title, day=same.start_on),
            say("Look among the records; if it was another activity, name or date differ."),
            field="title",
        )


def refuse_full(tx: Session, teacher_id: int, draft: RecordDraft, *, but: int | None = None) -> None:
    """Refuse hours on days that the teacher's other records fill.

    Raises `Invalid`.
    """
    taken = taken_days(tx, [teacher_id])[teacher_id]
    check_together(draft, (days for record_id, days in taken.items() if record_id != but))


def evidence(tx: Session, row: TrainingRecord) -> list[StoredFile]:
    """Return the files of a record."""
    return list(tx.execute(files_of(KIND).where(StoredFile.owner_key == str(row.id))).scalars())


def as_new(values: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Return the values of a new row as changes from nothing."""
    return {name: (None, value) for name, value in values.items() if value not in ("", None)}


def _both(row: TrainingRecord, draft: RecordDraft) -> Conflict:
    """Return the refusal of a second tab: what is stored now beside what was to be stored."""
    refusal = stale()
    stored = draft_of(row)
    labels = {
        "kind": say("Kind of activity"),
        "category": say("Counts for"),
        "title": say("Name of the activity"),
        "start_on": say("First day"),
        "end_on": say("Last day"),
        "organiser": say("Organiser"),
        "certificate_no": say("Certificate number"),
    }
    mine = [(label, _worded(getattr(draft, name))) for name, label in labels.items()]
    theirs = [(label, _worded(getattr(stored, name))) for name, label in labels.items()]
    hours = say("Hours")
    mine.append((hours, shown_hours(draft.hours)))
    theirs.append((hours, shown_hours(stored.hours)))
    return Conflict(refusal.message, refusal.cure, mine=mine, theirs=theirs)


def _worded(value: object) -> object:
    return value.label if isinstance(value, LabelledEnum) else value


def _own(row: TrainingRecord, by: Identity) -> None:
    if by.teacher_id is None or row.teacher_id != by.teacher_id:
        raise NotAllowed


def _editable(row: TrainingRecord) -> None:
    if row.state not in EDITABLE:
        raise _not_now(row)


def _not_now(row: TrainingRecord) -> Conflict:
    return Conflict(
        say("This record stands at “{state}” and cannot be changed now.", state=row.state.to_applicant.label),
        say("Take it back first if it is still under review; a credited record stays as it is."),
    )

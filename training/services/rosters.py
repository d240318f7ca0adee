"""Records entered for others from a roster: by the school for its own people, or by the district for everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.audit import changes, record
from core.clock import instant
from core.errors import Invalid, NotAllowed
from policy.messages import say
from teachers.models import Posting
from teachers.queries import posted_on
from training.models import TrainingRecord
from training.queries import taken_days
from training.rules import check_together
from training.services.keeping import as_new, checked_values, sound_values, subject_of
from training.vocabulary import EDITABLE, GONE, RecordDraft, RecordState, Taken

BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roster: whose activity it is, and the record that stands for it already."""

    teacher_id: int
    draft: RecordDraft
    known: TrainingRecord | None = None


def enter(tx: Session, entries: Sequence[Entry], *, by: Identity, on: date) -> int:
    """Enter the activities of a roster, which stands for the certificates; return how many were written.

    What the school enters is approved for the school, what the district enters needs no school; an own activity in
    the roster waits for somebody else. Credits are booked by the district's approval alone. Who calls has looked up
    the known records; where one was missed, the database refuses the second.

    Raises `Invalid`, or `NotAllowed` for a teacher out of reach.
    """
    schools = _schools_of(tx, {entry.teacher_id for entry in entries}, on)
    taken = taken_days(tx, {entry.teacher_id for entry in entries})
    fresh: list[tuple[TrainingRecord, dict[str, object]]] = []
    changed = 0
    for entry in entries:
        school_id = schools.get(entry.teacher_id)
        _within_reach(by, school_id)
        if entry.known is None or entry.known.state in GONE:
            _room_beside(entry, taken[entry.teacher_id], -len(fresh) - 1)
            values = sound_values(entry.draft, on=on) | _handed_in(entry.teacher_id, school_id, by, on)
            row = TrainingRecord(teacher_id=entry.teacher_id, created_by=by.user_id, created_at=instant(), **values)
            fresh.append((row, values))
        else:
            changed += _entered_again(tx, entry.known, entry.draft, school_id, by=by, on=on)
    tx.add_all(row for row, _ in fresh)
    tx.flush()
    for row, values in fresh:
        record(tx, "training.entered", subject_of(row), as_new(values), by=by)
    return changed + len(fresh)


def _room_beside(entry: Entry, taken: dict[int, Taken], number: int) -> None:
    """Refuse hours that have no room beside the teacher's others, and count them for the entries that follow."""
    draft = entry.draft
    check_together(draft, taken.values())
    taken[number] = Taken(draft.title, draft.start_on, draft.end_on, draft.hours)


def _within_reach(by: Identity, school_id: int | None) -> None:
    reach = by.reach(Permission.TRAINING_IMPORT)
    here = reach is Reach.SCHOOL and school_id is not None and school_id == by.school_id
    if reach is not Reach.ALL and not here:
        raise NotAllowed


def _handed_in(teacher_id: int, school_id: int | None, by: Identity, on: date) -> dict[str, object]:
    """Return where a roster brings a record: before the district, or before the school where it is the own one."""
    district = by.reach(Permission.TRAINING_IMPORT) is Reach.ALL
    for_school = not district and teacher_id != by.teacher_id
    return {
        "state": RecordState.SCHOOL_APPROVED if for_school else RecordState.SUBMITTED,
        "school_id": school_id,
        "district_only": district or school_id is None,
        "submitted_on": on,
        "reason": "",
        "school_by": by.user_id if for_school else None,
        "school_on": on if for_school else None,
    }


def _entered_again(
    tx: Session, row: TrainingRecord, draft: RecordDraft, school_id: int | None, *, by: Identity, on: date
) -> bool:
    """Take over what differs, as long as nobody has decided for good; return whether anything did."""
    values = checked_values(tx, row.teacher_id, draft, on=on, but=row.id)
    same = all(getattr(row, name) == value for name, value in values.items())
    if same and row.state not in EDITABLE:
        return False
    if row.state is RecordState.APPROVED:
        raise Invalid(
            say("This activity is credited already and cannot be changed by a roster."),
            say("Leave the row out, or have the credits reversed first."),
            field="title",
        )
    if row.teacher_id == by.teacher_id and row.state not in EDITABLE:
        raise Invalid(
            say("This is your own record, and it is under review."),
            say("Leave the row out; take the record back on your own page to change it."),
            field="staff_no",
        )
    changed = changes(row, values | _handed_in(row.teacher_id, school_id, by, on))
    record(tx, "training.entered", subject_of(row), changed, by=by)
    return True


def _schools_of(tx: Session, teacher_ids: Iterable[int], on: date) -> Mapping[int, int]:
    """Return the school each teacher belongs to on a day."""
    ids = sorted(teacher_ids)
    found: dict[int, int] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = select(Posting.teacher_id, Posting.school_id).where(Posting.teacher_id.in_(part), posted_on(on))
        found |= {row.teacher_id: row.school_id for row in tx.execute(rows)}
    return found

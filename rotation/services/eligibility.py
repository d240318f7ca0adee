"""The eligibility list: fixed, compared with how things stand, overruled by hand."""

from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.audit import Subject
from core.clock import instant
from core.db import expect_version, stale
from core.errors import Conflict, Invalid, NotFound
from core.remembering import UntilWritten
from policy.eligibility import reason_of
from policy.messages import say
from policy.verdict import Verdict
from rotation.models.cycles import EligibilityEntry, EligibilityOverride, RotationCycle
from rotation.planning.listing import Judged, entries, judged
from rotation.rules.standing import list_current
from rotation.services.rows import cycle_for, teacher_by
from rotation.services.stepping import demand, needed, subject_of
from rotation.vocabulary.drafts import OverrideDraft
from rotation.vocabulary.pages import Difference
from rotation.vocabulary.states import CycleState
from teachers.queries import deferrals_on

_STANDING = UntilWritten[Verdict](most=16)
"""Judging a whole district takes a second or two, and every page of a list asks."""


def fix_eligibility(tx: Session, cycle_id: int, *, by: Identity, on: date) -> list[Difference]:
    """Make the list anew from the register and the policy as they stand; returns what is different from before."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by)
    _demand_open(cycle)
    answers = judged(tx, cycle)
    different = _differences(tx, cycle, answers)
    tx.execute(delete(EligibilityEntry).where(EligibilityEntry.cycle_id == cycle.id))
    rows = list(entries(tx, cycle, answers))
    if rows:
        tx.execute(insert(EligibilityEntry), rows)
    changed = audit.changes(cycle, {"list_policy_version": cycle.policy_version, "list_fixed_at": instant()})
    facts = {
        "teachers": len(rows),
        "eligible": sum(row["eligible"] for row in rows),
        "differences": len(different),
    }
    audit.record(tx, "cycle.list_fixed", subject_of(cycle), changed, by=by, facts=facts)
    tx.flush()
    return different


def eligibility_differences(tx: Session, cycle_id: int, *, by: Identity) -> list[Difference]:
    """Return what would be different if the list were made now; nothing is written."""
    demand(by, Permission.CYCLE_READ)
    cycle = tx.get(RotationCycle, cycle_id)
    if cycle is None:
        raise NotFound
    return _differences(tx, cycle, judged(tx, cycle))


def standing(tx: Session, cycle_id: int, *, by: Identity, teacher_id: int | None = None) -> Verdict:
    """Judge whether the fixed list of a cycle, or one line of it, still says what the register says."""
    demand(by, Permission.CYCLE_READ)
    cycle = tx.get(RotationCycle, cycle_id)
    if cycle is None:
        raise NotFound
    if teacher_id is not None:
        return list_standing(tx, cycle, teacher_id)
    return _STANDING.answer(tx, cycle_id, lambda: list_standing(tx, cycle))


def list_standing(tx: Session, cycle: RotationCycle, teacher_id: int | None = None) -> Verdict:
    """Judge the list of a cycle; one that is not made yet, or that stands for good, differs from nothing."""
    if cycle.list_fixed_at is None or cycle.state in {CycleState.DECIDED, CycleState.CLOSED}:
        return list_current(())
    only = None if teacher_id is None else [teacher_id]
    return list_current([line.name for line in _differences(tx, cycle, judged(tx, cycle, only), teacher_id)])


def demand_current_list(tx: Session, cycle: RotationCycle) -> None:
    """Refuse to search with other people than the list names.

    Raises `Conflict`.
    """
    verdict = list_standing(tx, cycle)
    if not verdict.holds:
        cure = say("Look at the changes and make the list of the cycle again, then search.")
        raise Conflict(verdict.sentence, cure)


def override_eligibility(
    tx: Session, cycle_id: int, draft: OverrideDraft, *, by: Identity, on: date, version: int | None = None
) -> EligibilityOverride:
    """Overrule a computed eligibility, with a reason; the list shows it at once.

    Raises `Invalid` where somebody deferred would be made eligible.
    """
    cycle = cycle_for(tx, cycle_id, Permission.ELIGIBILITY_OVERRIDE, by)
    _demand_open(cycle)
    person, reason = teacher_by(tx, draft.staff_no), needed(draft.reason)
    if draft.eligible and person.id in deferrals_on(tx, cycle.reference_date):
        text = say("{name} is deferred; nobody is deferred and eligible at once.", name=person.name)
        raise Invalid(text, say("End the deferral first."), field="eligible")
    known = _override_of(tx, cycle, person.id)
    if version is not None and version != (0 if known is None else known.version):
        raise stale()
    old = None if known is None else known.eligible
    row = known or EligibilityOverride(cycle_id=cycle.id, teacher_id=person.id)
    row.eligible, row.reason, row.decided_at = draft.eligible, reason, instant()
    row.decided_by, row.decided_by_name = by.user_id, by.name
    tx.add(row)
    tx.flush()
    _record(tx, cycle, person.id, "eligibility.overridden", {"eligible": (old, draft.eligible)}, reason, by)
    _refresh(tx, cycle, person.id)
    return row


def end_override(
    tx: Session, cycle_id: int, staff_no: str, reason: str, *, by: Identity, on: date, version: int | None = None
) -> None:
    """Let the conditions decide again."""
    cycle = cycle_for(tx, cycle_id, Permission.ELIGIBILITY_OVERRIDE, by)
    _demand_open(cycle)
    person = teacher_by(tx, staff_no)
    row = _override_of(tx, cycle, person.id)
    if row is None:
        raise Conflict(say("The eligibility of {name} is not set by hand.", name=person.name))
    if version is not None:
        expect_version(row, version)
    tx.delete(row)
    tx.flush()
    _record(tx, cycle, person.id, "eligibility.override_ended", {"eligible": (row.eligible, None)}, needed(reason), by)
    _refresh(tx, cycle, person.id)


def _record(
    tx: Session,
    cycle: RotationCycle,
    teacher_id: int,
    event: str,
    changed: dict[str, tuple[object, object]],
    reason: str,
    by: Identity,
) -> None:
    facts = {"cycle": cycle.name}
    audit.record(tx, event, Subject.of("teacher", teacher_id), changed, by=by, reason=reason, facts=facts)


def _demand_open(cycle: RotationCycle) -> None:
    if cycle.state in {CycleState.DECIDED, CycleState.CLOSED}:
        raise Conflict(say("The list of a decided cycle stands."))


def _override_of(tx: Session, cycle: RotationCycle, teacher_id: int) -> EligibilityOverride | None:
    rows = select(EligibilityOverride).where(
        EligibilityOverride.cycle_id == cycle.id, EligibilityOverride.teacher_id == teacher_id
    )
    return tx.execute(rows).scalar_one_or_none()


def _refresh(tx: Session, cycle: RotationCycle, teacher_id: int) -> None:
    """Write one teacher's line of a fixed list again."""
    if cycle.list_fixed_at is None:
        return
    mine = [known for known in judged(tx, cycle, [teacher_id]) if known.person.id == teacher_id]
    tx.execute(
        delete(EligibilityEntry).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.teacher_id == teacher_id)
    )
    for row in entries(tx, cycle, mine):
        tx.execute(insert(EligibilityEntry), [row])


def _differences(
    tx: Session, cycle: RotationCycle, answers: list[Judged], teacher_id: int | None = None
) -> list[Difference]:
    entry = EligibilityEntry
    rows = select(entry.teacher_id, entry.staff_no, entry.name, entry.eligible).where(entry.cycle_id == cycle.id)
    if teacher_id is not None:
        rows = rows.where(entry.teacher_id == teacher_id)
    listed = {row.teacher_id: row for row in tx.execute(rows)}
    found = []
    for known in answers:
        before = listed.pop(known.person.id, None)
        was = None if before is None else before.eligible
        if was != known.answer.eligible:
            reason = reason_of(known.answer)
            found.append(Difference(known.person.staff_no, known.person.name, was, known.answer.eligible, reason))
    gone = say("No longer in post on the reference date.")
    found += [Difference(row.staff_no, row.name, row.eligible, None, gone) for row in listed.values()]
    return sorted(found, key=lambda line: line.staff_no)

"""The two decisions on a record: for the school, then for the district, which books the credits; or a return."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from accounts.queries import user_of_teacher
from core.audit import changes, record
from core.db import expect_version
from core.errors import Conflict, DomainError, Invalid, NotAllowed
from core.notices import send
from core.text import clean
from policy.messages import Message, say
from training.models import TrainingRecord
from training.queries import decidable, step_of
from training.rules import Decider, check_decider, shown
from training.services.booking import book
from training.services.keeping import subject_of
from training.vocabulary import RecordState, Step


@dataclass(frozen=True, slots=True)
class Choice:
    """A record as the decider saw it."""

    record_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one chosen record: done, or the sentence why not."""

    record_id: int
    title: str
    done: bool
    message: Message


def approve_school(tx: Session, choices: Sequence[Choice], *, by: Identity, on: date) -> list[Outcome]:
    """Approve records for the school; each row has its own outcome, the others are not held up by it."""
    return _each(tx, choices, by, lambda row: _approve(tx, row, Step.SCHOOL, by, on))


def approve_district(tx: Session, choices: Sequence[Choice], *, by: Identity, on: date) -> list[Outcome]:
    """Approve records for the district and book their credits; each row has its own outcome."""
    return _each(tx, choices, by, lambda row: _approve(tx, row, Step.DISTRICT, by, on))


def approve(tx: Session, choices: Sequence[Choice], *, by: Identity, on: date) -> list[Outcome]:
    """Approve each record at the step it waits for."""
    return _each(tx, choices, by, lambda row: _approve(tx, row, step_of(row), by, on))


def return_records(tx: Session, choices: Sequence[Choice], reason: str, *, by: Identity, on: date) -> list[Outcome]:
    """Return records to be mended, with the reason the teacher will read.

    Raises `Invalid` where there is no reason.
    """
    words = clean(reason, field="reason")
    if not words:
        raise Invalid(
            say("Say why the records are returned."),
            say("Write what is missing, so that it can be mended at once."),
            field="reason",
        )
    return _each(tx, choices, by, lambda row: _return(tx, row, words, by, on))


def _each(
    tx: Session, choices: Sequence[Choice], by: Identity, verb: Callable[[TrainingRecord], Message]
) -> list[Outcome]:
    """Do one verb to each record in its own savepoint, in the order of the ids: deciders never block in a ring."""
    outcomes = []
    for choice in sorted(set(choices), key=lambda wanted: wanted.record_id):
        title = ""
        try:
            with tx.begin_nested():
                row = decidable(tx, choice.record_id, by)
                title = row.title
                expect_version(row, choice.version)
                message = verb(row)
                tx.flush()
            outcomes.append(Outcome(choice.record_id, title, True, message))
        except DomainError as refusal:
            outcomes.append(Outcome(choice.record_id, title, False, refusal.message))
    return outcomes


def _approve(tx: Session, row: TrainingRecord, step: Step | None, by: Identity, on: date) -> Message:
    if step is Step.DISTRICT:
        return _approve_for_district(tx, row, by, on)
    _expect_step(row, Step.SCHOOL)
    _may_decide(row, Step.SCHOOL, by)
    changed = changes(row, {"state": RecordState.SCHOOL_APPROVED, "school_by": by.user_id, "school_on": on})
    record(tx, "training.school_approved", subject_of(row), changed, by=by)
    return say("approved for the school; the district decides")


def _approve_for_district(tx: Session, row: TrainingRecord, by: Identity, on: date) -> Message:
    _expect_step(row, Step.DISTRICT)
    _may_decide(row, Step.DISTRICT, by)
    changed = changes(row, {"state": RecordState.APPROVED, "decided_by": by.user_id, "decided_on": on})
    earned = book(tx, row, by=by, on=on)
    record(tx, "training.approved", subject_of(row), changed, by=by, facts={"credits": shown(earned)})
    facts = {"title": row.title, "credits": shown(earned)}
    _tell(tx, row, say("“{title}” is credited with {credits} credits.", **facts))
    return say("credited with {credits} credits", credits=shown(earned))


def _return(tx: Session, row: TrainingRecord, reason: str, by: Identity, on: date) -> Message:
    step = step_of(row)
    if step is None:
        raise _decided(row)
    _may_decide(row, step, by)
    values = {"state": RecordState.RETURNED, "reason": reason, "decided_by": by.user_id, "decided_on": on}
    record(tx, "training.returned", subject_of(row), changes(row, values), by=by, reason=reason)
    _tell(tx, row, say("“{title}” was returned: {reason}", title=row.title, reason=reason))
    return say("returned to the teacher")


def _expect_step(row: TrainingRecord, step: Step) -> None:
    waiting = step_of(row)
    if waiting is None:
        raise _decided(row)
    if waiting is not step:
        raise Conflict(say("This record is to be decided by {office}.", office=_OFFICE[waiting]))


def _may_decide(row: TrainingRecord, step: Step, by: Identity) -> None:
    """Refuse without the step's permission over this record's school.

    Raises `NotAllowed` or `Invalid`.
    """
    reach = by.reach(_PERMISSION[step])
    if reach is None or (reach is not Reach.ALL and row.school_id != by.school_id):
        raise NotAllowed(say("This record is to be decided by {office}.", office=_OFFICE[step]))
    decider = Decider(by.user_id, by.teacher_id)
    check_decider(decider, teacher_id=row.teacher_id, school_by=row.school_by, step=step)


def _decided(row: TrainingRecord) -> Conflict:
    return Conflict(
        say("Somebody was faster: this record is now “{state}”.", state=row.state.label),
        say("Load the list again."),
    )


def _tell(tx: Session, row: TrainingRecord, message: Message) -> None:
    """Tell the teacher; only what is final or returned is told."""
    user_id = user_of_teacher(tx, row.teacher_id)
    if user_id is not None:
        send(tx, [user_id], message, link=f"/my/hours/{row.id}")


_PERMISSION = {
    Step.SCHOOL: Permission.TRAINING_APPROVE_SCHOOL,
    Step.DISTRICT: Permission.TRAINING_APPROVE_DISTRICT,
}
_OFFICE = {Step.SCHOOL: say("the school"), Step.DISTRICT: say("the district")}

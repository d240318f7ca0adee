"""Taking credits back: by a second booking and a reason, never by changing the first."""

from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from accounts.queries import user_of_teacher
from core.audit import changes, record
from core.db import expect_version
from core.errors import Conflict, Invalid, NotAllowed
from core.notices import send
from core.text import clean
from policy.messages import say
from training.models import TrainingRecord
from training.rules import Decider, check_decider
from training.services.booking import unbook
from training.services.keeping import subject_of
from training.vocabulary import RecordState, Step


def reverse(tx: Session, row: TrainingRecord, version: int, reason: str, *, by: Identity, on: date) -> None:
    """Reverse the credits of an approved record; the teacher is told why.

    Raises `Conflict`, or `Invalid` without a reason.
    """
    if not by.may(Permission.TRAINING_APPROVE_DISTRICT):
        raise NotAllowed
    check_decider(Decider(by.user_id, by.teacher_id), teacher_id=row.teacher_id, school_by=None, step=Step.DISTRICT)
    words = clean(reason, field="reason")
    if not words:
        raise Invalid(say("Say why the credits are taken back."), field="reason")
    expect_version(row, version)
    if not row.state.can_become(RecordState.REVERSED):
        raise Conflict(say("Only credited records can be reversed; this one is “{state}”.", state=row.state.label))
    changed = changes(row, {"state": RecordState.REVERSED, "reason": words})
    unbook(tx, row, words, by=by, on=on)
    record(tx, "training.reversed", subject_of(row), changed, by=by, reason=words)
    user_id = user_of_teacher(tx, row.teacher_id)
    if user_id is not None:
        message = say("The credits of “{title}” were taken back: {reason}", title=row.title, reason=words)
        send(tx, [user_id], message, link=f"/my/hours/{row.id}")

"""Verbs on correction requests: a teacher reports what is wrong, somebody of the school answers."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import audit, notices
from core.audit import Actor, Subject
from core.clock import instant
from core.db import expect_version
from core.errors import Invalid
from policy.messages import say
from teachers.models import CorrectionRequest, Teacher
from teachers.services.checking import text_of
from teachers.services.repeating import refuse_twice
from teachers.vocabulary import CorrectionState

_MOST_OPEN = 10
_NO_CHANGE = ("correction.", "teacher.unmasked", "preferences.", "eligibility.")


def report_error(
    tx: Session, teacher: Teacher, about: str, text: str, *, tell: Iterable[int], link: str, by: Actor, on: date
) -> CorrectionRequest:
    """Keep a teacher's report that something in the own file is wrong, and tell those who can mend it.

    Raises `Invalid` for an empty report, for one that waits already, or while many are still open.
    """
    del on
    open_ones = select(func.count()).where(
        CorrectionRequest.teacher_id == teacher.id, CorrectionRequest.state == CorrectionState.OPEN
    )
    if tx.execute(open_ones).scalar_one() >= _MOST_OPEN:
        message = say("Several of your reports are still open.")
        raise Invalid(message, say("Wait until your school has answered them."), field="text")
    kept = {
        "about": text_of(about, "about", needed=True, longest=60),
        "text": text_of(text, "text", needed=True, longest=1000, lines=True),
    }
    refuse_twice(tx, CorrectionRequest, {"teacher_id": teacher.id, "state": CorrectionState.OPEN, **kept}, "text")
    request = CorrectionRequest(
        teacher_id=teacher.id,
        **kept,
        state=CorrectionState.OPEN,
        created_by=by.user_id,
        created_at=instant(),
    )
    tx.add(request)
    tx.flush()
    facts = {"about": request.about}
    audit.record(tx, "correction.reported", Subject.of("teacher", teacher.id), by=by, facts=facts)
    told = say("{name} reports an error in the own file: {about}", name=teacher.name, about=request.about)
    notices.send(tx, tell, told, link=link)
    return request


def answer_correction(
    tx: Session, request: CorrectionRequest, state: CorrectionState, answer: str, *, version: int, by: Actor, on: date
) -> None:
    """Answer a report: corrected, or declined with the reason; the teacher is told.

    Raises `Invalid`, also for “corrected” without a word where the file is as it was, and `Conflict` where somebody
    else answered first.
    """
    del on
    expect_version(request, version)
    if not request.state.can_become(state):
        raise Invalid(say("This report has been answered already."), field="state")
    kept = text_of(answer, "answer", needed=state is CorrectionState.DECLINED, longest=1000, lines=True)
    if state is CorrectionState.DONE and not kept and not _changed_since(tx, request):
        message = say("Nothing in the file has been changed since the report.")
        raise Invalid(message, say("Change the file first, or tell the teacher in the answer why."), field="answer")
    changed = audit.changes(request, {"state": state, "answer": kept})
    request.answered_by, request.answered_at = by.user_id, instant()
    audit.record(tx, "correction.answered", Subject.of("teacher", request.teacher_id), changed, by=by)
    if request.created_by is not None:
        told = say("Your report on {about} has been answered: {state}", about=request.about, state=state.label)
        notices.send(tx, [request.created_by], told, link="/my/file")


def _changed_since(tx: Session, request: CorrectionRequest) -> bool:
    """Whether anything in the teacher's file was written since a report; reports and looks change nothing."""
    about = Subject.of("teacher", request.teacher_id)
    events = audit.events_after(tx, about, "correction.reported", request.created_at)
    return any(not event.startswith(_NO_CHANGE) for event in events)

"""Teachers' objections to their own results, and the answers of district HR."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.clock import instant
from core.db import expect_version
from core.errors import Conflict, NotFound
from policy.messages import say
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal
from rotation.models.reviews import Objection
from rotation.queries.objecting import concerned
from rotation.rules.windows import objections_open
from rotation.services.notifying import OWN, proposal_link, tell_holders, tell_teachers
from rotation.services.rows import locked
from rotation.services.stepping import demand, needed, subject_of, take
from rotation.vocabulary.states import ObjectionState, ProposalState
from rotation.vocabulary.transitions import REJECT, UPHOLD

LONGEST = 2_000


def object_to_result(tx: Session, cycle_id: int, reason: str, *, by: Identity, on: date) -> Objection:
    """Object to the own result, with a reason, until the deadline; once.

    Raises `NotFound` for who has no result, `Conflict` after the deadline or a second time.
    """
    demand(by, Permission.OBJECTION_FILE)
    cycle = tx.get(RotationCycle, cycle_id)
    proposal = _approved(tx, cycle_id)
    if cycle is None or proposal is None or by.teacher_id is None or not concerned(tx, cycle_id, by.teacher_id):
        raise NotFound
    window = objections_open(cycle.state, cycle.objection_deadline, on)
    if not window.holds:
        raise Conflict(window.sentence)
    rows = select(Objection.id).where(Objection.proposal_id == proposal.id, Objection.teacher_id == by.teacher_id)
    if tx.execute(rows).scalar_one_or_none() is not None:
        raise Conflict(say("You have objected already; the answer will be shown here."))
    objection = Objection(
        proposal_id=proposal.id,
        teacher_id=by.teacher_id,
        reason=needed(reason, longest=LONGEST),
        state=ObjectionState.OPEN,
        filed_at=instant(),
    )
    tx.add(objection)
    tx.flush()
    audit.record(tx, "objection.filed", subject_of(objection), by=by, facts={"cycle": cycle.name})
    text = say("{name} objects to the own result of {cycle}.", name=by.name, cycle=cycle.name)
    tell_holders(tx, Permission.OBJECTION_ANSWER, text, proposal_link(proposal.id))
    return objection


def answer_objection(
    tx: Session, objection_id: int, version: int, upheld: bool, text: str, *, by: Identity, on: date
) -> Objection:
    """Uphold or reject a teacher's objection, with the reason the teacher will read."""
    demand(by, Permission.OBJECTION_ANSWER)
    objection = locked(tx, Objection, objection_id)
    expect_version(objection, version)
    answer = needed(text, field="text", longest=LONGEST)
    take(tx, objection, UPHOLD if upheld else REJECT, by=by, reason=answer[:1000])
    objection.answer, objection.answered_at = answer, instant()
    objection.answered_by, objection.answered_by_name = by.user_id, by.name
    tx.flush()
    tell_teachers(tx, [objection.teacher_id], say("Your objection has its answer."), OWN)
    return objection


def _approved(tx: Session, cycle_id: int) -> Proposal | None:
    rows = select(Proposal).where(Proposal.cycle_id == cycle_id, Proposal.state == ProposalState.APPROVED)
    return tx.execute(rows).scalar_one_or_none()

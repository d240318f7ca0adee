"""What rotation is to one teacher: only what is final is told."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from policy.messages import Message, say
from rotation.models.cycles import EligibilityEntry, RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.queries.anonymous import anonymous
from rotation.queries.carrying import posted_from
from rotation.queries.cycles import open_cycles, steps_of
from rotation.queries.lists import choices_of, verdict_lines
from rotation.queries.moves import move_line
from rotation.queries.objecting import concerned, has_objected, newest_objection
from rotation.queries.places import demand, places, sentence
from rotation.rules.leading import for_teachers
from rotation.rules.windows import objections_open, preferences_open
from rotation.vocabulary.pages import MoveLine, OwnRotationPage
from rotation.vocabulary.states import CycleState, ProposalState

_NOT_FINAL = {
    CycleState.PREPARING: say("The cycle is being prepared; nothing is decided."),
    CycleState.PREFERENCES: say("Preferences are being filed; nothing is decided."),
    CycleState.PLANNING: say("The plan is being made; nothing is decided."),
    CycleState.IN_REVIEW: say("The plan is being reviewed by principals; nothing is decided."),
    CycleState.CLOSED: say("The cycle was closed without a decision."),
}


def own_rotation(tx: Session, identity: Identity, *, on: date) -> OwnRotationPage | None:
    """Return a teacher's own page; None where there is no cycle, or nobody to show it to."""
    demand(identity, Permission.RESULT_READ)
    known = for_teachers(open_cycles(tx))
    cycle = known[0] if known else _last_decided(tx)
    if cycle is None or identity.teacher_id is None:
        return None
    page, earlier = _page(tx, cycle, identity.teacher_id, on), _decided_before(tx, cycle)
    shown = {cycle.id} if earlier is None else {cycle.id, earlier.id}
    page = replace(page, others=tuple(_beside(other) for other in known if other.id not in shown))
    return page if earlier is None else replace(page, decided=_page(tx, earlier, identity.teacher_id, on))


def _beside(cycle: RotationCycle) -> Message:
    """Name a cycle that runs beside the one shown, with how it stands."""
    return say("{cycle}: {state}", cycle=cycle.name, state=cycle.state.label)


def _page(tx: Session, cycle: RotationCycle, teacher_id: int, on: date) -> OwnRotationPage:
    """Return what one cycle is to a teacher."""
    entry = tx.execute(
        select(EligibilityEntry).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.teacher_id == teacher_id)
    ).scalar_one_or_none()
    choices, filed_at = choices_of(tx, cycle.id, teacher_id)
    move, row = _result(tx, cycle, teacher_id)
    first_day = None if row is None else posted_from(tx, cycle, row)
    can_object = objections_open(cycle.state, cycle.objection_deadline, on).holds
    can_file = preferences_open(cycle.state, cycle.preference_deadline, on).holds
    return OwnRotationPage(
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        state=cycle.state,
        eligible=None if entry is None else entry.eligible,
        reason=None if entry is None else sentence(entry.reason),
        verdicts=() if entry is None else verdict_lines(entry.verdicts),
        steps=steps_of(cycle),
        result=_words(cycle, entry, move, first_day),
        is_final=cycle.decided_at is not None,
        move=move,
        posted_from=first_day,
        serves=() if row is None else tuple(anonymous(sentence(fact)) for fact in row.served),
        choices=choices,
        filed_at=filed_at,
        may_file=can_file and entry is not None and entry.eligible,
        may_object=can_object and concerned(tx, cycle.id, teacher_id) and not has_objected(tx, cycle.id, teacher_id),
        objection_deadline=cycle.objection_deadline,
        objection=newest_objection(tx, cycle.id, teacher_id),
    )


def _decided_before(tx: Session, current: RotationCycle) -> RotationCycle | None:
    """Return a cycle with results that is not closed, besides the one shown first."""
    rows = select(RotationCycle).where(
        RotationCycle.decided_at.is_not(None),
        RotationCycle.state != CycleState.CLOSED,
        RotationCycle.id != current.id,
    )
    return tx.execute(rows.order_by(RotationCycle.decided_at.desc()).limit(1)).scalar_one_or_none()


def _last_decided(tx: Session) -> RotationCycle | None:
    """Return the newest cycle with a result: what was told stays to be read after the cycle is closed."""
    rows = select(RotationCycle).where(RotationCycle.decided_at.is_not(None))
    return tx.execute(rows.order_by(RotationCycle.decided_at.desc()).limit(1)).scalar_one_or_none()


def _result(tx: Session, cycle: RotationCycle, teacher_id: int) -> tuple[MoveLine | None, PlanMove | None]:
    """Return the teacher's move in the approved proposal; before the decision there is none to tell."""
    if cycle.decided_at is None:
        return None, None
    rows = (
        select(PlanMove)
        .join(Proposal, Proposal.id == PlanMove.proposal_id)
        .where(
            Proposal.cycle_id == cycle.id,
            Proposal.state == ProposalState.APPROVED,
            PlanMove.teacher_id == teacher_id,
        )
    )
    row = tx.execute(rows).scalar_one_or_none()
    if row is None:
        return None, None
    line = move_line(row, places(tx))
    return replace(line, reason=anonymous(line.reason)), row


def _words(
    cycle: RotationCycle, entry: EligibilityEntry | None, move: MoveLine | None, first_day: date | None
) -> Message:
    """Return what is final, or that nothing is."""
    if cycle.decided_at is None:
        return _NOT_FINAL[cycle.state]
    if move is not None and first_day is not None:
        facts = {"school": move.target.name, "subject": move.subject, "day": first_day}
        return say("From {day} you are at {school} and teach {subject} there.", **facts)
    if move is not None:
        return say("You move to {school} and teach {subject} there.", school=move.target.name, subject=move.subject)
    if entry is not None and entry.eligible:
        return say("You stay at your school this year.")
    return say("You did not take part in this rotation.")

"""An approved plan carried into the register: every mover's new posting, in one act."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.clock import instant
from core.errors import Conflict
from policy.messages import say
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.queries.carrying import carrying
from rotation.rules.carrying import first_day_near
from rotation.services.notifying import OWN, proposal_link, school_link, tell, tell_staff, tell_teachers
from rotation.services.rows import locked, proposal_for
from rotation.services.stepping import refuse_unless, subject_of
from rotation.services.submitting import in_chinese
from rotation.vocabulary.drafts import CarryDraft
from rotation.vocabulary.pages import CarryLine, CarryPage
from rotation.vocabulary.states import CarryState
from teachers.models import Teacher
from teachers.services import post_teacher
from teachers.vocabulary import PostingDraft


def carry_over(tx: Session, proposal_id: int, version: int, draft: CarryDraft, *, by: Identity, on: date) -> CarryPage:
    """Begin the posting of every mover who is ready; who cannot move is left out. Returns what was found and done.

    Done again it finds them in the register and does nothing. Raises `Conflict` while teachers may object, where
    somebody else was faster, and where the register is not what the seal was made of.
    """
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_CARRY, by, version)
    cycle = locked(tx, RotationCycle, proposal.cycle_id)
    people = _held(tx, proposal)
    refuse_unless(first_day_near(draft.first_day, cycle.reference_date), field="first_day")
    page = carrying(tx, proposal, cycle, by, first_day=draft.first_day, on=on)
    if page.refusal is not None:
        raise Conflict(page.refusal)
    if page.seal != draft.seal:
        text = say("The register has changed since this was shown; nothing was written.")
        raise Conflict(text, say("Load the page again, look at what would happen now, and decide again."))
    ready = page.of(CarryState.READY)
    if not ready:
        return page
    reason = in_chinese(say("{cycle}, proposal {number}", cycle=cycle.name, number=proposal.number))
    for line in ready:
        post_teacher(tx, people[line.move.teacher_id], _posting(line, draft.first_day), by=by, on=on, reason=reason)
    _note(tx, proposal, page, by)
    _tell(tx, proposal, ready, page)
    return page


def _held(tx: Session, proposal: Proposal) -> dict[int, Teacher]:
    """Return the movers with their rows locked, so that no other posting of theirs comes in between."""
    mine = select(PlanMove.teacher_id).where(PlanMove.proposal_id == proposal.id)
    rows = select(Teacher).where(Teacher.id.in_(mine)).order_by(Teacher.id).with_for_update()
    return {row.id: row for row in tx.execute(rows.execution_options(populate_existing=True)).scalars()}


def _posting(line: CarryLine, first_day: date) -> PostingDraft:
    return PostingDraft(
        school_id=line.move.target.id,
        stage=line.move.stage,
        subject=line.subject,
        valid_from=first_day,
        second_subject=line.second_subject,
        fte=line.fte,
    )


def _note(tx: Session, proposal: Proposal, page: CarryPage, by: Identity) -> None:
    """Note on the proposal and on record who carried it, when, and who was left out."""
    proposal.carried_at, proposal.carried_by, proposal.carried_by_name = instant(), by.user_id, by.name
    proposal.carried_first_day = page.first_day
    tx.flush()
    facts = {
        "first_day": page.first_day,
        "carried": page.ready,
        "there": page.there,
        "left_out": [line.move.staff_no for line in page.of(CarryState.CANNOT)],
    }
    audit.record(tx, "proposal.carried", subject_of(proposal), by=by, facts=facts)


def _tell(tx: Session, proposal: Proposal, ready: Iterable[CarryLine], page: CarryPage) -> None:
    """Tell every teacher posted now, the people of both schools, and who approved the plan."""
    day = page.first_day
    arrivals: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    leavers = Counter[int]()
    for line in ready:
        arrivals[line.move.target.id].append(line.move.teacher_id)
        leavers[line.move.source.id] += 1
        names |= {line.move.source.id: line.move.source.name, line.move.target.id: line.move.target.name}
    for school, teachers in arrivals.items():
        text = say("Your posting at {school} from {day} on is in the register.", school=names[school], day=day)
        tell_teachers(tx, teachers, text, OWN)
    for school, name in names.items():
        facts = {"school": name, "day": day, "comes": len(arrivals[school]), "leaves": leavers[school]}
        text = say("Postings from {day}: {comes} teachers come to {school}, {leaves} leave.", **facts)
        tell_staff(tx, school, text, school_link(school))
    facts = {"name": proposal.name, "carried": page.ready, "count": len(page.lines)}
    text = say("{name} was carried into the register: {carried} of {count} moves.", **facts)
    tell(tx, [proposal.decided_by], text, proposal_link(proposal.id))

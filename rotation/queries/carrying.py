"""An approved plan held against the register: which moves are ready, which are there, which cannot begin, and why."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.clock import DISTRICT_ZONE
from policy.vocabulary import Stage
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection
from rotation.queries.binding import objections_in
from rotation.queries.moves import move_line
from rotation.queries.places import places, proposal_of
from rotation.rules.carrying import (
    Held,
    Person,
    Way,
    before,
    first_day_near,
    may_carry,
    may_post,
    posted_already,
    subjects_there,
)
from rotation.vocabulary.pages import CarryLine, CarryPage, Place
from rotation.vocabulary.states import CarryState, ObjectionState, ProposalState
from teachers.models import Posting, School, SchoolUnit, Teacher
from teachers.vocabulary import TeacherStatus

NOBODY = Person(has_left=True, was_upheld=False, postings=())


def carry_page(
    tx: Session, proposal_id: int, identity: Identity, *, first_day: date | None = None, on: date
) -> CarryPage:
    """Return an approved plan against the register, for a first day (default: the one carried for, else the cycle's).

    Of a plan that is not approved nothing but the refusal is told.
    """
    row = proposal_of(tx, proposal_id, identity)
    return carrying(tx, row, tx.get_one(RotationCycle, row.cycle_id), identity, first_day=first_day, on=on)


def carried_plan(tx: Session, cycle: RotationCycle, identity: Identity, *, on: date) -> CarryPage | None:
    """Return the approved plan of a cycle against the register, None where there is none."""
    rows = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.state == ProposalState.APPROVED)
    row = tx.execute(rows).scalar_one_or_none()
    return None if row is None else carrying(tx, row, cycle, identity, on=on)


def carrying(
    tx: Session, row: Proposal, cycle: RotationCycle, identity: Identity, *, first_day: date | None = None, on: date
) -> CarryPage:
    """Hold a plan against the register for a first day."""
    day = first_day or row.carried_first_day or cycle.reference_date
    unanswered, upheld = (objections_in(tx, cycle.id, state) for state in (ObjectionState.OPEN, ObjectionState.UPHELD))
    verdicts = (
        may_carry(row.state, cycle.state, cycle.objection_deadline, unanswered, on),
        first_day_near(day, cycle.reference_date),
    )
    lines = _lines(tx, row, day) if row.state is ProposalState.APPROVED else ()
    refusal = next((verdict.sentence for verdict in verdicts if not verdict.holds), None)
    ready = any(line.state is CarryState.READY for line in lines)
    return CarryPage(
        id=row.id,
        number=row.number,
        name=row.name,
        version=row.version,
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        first_day=day,
        is_past=day < on,
        refusal=refusal,
        upheld=upheld,
        lines=lines,
        seal=_seal(day, lines),
        carried_at=row.carried_at,
        carried_by=row.carried_by_name,
        carried_first_day=row.carried_first_day,
        is_offered=refusal is None and ready and identity.may(Permission.PLAN_CARRY),
    )


def posted_from(tx: Session, cycle: RotationCycle, move: PlanMove) -> date | None:
    """Return the day from which the register has somebody at the school of their move, None where it has not yet."""
    if cycle.decided_at is None:
        return None
    decided = cycle.decided_at.astimezone(DISTRICT_ZONE).date()
    rows = select(Posting.valid_from).where(
        Posting.teacher_id == move.teacher_id,
        Posting.school_id == move.to_school_id,
        or_(Posting.valid_to.is_(None), Posting.valid_to >= decided),
    )
    return tx.execute(rows.order_by(Posting.valid_from.desc())).scalars().first()


@dataclass(frozen=True, slots=True)
class Target:
    """A school somebody may be sent to, as it is now."""

    closed_on: date | None
    stages: frozenset[Stage]


def _lines(tx: Session, row: Proposal, day: date) -> tuple[CarryLine, ...]:
    known, targets, people = places(tx), targets_in(tx), people_in(tx, row)
    moves = select(PlanMove).where(PlanMove.proposal_id == row.id).order_by(PlanMove.staff_no)
    return tuple(
        _line(move, known, targets[move.to_school_id], people.get(move.teacher_id, NOBODY), day)
        for move in tx.execute(moves).scalars()
    )


def _line(move: PlanMove, known: Mapping[int, Place], target: Target, person: Person, day: date) -> CarryLine:
    way = way_of(move, known, target)
    there = posted_already(way, person.postings, day)
    free = there if there.holds else may_post(way, person, day)
    state = CarryState.THERE if there.holds else CarryState.READY if free.holds else CarryState.CANNOT
    held = before(person.postings, day) if state is CarryState.READY else None
    first, second = subjects_there(move.subject, held) if held else (move.subject, "")
    return CarryLine(
        move=move_line(move, known),
        state=state,
        sentence=free.sentence,
        subject=first,
        second_subject=second,
        fte=held.fte if held else move.fte,
        stays=person.was_upheld,
    )


def way_of(move: PlanMove, known: Mapping[int, Place], target: Target) -> Way:
    """Return a move as the rules see it."""
    return Way(
        home_id=move.from_school_id,
        home=known[move.from_school_id].name,
        target_id=move.to_school_id,
        target=known[move.to_school_id].name,
        stage=move.stage,
        subject=move.subject,
        closed_on=target.closed_on,
        stages=target.stages,
    )


def people_in(tx: Session, row: Proposal) -> dict[int, Person]:
    """Return the movers as the register has them."""
    mine: Select[Any] = select(PlanMove.teacher_id).where(PlanMove.proposal_id == row.id)
    upheld = select(Objection.teacher_id).where(
        Objection.proposal_id == row.id, Objection.state == ObjectionState.UPHELD
    )
    against = set(tx.execute(upheld).scalars())
    held = _held(tx, mine)
    rows = select(Teacher.id, Teacher.status).where(Teacher.id.in_(mine))
    return {
        number: Person(status is TeacherStatus.LEFT, number in against, held.get(number, ()))
        for number, status in tx.execute(rows)
    }


def _held(tx: Session, mine: Select[Any]) -> dict[int, Sequence[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    rows = select(Posting, School.name).join(School, School.id == Posting.school_id).where(Posting.teacher_id.in_(mine))
    for row, school in tx.execute(rows):
        known = {name: getattr(row, name) for name in _SAME}
        found[row.teacher_id].append(Held(school=school, **known))
    return dict(found)


_SAME = ("school_id", "stage", "subject", "second_subject", "fte", "valid_from", "valid_to")


def targets_in(tx: Session) -> dict[int, Target]:
    """Return what the register says of every school somebody may be sent to."""
    stages: dict[int, set[Stage]] = defaultdict(set)
    for school, stage in tx.execute(select(SchoolUnit.school_id, SchoolUnit.stage)):
        stages[school].add(stage)
    rows = select(School.id, School.closed_on)
    return {school: Target(closed, frozenset(stages[school])) for school, closed in tx.execute(rows)}


def _seal(day: date, lines: Iterable[CarryLine]) -> str:
    """Return a fingerprint of what would be written: another state of the register gives another one."""
    told = [[line.move.id, line.state.value, line.subject, line.second_subject, line.fte] for line in lines]
    return hashlib.sha256(json.dumps([day.isoformat(), told], ensure_ascii=False).encode()).hexdigest()

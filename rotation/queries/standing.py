"""A plan nobody has decided on yet, held against the register: whose move no longer fits it, and why."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.queries.carrying import NOBODY, people_in, targets_in, way_of
from rotation.queries.moves import move_line
from rotation.queries.places import places
from rotation.rules.carrying import still_stands
from rotation.vocabulary.pages import OvertakenMove


def overtaken(tx: Session, row: Proposal, *, on: date) -> tuple[OvertakenMove, ...]:
    """Return the moves the register has overtaken since the search: who has left, is elsewhere, or has nowhere to go.

    The register is asked for the reference date, or for today where that is past.
    """
    day = max(on, tx.get_one(RotationCycle, row.cycle_id).reference_date)
    known, targets, people = places(tx), targets_in(tx), people_in(tx, row)
    moves = select(PlanMove).where(PlanMove.proposal_id == row.id).order_by(PlanMove.staff_no)
    found = []
    for move in tx.execute(moves).scalars():
        way = way_of(move, known, targets[move.to_school_id])
        verdict = still_stands(way, people.get(move.teacher_id, NOBODY), day)
        if not verdict.holds:
            found.append(OvertakenMove(move_line(move, known), verdict.sentence))
    return tuple(found)

"""What leaders decide on, and the objections of teachers."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection
from rotation.queries.listing import proposal_lines
from rotation.queries.moves import move_line
from rotation.queries.places import demand, places
from rotation.rules.decisions import Authors, may_decide
from rotation.vocabulary.pages import DecisionLine, ObjectionLine
from rotation.vocabulary.states import ProposalState


def decisions(tx: Session, identity: Identity, *, on: date) -> tuple[list[DecisionLine], list[DecisionLine]]:
    """Return what waits for a decision, and what was decided, newest first."""
    demand(identity, Permission.PLAN_READ)
    waiting = select(Proposal).where(Proposal.state == ProposalState.SUBMITTED)
    decided = select(Proposal).where(Proposal.state.in_([ProposalState.APPROVED, ProposalState.REFUSED]))
    return _lines(tx, waiting, identity), _lines(tx, decided, identity)


def objections(tx: Session, identity: Identity, cycle_id: int | None = None) -> list[ObjectionLine]:
    """Return the objections of teachers, those without an answer first."""
    demand(identity, Permission.OBJECTION_ANSWER)
    rows = (
        select(Objection, PlanMove)
        .join(Proposal, Proposal.id == Objection.proposal_id)
        .join(PlanMove, (PlanMove.proposal_id == Proposal.id) & (PlanMove.teacher_id == Objection.teacher_id))
        .order_by(Objection.answered_at.is_not(None), Objection.id)
    )
    if cycle_id is not None:
        rows = rows.where(Proposal.cycle_id == cycle_id)
    known = places(tx)
    return [
        ObjectionLine(
            id=row.id,
            version=row.version,
            staff_no=move.staff_no,
            name=move.name,
            move=move_line(move, known),
            reason=row.reason,
            state=row.state,
            filed_at=row.filed_at,
            answer=row.answer,
            answered_by=row.answered_by_name,
            answered_at=row.answered_at,
        )
        for row, move in tx.execute(rows)
    ]


def _lines(tx: Session, rows: Select[Any], identity: Identity) -> list[DecisionLine]:
    found = {row.id: row for row in tx.execute(rows).scalars()}
    lines = []
    for line in proposal_lines(tx, rows):
        row = found[line.id]
        verdict = may_decide(Authors(row.created_by, row.submitted_by), identity.user_id)
        lines.append(
            DecisionLine(
                proposal=line,
                submitted_by=row.submitted_by_name,
                submitted_at=row.submitted_at,
                decided_by=row.decided_by_name,
                decided_at=row.decided_at,
                refusal=None if verdict.holds else verdict.sentence,
            )
        )
    return lines

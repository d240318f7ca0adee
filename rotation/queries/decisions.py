"""What leaders decide on, and what was decided."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from rotation.models.plans import Proposal
from rotation.queries.listing import proposal_lines
from rotation.queries.places import demand
from rotation.rules.decisions import Authors, may_decide
from rotation.vocabulary.pages import DecisionLine
from rotation.vocabulary.states import ProposalState


def decisions(tx: Session, identity: Identity, *, on: date) -> tuple[list[DecisionLine], list[DecisionLine]]:
    """Return what waits for a decision, and what was decided, newest first."""
    demand(identity, Permission.PLAN_READ)
    waiting = select(Proposal).where(Proposal.state == ProposalState.SUBMITTED)
    decided = select(Proposal).where(Proposal.decided_at.is_not(None))
    return _lines(tx, waiting, identity), _lines(tx, decided, identity)


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

"""Lists of proposals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.queries.places import demand
from rotation.vocabulary.pages import ProposalLine


def proposals(tx: Session, identity: Identity, cycle_id: int | None = None) -> list[ProposalLine]:
    """Return the proposals of a cycle, or of all, newest first."""
    demand(identity, Permission.PLAN_READ)
    rows = select(Proposal)
    return proposal_lines(tx, rows if cycle_id is None else rows.where(Proposal.cycle_id == cycle_id))


def proposal_lines(tx: Session, rows: Select[Any]) -> list[ProposalLine]:
    """Return a selection of proposals as lists show them, newest first."""
    found: Sequence[Proposal] = list(tx.execute(rows.order_by(Proposal.id.desc())).scalars())
    names = {row.id: row.name for row in tx.execute(select(Scenario.id, Scenario.name))}
    years = {row.id: row.name for row in tx.execute(select(RotationCycle.id, RotationCycle.name))}
    return [
        ProposalLine(
            id=row.id,
            number=row.number,
            name=row.name,
            scenario_name=names[row.scenario_id],
            cycle_id=row.cycle_id,
            cycle_name=years[row.cycle_id],
            state=row.state,
            status=row.status,
            moves=row.moves,
            created_at=row.created_at,
            created_by=row.created_by_name,
            values={line["name"]: line["value"] for line in row.lines},
        )
        for row in found
    ]

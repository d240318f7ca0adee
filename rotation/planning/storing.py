"""Writing a plan into the database: the proposal with all its rows, in the transaction it is handed."""

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core.clock import instant
from rotation.models.cycles import PlanInput
from rotation.models.plans import (
    PlanCell,
    PlanCoefficient,
    PlanMove,
    PlanSchool,
    PlanUnfilled,
    PlanUnit,
    Proposal,
    Scenario,
)
from rotation.planning.rows import PlanRows


def store(tx: Session, scenario: Scenario, known: PlanInput, rows: PlanRows, job_id: int | None) -> Proposal:
    """Write a proposal; it is the author's who asked for the search."""
    last = select(func.coalesce(func.max(Proposal.number), 0)).where(Proposal.cycle_id == scenario.cycle_id)
    number = int(tx.execute(last).scalar_one()) + 1
    proposal = Proposal(
        cycle_id=scenario.cycle_id,
        scenario_id=scenario.id,
        input_id=known.id,
        job_id=job_id,
        number=number,
        name=scenario.name,
        policy_version=known.policy_version,
        input_sha256=known.input_sha256,
        policy_sha256=known.policy_sha256,
        earlier_id=scenario.based_on_id if known.earlier is not None else None,
        created_at=instant(),
        created_by=scenario.created_by,
        created_by_name=scenario.created_by_name,
        **rows.head,
    )
    tx.add(proposal)
    tx.flush()
    for table, listed in (
        (PlanMove, rows.moves),
        (PlanCell, rows.cells),
        (PlanUnit, rows.units),
        (PlanCoefficient, rows.coefficients),
        (PlanSchool, rows.schools),
        (PlanUnfilled, rows.unfilled),
    ):
        if listed:
            tx.execute(insert(table), [{"proposal_id": proposal.id, **row} for row in listed])
    return proposal

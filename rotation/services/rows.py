"""Rows by id for those who change them; whoever may not even see them learns nothing."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.db import Base, Versioned, expect_version
from core.errors import Conflict, Invalid, NotFound
from policy.messages import say
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.services.stepping import demand
from rotation.vocabulary.states import CycleState
from teachers.models import School, Teacher

Row = TypeVar("Row", bound=Base)


def locked(tx: Session, kind: type[Row], row_id: int) -> Row:
    """Return a row nobody else can change until the transaction ends.

    Raises `NotFound`.
    """
    rows = select(kind).where(kind.id == row_id).with_for_update()  # type: ignore[attr-defined]
    found = tx.execute(rows.execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def cycle_for(
    tx: Session, cycle_id: int, permission: Permission, by: Identity, version: int | None = None
) -> RotationCycle:
    """Return a cycle to be changed."""
    demand(by, permission)
    return _seen(locked(tx, RotationCycle, cycle_id), version)


def scenario_for(
    tx: Session, scenario_id: int, permission: Permission, by: Identity, version: int | None = None
) -> Scenario:
    """Return a scenario to be changed."""
    demand(by, permission)
    return _seen(locked(tx, Scenario, scenario_id), version)


def proposal_for(
    tx: Session, proposal_id: int, permission: Permission, by: Identity, version: int | None = None
) -> Proposal:
    """Return a proposal something is done with."""
    demand(by, permission)
    return _seen(locked(tx, Proposal, proposal_id), version)


Edited = TypeVar("Edited", bound=Versioned)


def _seen(row: Edited, version: int | None) -> Edited:
    if version is not None:
        expect_version(row, version)
    return row


def teacher_by(tx: Session, staff_no: str, *, field: str = "staff_no") -> Teacher:
    """Return the teacher of a staff number.

    Raises `Invalid` where there is none.
    """
    found = tx.execute(select(Teacher).where(Teacher.staff_no == staff_no.strip())).scalar_one_or_none()
    if found is None:
        text = say("There is no teacher with the staff number {staff_no}.", staff_no=staff_no.strip() or "—")
        raise Invalid(text, say("Look the number up in the list of teachers."), field=field)
    return found


def school_by(tx: Session, code: str, *, field: str = "school") -> School:
    """Return the school of a code.

    Raises `Invalid` where there is none.
    """
    found = tx.execute(select(School).where(School.code == code.strip())).scalar_one_or_none()
    if found is None:
        raise Invalid(say("Choose a school."), field=field)
    return found


def demand_planning(cycle: RotationCycle) -> None:
    """Refuse what only makes sense before a cycle is decided.

    Raises `Conflict`.
    """
    if cycle.state in {CycleState.DECIDED, CycleState.CLOSED}:
        raise Conflict(say("Nothing more can be planned: the cycle is {state}.", state=cycle.state.label))

"""Schools as lists name them, and who may look at what of rotation."""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.errors import NotFound
from core.sentences import from_json
from policy.messages import Message
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.pages import Place
from teachers.models import School

Row = TypeVar("Row")


def places(tx: Session) -> Mapping[int, Place]:
    """Return every school by id."""
    rows = select(School.id, School.code, School.name, School.area)
    return {number: Place(number, code, name, area) for number, code, name, area in tx.execute(rows)}


def place(tx: Session, school_id: int) -> Place:
    """Return one school.

    Raises `NotFound`.
    """
    rows = select(School.id, School.code, School.name, School.area).where(School.id == school_id)
    found = tx.execute(rows).one_or_none()
    if found is None:
        raise NotFound
    return Place(*found)


def cycle_of(tx: Session, cycle_id: int, identity: Identity) -> RotationCycle:
    """Return a cycle somebody may see.

    Raises `NotFound`, without the permission as well.
    """
    demand(identity, Permission.CYCLE_READ)
    return _found(tx.get(RotationCycle, cycle_id))


def scenario_of(tx: Session, scenario_id: int, identity: Identity) -> Scenario:
    """Return a scenario somebody may see.

    Raises `NotFound`, without the permission as well.
    """
    demand(identity, Permission.PLAN_READ)
    return _found(tx.get(Scenario, scenario_id))


def proposal_of(tx: Session, proposal_id: int, identity: Identity) -> Proposal:
    """Return a proposal somebody may see.

    Raises `NotFound`, without the permission as well.
    """
    demand(identity, Permission.PLAN_READ)
    return _found(tx.get(Proposal, proposal_id))


def demand(identity: Identity, permission: Permission) -> None:
    """Let nobody without a permission learn that there is anything.

    Raises `NotFound`.
    """
    if not identity.may(permission):
        raise NotFound


def sentence(stored: object) -> Message:
    """Return a sentence kept as JSON; a plain text becomes one."""
    found = from_json(stored)
    return found if isinstance(found, Message) else Message("{text}", {"text": found})


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row

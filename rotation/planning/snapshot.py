"""What a search reads, frozen: the register on the cycle's day with wishes, locks and overrides, as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import instant
from optimizer.faults import Fault
from optimizer.problem import Move
from policy.messages import listed, say
from policy.rotation import RotationPolicy
from rotation.models.cycles import CyclePolicy, EligibilityOverride, PlanInput, Preference, RotationCycle
from rotation.models.plans import PlanLock, PlanMove, Proposal, Scenario
from rotation.planning.archive import packed
from rotation.planning.tables import POLICY_FILE, TableExtras, TableLock, Tables, tables_of
from rotation.rules.policy_numbers import effective_text, policy_from, revived
from teachers.models import School, Teacher
from teachers.queries import register_on
from teachers.vocabulary import Register, RegisteredTeacher

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables of one search, the register they come from, and what was noticed while they were written."""

    register: Register
    tables: Tables
    policy_text: str
    notes: tuple[Fault, ...]
    earlier: tuple[Move, ...] | None

    @property
    def archive(self) -> bytes:
        """The tables as one blob."""
        return packed(self.tables.files)


def policy_of(tx: Session, cycle: RotationCycle) -> CyclePolicy:
    """Return the policy version a cycle stands on."""
    rows = select(CyclePolicy).where(CyclePolicy.cycle_id == cycle.id, CyclePolicy.number == cycle.policy_version)
    return tx.execute(rows).scalar_one()


def snapshot(tx: Session, cycle: RotationCycle, scenario: Scenario) -> Snapshot:
    """Read everything a search of the scenario needs, as it stands now."""
    text = effective_text(policy_of(tx, cycle).text, revived(scenario.overrides), cycle.reference_date)
    register = register_on(tx, cycle.reference_date, policy_from(text, cycle.reference_date))
    wishes, left_out = _wishes(tx, cycle, register)
    extras = TableExtras(wishes, locks_of(tx, scenario.id), overrides_of(tx, cycle.id, register.teachers))
    tables = tables_of(register, text, extras)
    return Snapshot(register, tables, text, (*left_out, *_uncounted(register)), _earlier(tx, scenario))


def stored(
    tx: Session, cycle: RotationCycle, scenario: Scenario, taken: Snapshot, hashes: tuple[str, str]
) -> PlanInput:
    """Keep a snapshot with its fingerprints, so that a contested plan can be worked out again."""
    earlier = None if taken.earlier is None else [[m.staff_no, m.to_school, m.subject] for m in taken.earlier]
    row = PlanInput(
        cycle_id=cycle.id,
        scenario_id=scenario.id,
        job_id=scenario.job_id,
        input_sha256=hashes[0],
        policy_sha256=hashes[1],
        policy_version=cycle.policy_version,
        policy_text=taken.policy_text,
        archive=taken.archive,
        teachers=len(taken.register.teachers),
        schools=len(taken.register.schools),
        preferences=taken.tables.files["preferences.csv"].count(b"\n") - 1,
        earlier=earlier,
        created_at=instant(),
    )
    tx.add(row)
    tx.flush()
    return row


def locks_of(tx: Session, scenario_id: int) -> list[TableLock]:
    """Return the locks of a scenario as the planner's table names them."""
    rows = (
        select(Teacher.staff_no, PlanLock.action, School.code)
        .join(Teacher, Teacher.id == PlanLock.teacher_id)
        .outerjoin(School, School.id == PlanLock.school_id)
        .where(PlanLock.scenario_id == scenario_id)
        .order_by(Teacher.staff_no, PlanLock.action, School.code)
    )
    return [TableLock(staff_no, action, school or "") for staff_no, action, school in tx.execute(rows)]


def overrides_of(tx: Session, cycle_id: int, people: Iterable[RegisteredTeacher]) -> Mapping[str, bool]:
    """Return who was set to eligible or not by hand, of those in post."""
    rows = select(EligibilityOverride.teacher_id, EligibilityOverride.eligible).where(
        EligibilityOverride.cycle_id == cycle_id
    )
    by_hand = {row.teacher_id: row.eligible for row in tx.execute(rows)}
    return {person.staff_no: by_hand[person.id] for person in people if person.id in by_hand}


def moves_of(tx: Session, proposal_id: int) -> tuple[Move, ...]:
    """Return the moves of a proposal as the planner knows them."""
    rows = (
        select(PlanMove.staff_no, School.code, PlanMove.subject)
        .join(School, School.id == PlanMove.to_school_id)
        .where(PlanMove.proposal_id == proposal_id)
        .order_by(PlanMove.staff_no)
    )
    return tuple(Move(*row) for row in tx.execute(rows))


def _earlier(tx: Session, scenario: Scenario) -> tuple[Move, ...] | None:
    """Return the plan to keep to, None where there is none."""
    if scenario.based_on_id is None or tx.get(Proposal, scenario.based_on_id) is None:
        return None
    return moves_of(tx, scenario.based_on_id)


def _wishes(
    tx: Session, cycle: RotationCycle, register: Register
) -> tuple[list[tuple[str, int, str]], Sequence[Fault]]:
    """Return the preferences that can be asked for, and a note on those of people or schools no longer there."""
    people = {person.id: person for person in register.teachers}
    codes = {school.id: school.code for school in register.schools}
    rows = select(Preference.teacher_id, Preference.rank, Preference.school_id).where(Preference.cycle_id == cycle.id)
    kept: list[tuple[str, int, str]] = []
    lost = 0
    for teacher, rank, school in tx.execute(rows):
        person = people.get(teacher)
        if person is None or school not in codes or person.school_id == school:
            lost += 1
        else:
            kept.append((person.staff_no, rank, codes[school]))
    if not lost:
        return kept, ()
    message = say(
        "{number} preferences are left out: the teacher is gone, or the school is closed or the own.", number=lost
    )
    cure = say("Nothing to do, unless a posting is wrong in the register.")
    return kept, (Fault("preferences.csv", 0, "", "", message, cure),)


def _uncounted(register: Register) -> Sequence[Fault]:
    """Note the schools whose demand could not be counted from their classes."""
    if not register.uncounted:
        return ()
    schools = sorted({school for school, _ in register.uncounted})
    names = listed([*schools[:_MOST_NAMED], *(["…"] if len(schools) > _MOST_NAMED else [])])
    message = say("The demand of {number} schools could not be counted: {names}.", number=len(schools), names=names)
    cure = say("Mend the classes of these schools, or enter their demand by hand.")
    return (Fault("demand.csv", 0, "", "", message, cure),)


def policy_in_force(tx: Session, cycle: RotationCycle) -> RotationPolicy:
    """Return the policy of a cycle without a scenario's changes."""
    return policy_from(policy_of(tx, cycle).text, cycle.reference_date)


__all__ = [
    "POLICY_FILE",
    "Snapshot",
    "locks_of",
    "moves_of",
    "overrides_of",
    "policy_in_force",
    "policy_of",
    "snapshot",
    "stored",
]

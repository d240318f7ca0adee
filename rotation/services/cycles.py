"""A cycle and its policy: opened, changed, given new numbers, led from step to step."""

import hashlib
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.clock import instant
from core.errors import Conflict, Invalid
from policy.consistency import contradictions
from policy.faults import PolicyFault
from policy.messages import Message, say
from policy.values import Flaw, Value
from rotation.models.cycles import CyclePolicy, EligibilityEntry, RotationCycle
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.queries.binding import is_carried, objections_in
from rotation.queries.cycles import open_cycles
from rotation.rules.policy_numbers import planner_parameters, policy_from, read_number, reading_of, with_numbers
from rotation.rules.windows import deadline_ahead, list_fixed, may_reopen, objections_over
from rotation.services.notifying import OWN, cycle_link, tell_holders, tell_teachers
from rotation.services.rows import cycle_for
from rotation.services.stepping import cleaned, conflict_unless, demand, needed, refuse_unless, subject_of, take
from rotation.vocabulary.drafts import CycleDraft, PolicyDraft
from rotation.vocabulary.states import CycleState, ObjectionState, ProposalState, ScenarioState
from rotation.vocabulary.transitions import CLOSE_CYCLE, OPEN_PREFERENCES, REOPEN, START_PLANNING

LONGEST_NAME = 100
LONGEST_SOURCE = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100


def open_cycle(tx: Session, draft: CycleDraft, *, by: Identity, on: date) -> RotationCycle:
    """Open a rotation cycle with the shipped policy as its first version."""
    demand(by, Permission.CYCLE_MANAGE)
    cycle = RotationCycle(
        state=CycleState.PREPARING,
        policy_version=1,
        created_at=instant(),
        created_by=by.user_id,
        created_by_name=by.name,
        **_values(tx, draft, None),
    )
    tx.add(cycle)
    tx.flush()
    _add_policy(tx, cycle, 1, PolicyDraft("", "", ""), by)
    facts = {"school_year": cycle.school_year, "reference_date": cycle.reference_date}
    audit.record(tx, "cycle.opened", subject_of(cycle), {"name": (None, cycle.name)}, by=by, facts=facts)
    return cycle


def change_cycle(
    tx: Session, cycle_id: int, version: int, draft: CycleDraft, *, by: Identity, on: date
) -> RotationCycle:
    """Change the name, the day and the deadlines of a cycle; the day stands once something was planned on it."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    if cycle.state is CycleState.CLOSED:
        raise Conflict(say("A closed cycle is not changed any more."))
    if draft.reference_date != cycle.reference_date and _has_searched(tx, cycle):
        text = say("Plans were made for {day}; the reference date stays.", day=cycle.reference_date)
        raise Invalid(text, say("Open another cycle for another day."), field="reference_date")
    told = cycle.objection_deadline if cycle.state is CycleState.DECIDED else None
    if told is not None and (draft.objection_deadline is None or draft.objection_deadline < told):
        text = say("Teachers were told {day}; the day can only be put off.", day=told)
        raise Invalid(text, field="objection_deadline")
    if draft.objection_deadline != told is not None and is_carried(tx, cycle.id):
        text = say("The plan has been carried into the register: teachers can no longer object to it.")
        raise Invalid(text, field="objection_deadline")
    changed = audit.changes(cycle, _values(tx, draft, cycle))
    if changed:
        audit.record(tx, "cycle.changed", subject_of(cycle), changed, by=by)
        tx.flush()
    return cycle


def set_policy(tx: Session, cycle_id: int, version: int, draft: PolicyDraft, *, by: Identity, on: date) -> CyclePolicy:
    """Give a cycle a new version of its policy numbers; earlier versions and what rests on them stay as they are."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    if cycle.state in {CycleState.DECIDED, CycleState.CLOSED}:
        raise Conflict(say("The policy of a decided cycle stands."))
    reading = reading_of(draft.text)
    if reading.faults:
        raise _unreadable(reading.faults)
    _demand_new(tx, cycle, draft)
    for fault in contradictions(policy_from(draft.text, cycle.reference_date)):
        raise Invalid(fault.message, fault.cure, field=fault.key)
    number = cycle.policy_version + 1
    policy = _add_policy(tx, cycle, number, _checked(draft), by)
    changed = audit.changes(cycle, {"policy_version": number})
    facts = {"source": policy.source, "sha256": policy.sha256}
    audit.record(tx, "cycle.policy_set", subject_of(cycle), changed, by=by, reason=policy.reason, facts=facts)
    tx.flush()
    return policy


def set_policy_numbers(
    tx: Session,
    cycle_id: int,
    version: int,
    typed: Mapping[str, str],
    *,
    source: str,
    reason: str,
    by: Identity,
    on: date,
) -> CyclePolicy:
    """Give a cycle a new policy version from single numbers as they were typed."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    text = with_numbers(policy_text(tx, cycle), read_overrides(typed), cycle.reference_date)
    return set_policy(tx, cycle_id, version, PolicyDraft(text, source, reason), by=by, on=on)


def read_overrides(typed: Mapping[str, str]) -> dict[str, Value]:
    """Read numbers as they were typed.

    Raises `Invalid` with the key as field.
    """
    known, values = planner_parameters(), {}
    for key, text in typed.items():
        if key not in known:
            raise Invalid(say("{key} is not a number that can be set here.", key=key), field=key)
        value = read_number(key, text)
        if isinstance(value, Flaw):
            raise Invalid(value.message, value.cure, field=key)
        values[key] = value
    return values


def policy_text(tx: Session, cycle: RotationCycle) -> str:
    """Return the policy text a cycle stands on."""
    rows = select(CyclePolicy.text).where(CyclePolicy.cycle_id == cycle.id, CyclePolicy.number == cycle.policy_version)
    return tx.execute(rows).scalar_one()


def open_preferences(
    tx: Session, cycle_id: int, version: int, deadline: date, *, by: Identity, on: date
) -> RotationCycle:
    """Let teachers file preferences until a day, and tell those on the eligibility list."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    refuse_unless(deadline_ahead(deadline, on), field="deadline")
    if cycle.list_fixed_at is None:
        raise Conflict(say("The eligibility list is not fixed yet."), say("Fix it first: only who is on it may file."))
    take(tx, cycle, OPEN_PREFERENCES, by=by, facts={"deadline": deadline})
    cycle.preference_deadline = deadline
    tx.flush()
    text = say("Preferences for {cycle} are open until {day}.", cycle=cycle.name, day=deadline)
    tell_teachers(tx, _eligible(tx, cycle), text, OWN)
    return cycle


def start_planning(tx: Session, cycle_id: int, version: int, *, by: Identity, on: date) -> RotationCycle:
    """End the filing of preferences, where there was one, and begin to plan; not before the list is fixed."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    conflict_unless(list_fixed(is_fixed=cycle.list_fixed_at is not None))
    take(tx, cycle, START_PLANNING, by=by)
    return cycle


def close_cycle(tx: Session, cycle_id: int, version: int, reason: str, *, by: Identity, on: date) -> RotationCycle:
    """Close a cycle; nothing of it changes any more. Not while teachers can object, or wait for an answer."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    unanswered = objections_in(tx, cycle.id, ObjectionState.OPEN)
    conflict_unless(objections_over(cycle.state, cycle.objection_deadline, unanswered, on))
    take(tx, cycle, CLOSE_CYCLE, by=by, reason=reason)
    return cycle


def reopen_cycle(tx: Session, cycle_id: int, version: int, reason: str, *, by: Identity, on: date) -> RotationCycle:
    """Let a decided cycle be planned again after an upheld objection; its results stand until the next approval."""
    cycle = cycle_for(tx, cycle_id, Permission.CYCLE_MANAGE, by, version)
    upheld, unanswered = (objections_in(tx, cycle.id, state) for state in (ObjectionState.UPHELD, ObjectionState.OPEN))
    if cycle.state is CycleState.DECIDED:
        conflict_unless(may_reopen(upheld, unanswered, is_carried=is_carried(tx, cycle.id)))
    take(tx, cycle, REOPEN, by=by, reason=reason, facts={"upheld": upheld})
    cycle.objection_deadline = None  # the next approval sets a new one
    tx.flush()
    text = say("{cycle} is planned again after an upheld objection; results stand until then.", cycle=cycle.name)
    tell_holders(tx, Permission.PLAN_DECIDE, text, cycle_link(cycle.id))
    tell_teachers(tx, {*_eligible(tx, cycle), *_moved(tx, cycle)}, text, OWN)
    return cycle


def _values(tx: Session, draft: CycleDraft, cycle: RotationCycle | None) -> dict[str, object]:
    """Return the values of a draft, checked."""
    name = needed(draft.name, field="name", longest=LONGEST_NAME)
    taken = tx.execute(select(RotationCycle.id).where(RotationCycle.name == name)).scalar_one_or_none()
    if taken is not None and (cycle is None or taken != cycle.id):
        raise Invalid(say("There is a cycle of this name already."), say("Choose another name."), field="name")
    if not FIRST_YEAR <= draft.school_year <= LAST_YEAR:
        raise Invalid(say("Write the year in four digits, such as 2026."), field="school_year")
    _refuse_second(tx, draft.school_year, cycle)
    if draft.review_deadline and draft.preference_deadline and draft.review_deadline < draft.preference_deadline:
        raise Invalid(say("Principals cannot answer before preferences end."), field="review_deadline")
    days = ("school_year", "reference_date", "preference_deadline", "review_deadline", "objection_deadline")
    return {"name": name, "note": cleaned(draft.note, field="note"), **{day: getattr(draft, day) for day in days}}


def _refuse_second(tx: Session, school_year: int, cycle: RotationCycle | None) -> None:
    """Refuse a second cycle of a school year while the first is not closed: which of them counts would be unclear."""
    same = [known for known in open_cycles(tx) if known.school_year == school_year]
    other = next((known for known in same if cycle is None or known.id != cycle.id), None)
    if other is not None:
        text = say("There is a cycle of this school year already: {cycle}.", cycle=other.name)
        raise Invalid(text, say("Plan in that one, or close it first."), field="school_year")


def _demand_new(tx: Session, cycle: RotationCycle, draft: PolicyDraft) -> None:
    """Refuse a version that differs in nothing from the one in force: neither in its numbers nor in its document."""
    rows = select(CyclePolicy).where(CyclePolicy.cycle_id == cycle.id, CyclePolicy.number == cycle.policy_version)
    current = tx.execute(rows).scalar_one()
    day = cycle.reference_date
    if draft.source.strip() == current.source and policy_from(draft.text, day) == policy_from(current.text, day):
        text = say("Nothing differs from version {number}, which is in force.", number=current.number)
        raise Invalid(text, say("Change a number or the document, or leave it."))


def _checked(draft: PolicyDraft) -> PolicyDraft:
    """Return a policy draft with its document and its reason, both of which a new version needs."""
    source = needed(draft.source, field="source", longest=LONGEST_SOURCE)
    return PolicyDraft(draft.text, source, needed(draft.reason))


def _add_policy(tx: Session, cycle: RotationCycle, number: int, draft: PolicyDraft, by: Identity) -> CyclePolicy:
    policy = CyclePolicy(
        cycle_id=cycle.id,
        number=number,
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode()).hexdigest(),
        source=draft.source,
        reason=draft.reason,
        created_at=instant(),
        created_by=by.user_id,
        created_by_name=by.name,
    )
    tx.add(policy)
    tx.flush()
    return policy


def _unreadable(faults: tuple[PolicyFault, ...]) -> Invalid:
    """Return the refusal of a policy text: its first faults, each with its key."""
    first, *rest = (_fault_words(fault) for fault in faults)
    text = first if not rest else say("{first} ({number} more faults)", first=first, number=len(rest))
    return Invalid(text, faults[0].cure, field="text")


def _fault_words(fault: PolicyFault) -> Message:
    return say("{key}: {message}", key=fault.key, message=fault.message) if fault.key else fault.message


def _has_searched(tx: Session, cycle: RotationCycle) -> bool:
    rows = select(Scenario.id).where(Scenario.cycle_id == cycle.id, Scenario.state != ScenarioState.DRAFT).limit(1)
    return tx.execute(rows).scalar_one_or_none() is not None


def _eligible(tx: Session, cycle: RotationCycle) -> list[int]:
    rows = select(EligibilityEntry.teacher_id).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.eligible)
    return list(tx.execute(rows).scalars())


def _moved(tx: Session, cycle: RotationCycle) -> list[int]:
    rows = select(PlanMove.teacher_id).join(Proposal, Proposal.id == PlanMove.proposal_id)
    approved = rows.where(Proposal.cycle_id == cycle.id, Proposal.state == ProposalState.APPROVED)
    return list(tx.execute(approved).scalars())

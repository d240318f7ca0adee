"""Scenarios: made, changed, followed up; people fixed by hand, refused at once where a rule refuses them."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.clock import instant
from core.errors import Conflict, Invalid, NotFound
from policy.messages import say
from policy.vocabulary import LockAction
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanLock, PlanMove, Proposal, Scenario
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from rotation.planning.asking import about_now
from rotation.rules.policy_numbers import effective_text, kept, planner_parameters, reading_of, revived
from rotation.services.cycles import policy_text
from rotation.services.rows import cycle_for, demand_planning, proposal_for, scenario_for, school_by, teacher_by
from rotation.services.stepping import cleaned, needed, subject_of
from rotation.vocabulary.drafts import LockDraft, ScenarioDraft
from rotation.vocabulary.pages import PolicyNumber
from rotation.vocabulary.states import LockSource, ObjectionState, Reply, ScenarioState
from teachers.models import School, Teacher

LONGEST_NAME = 100
LONGEST_SEARCH = 6_000
"""Seconds; a job of the search may not take longer than its kind allows."""
SHORTEST_SEARCH = 1
LARGEST_SEED = 2**31 - 1


def make_scenario(tx: Session, cycle_id: int, draft: ScenarioDraft, *, by: Identity, on: date) -> Scenario:
    """Make a scenario; nothing is searched yet."""
    cycle = cycle_for(tx, cycle_id, Permission.PLAN_SOLVE, by)
    demand_planning(cycle)
    scenario = Scenario(
        cycle_id=cycle.id,
        state=ScenarioState.DRAFT,
        keep_requested=False,
        faults=[],
        warnings=[],
        relaxations=[],
        created_at=instant(),
        created_by=by.user_id,
        created_by_name=by.name,
        **_values(tx, cycle, draft, None),
    )
    tx.add(scenario)
    tx.flush()
    audit.record(tx, "scenario.made", subject_of(scenario), {"name": (None, scenario.name)}, by=by)
    return scenario


def change_scenario(
    tx: Session, scenario_id: int, version: int, draft: ScenarioDraft, *, by: Identity, on: date
) -> Scenario:
    """Change a scenario that is not being searched; proposals made of it stay as they are."""
    scenario = _at_rest(tx, scenario_id, by, version)
    cycle = tx.get_one(RotationCycle, scenario.cycle_id)
    changed = audit.changes(scenario, _values(tx, cycle, draft, scenario))
    if changed:
        audit.record(tx, "scenario.changed", subject_of(scenario), changed, by=by)
        tx.flush()
    return scenario


def follow_up(tx: Session, proposal_id: int, name: str, *, by: Identity, on: date) -> Scenario:
    """Make a scenario that keeps to a proposal: its numbers and locks, one more for each objection granted."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_SOLVE, by)
    source = tx.get_one(Scenario, proposal.scenario_id)
    draft = ScenarioDraft(
        name=_free_name(tx, proposal.cycle_id, name),
        overrides=revived(source.overrides),
        seed=source.seed,
        time_limit=source.time_limit,
        based_on=proposal.id,
    )
    scenario = make_scenario(tx, proposal.cycle_id, draft, by=by, on=on)
    for lock in (*_locks_of(tx, source.id), *_accepted(tx, proposal.id), *_upheld(tx, proposal.id)):
        _add_lock(tx, scenario, lock, by)
    return scenario


def pin(
    tx: Session, scenario_id: int, draft: LockDraft, *, by: Identity, on: date, version: int | None = None
) -> PlanLock:
    """Fix somebody by hand: to stay, to move to a school, or not to go to one.

    Raises `Invalid` with the rule's sentence where no allowed move exists or another lock says otherwise.
    """
    scenario = _at_rest(tx, scenario_id, by, version)
    person = teacher_by(tx, draft.staff_no)
    school = None if draft.action is LockAction.STAY else school_by(tx, draft.school)
    _contradictions(tx, scenario, person, draft.action, school)
    if draft.action is LockAction.MOVE and school is not None:
        refuse_move(tx, scenario, person, school)
    reason = needed(draft.reason)
    lock = PlanLock(
        scenario_id=scenario.id,
        teacher_id=person.id,
        action=draft.action,
        school_id=school.id if school else None,
        reason=reason,
        source=draft.source,
        created_at=instant(),
        created_by=by.user_id,
        created_by_name=by.name,
    )
    tx.add(lock)
    flag_modified(scenario, "state")  # who is fixed belongs to the question: it has another version now
    tx.flush()
    facts = {"teacher": person.staff_no, "action": draft.action, "school": school.code if school else ""}
    audit.record(tx, "scenario.pinned", subject_of(scenario), by=by, reason=reason, facts=facts)
    return lock


def unpin(tx: Session, scenario_id: int, lock_id: int, *, by: Identity, on: date, version: int | None = None) -> None:
    """Take a lock off again."""
    scenario = _at_rest(tx, scenario_id, by, version)
    lock = tx.get(PlanLock, lock_id)
    if lock is None or lock.scenario_id != scenario.id:
        raise NotFound
    person = tx.get_one(Teacher, lock.teacher_id)
    facts = {"teacher": person.staff_no, "action": lock.action}
    tx.delete(lock)
    flag_modified(scenario, "state")
    audit.record(tx, "scenario.unpinned", subject_of(scenario), by=by, facts=facts)


def overridable() -> tuple[PolicyNumber, ...]:
    """Return the policy numbers a scenario may set, with their ranges, as shipped in their newest version."""
    return tuple(
        PolicyNumber(
            key=key,
            value=known.versions[-1].value,
            shipped=known.versions[-1].value,
            kind=known.form.kind.value,
            unit=known.form.unit,
            low=known.form.low,
            high=known.form.high,
            choices=known.form.choices,
            source=known.versions[-1].source,
            confidence=known.versions[-1].confidence.value,
            note=known.versions[-1].note,
        )
        for key, known in planner_parameters().items()
    )


def _free_name(tx: Session, cycle_id: int, name: str) -> str:
    """Return a name no scenario of the cycle has: the one given, numbered where it is taken."""
    taken = set(tx.execute(select(Scenario.name).where(Scenario.cycle_id == cycle_id)).scalars())
    numbered = (f"{name} {number}" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


def _values(tx: Session, cycle: RotationCycle, draft: ScenarioDraft, scenario: Scenario | None) -> dict[str, object]:
    """Return the values of a draft, checked."""
    name = needed(draft.name, field="name", longest=LONGEST_NAME)
    same = select(Scenario.id).where(Scenario.cycle_id == cycle.id, Scenario.name == name)
    taken = tx.execute(same).scalar_one_or_none()
    if taken is not None and (scenario is None or taken != scenario.id):
        raise Invalid(say("There is a scenario of this name already."), say("Choose another name."), field="name")
    if not SHORTEST_SEARCH <= draft.time_limit <= LONGEST_SEARCH:
        facts = {"low": SHORTEST_SEARCH, "high": LONGEST_SEARCH}
        raise Invalid(say("The time limit lies between {low} and {high:,} seconds.", **facts), field="time_limit")
    if not 0 <= draft.seed <= LARGEST_SEED:
        raise Invalid(say("The seed is a whole number from 0 to {high}.", high=LARGEST_SEED), field="seed")
    _check_numbers(tx, cycle, draft)
    return {
        "name": name,
        "note": cleaned(draft.note, field="note"),
        "overrides": kept(draft.overrides),
        "seed": draft.seed,
        "time_limit": draft.time_limit,
        "based_on_id": _based_on(tx, cycle, draft.based_on),
    }


def _check_numbers(tx: Session, cycle: RotationCycle, draft: ScenarioDraft) -> None:
    """Refuse numbers the policy would not take, before anybody waits for a search."""
    unknown = [key for key in draft.overrides if key not in planner_parameters()]
    if unknown:
        raise Invalid(say("{key} is not a number that can be set here.", key=unknown[0]), field=unknown[0])
    text = effective_text(policy_text(tx, cycle), draft.overrides, cycle.reference_date)
    for fault in reading_of(text).faults:
        raise Invalid(fault.message, fault.cure, field=fault.key)


def _based_on(tx: Session, cycle: RotationCycle, proposal_id: int | None) -> int | None:
    if proposal_id is None:
        return None
    proposal = tx.get(Proposal, proposal_id)
    if proposal is None or proposal.cycle_id != cycle.id:
        raise Invalid(say("Choose a proposal of this cycle."), field="based_on")
    return proposal.id


def _at_rest(tx: Session, scenario_id: int, by: Identity, version: int | None = None) -> Scenario:
    """Return a scenario that may be changed: no search of it runs, and its cycle is still being planned."""
    scenario = scenario_for(tx, scenario_id, Permission.PLAN_SOLVE, by, version)
    if scenario.state.is_running:
        raise Conflict(say("The scenario is being searched; nothing of it can change until the search has ended."))
    demand_planning(tx.get_one(RotationCycle, scenario.cycle_id))
    return scenario


def _contradictions(
    tx: Session, scenario: Scenario, person: Teacher, action: LockAction, school: School | None
) -> None:
    """Refuse a lock that repeats or contradicts another of the same teacher."""
    rows = select(PlanLock).where(PlanLock.scenario_id == scenario.id, PlanLock.teacher_id == person.id)
    for other in tx.execute(rows).scalars():
        pair = {other.action, action}
        same_school = school is not None and other.school_id == school.id
        if other.action is action and (action is not LockAction.FORBID or same_school):
            raise Invalid(say("{name} is fixed like this already.", name=person.name), field="staff_no")
        if pair == {LockAction.MOVE, LockAction.STAY} or (pair == {LockAction.MOVE, LockAction.FORBID} and same_school):
            text = say("{name} is fixed otherwise already: the two cannot both hold.", name=person.name)
            raise Invalid(text, say("Take the other one off first."), field="action")


def refuse_move(tx: Session, scenario: Scenario, person: Teacher, school: School) -> None:
    """Refuse a move no rule allows, with the first rule that stands against it."""
    cycle = tx.get_one(RotationCycle, scenario.cycle_id)
    about = about_now(tx, cycle, person.id, changed=revived(scenario.overrides))
    if about is None or not about.knows(school.code):
        text = say(
            "{name} is not in post on the reference date, or {school} is closed.", name=person.name, school=school.name
        )
        raise Invalid(text, field="staff_no")
    verdict = about.refusal(school.code)
    if verdict is not None:
        words = {"name": person.name, "school": school.name, "reason": verdict.sentence}
        text = say("{name} cannot be sent to {school}: {reason}.", **words)
        raise Invalid(text, say("Choose another school, or change the number that decides."), field="school")


def _locks_of(tx: Session, scenario_id: int) -> list[PlanLock]:
    return list(tx.execute(select(PlanLock).where(PlanLock.scenario_id == scenario_id).order_by(PlanLock.id)).scalars())


def _accepted(tx: Session, proposal_id: int) -> list[PlanLock]:
    """Return the locks that follow from the objections of principals that were accepted.

    Whatever else the reply names, the move objected to is not made: taking the other lock off does not bring it back.
    """
    rows = (
        select(ReviewItem, PlanMove)
        .join(PlanMove, PlanMove.id == ReviewItem.move_id)
        .join(PrincipalReview, PrincipalReview.id == ReviewItem.review_id)
        .where(PrincipalReview.proposal_id == proposal_id, ReviewItem.reply == Reply.ACCEPTED)
        .order_by(ReviewItem.id)
    )
    return [lock for item, move in tx.execute(rows) for lock in _granted(item, move)]


def _granted(item: ReviewItem, move: PlanMove) -> Iterator[PlanLock]:
    fixed = {"teacher_id": move.teacher_id, "reason": item.reason, "source": LockSource.OBJECTION}
    if item.reply_action is LockAction.STAY:
        yield PlanLock(action=LockAction.STAY, school_id=None, **fixed)
        return
    if item.reply_action is not None and item.reply_school_id != move.to_school_id:
        yield PlanLock(action=item.reply_action, school_id=item.reply_school_id, **fixed)
    yield PlanLock(action=LockAction.FORBID, school_id=move.to_school_id, **fixed)


def _upheld(tx: Session, proposal_id: int) -> list[PlanLock]:
    """Return the locks that follow from upheld objections of teachers: who was to move stays."""
    moved = (PlanMove.proposal_id == Objection.proposal_id) & (PlanMove.teacher_id == Objection.teacher_id)
    rows = (
        select(Objection)
        .join(PlanMove, moved)
        .where(Objection.proposal_id == proposal_id, Objection.state == ObjectionState.UPHELD)
        .order_by(Objection.id)
    )
    return [
        PlanLock(
            teacher_id=objection.teacher_id,
            action=LockAction.STAY,
            school_id=None,
            reason=objection.answer[:1000],
            source=LockSource.OBJECTION,
        )
        for objection in tx.execute(rows).scalars()
    ]


def _add_lock(tx: Session, scenario: Scenario, lock: PlanLock, by: Identity) -> None:
    """Copy a lock into a scenario; one made later for the same teacher takes the place of an earlier move or stay."""
    rows = select(PlanLock).where(PlanLock.scenario_id == scenario.id, PlanLock.teacher_id == lock.teacher_id)
    for other in tx.execute(rows).scalars():
        if (other.action, other.school_id) == (lock.action, lock.school_id):
            return
        if LockAction.FORBID not in {other.action, lock.action} or other.school_id == lock.school_id:
            tx.delete(other)
    tx.add(
        PlanLock(
            scenario_id=scenario.id,
            teacher_id=lock.teacher_id,
            action=lock.action,
            school_id=lock.school_id,
            reason=lock.reason,
            source=lock.source,
            created_at=instant(),
            created_by=by.user_id,
            created_by_name=by.name,
        )
    )
    tx.flush()

"""Cycles as pages show them: the list, the overview with its year track, the policy with its versions."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.clock import DISTRICT_ZONE
from policy.catalogue import parameters_on
from policy.messages import Message, say
from rotation.models.cycles import CyclePolicy, EligibilityEntry, EligibilityOverride, Preference, RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.queries.binding import objections_in
from rotation.queries.carrying import carried_plan
from rotation.queries.places import cycle_of, demand
from rotation.queries.reviewing import answer_counts
from rotation.rules.leading import for_preferences, leading, under_way
from rotation.rules.policy_numbers import numbers_of, planner_parameters
from rotation.rules.steps import may_take
from rotation.rules.windows import list_fixed, may_reopen, objections_over
from rotation.vocabulary.pages import CarryPage, CycleLine, CyclePage, PolicyNumber, PolicyVersion, Step, Todo
from rotation.vocabulary.states import CycleState, ObjectionState, ProposalState
from rotation.vocabulary.transitions import CLOSE_CYCLE, OPEN_PREFERENCES, REOPEN, START_PLANNING

_ORDER = list(CycleState)


def open_cycles(tx: Session) -> list[RotationCycle]:
    """Return the cycles that are not closed, the one that leads first."""
    rows = select(RotationCycle).where(RotationCycle.state != CycleState.CLOSED)
    return under_way(tx.execute(rows).scalars())


def current_cycle(tx: Session) -> RotationCycle | None:
    """Return the cycle that leads: the oldest that is not closed."""
    return leading(open_cycles(tx))


def preference_cycle(tx: Session) -> RotationCycle | None:
    """Return the cycle preferences belong to, None where none can be planned."""
    return for_preferences(open_cycles(tx))


def cycles(tx: Session, identity: Identity) -> list[CycleLine]:
    """Return all cycles, newest first."""
    demand(identity, Permission.CYCLE_READ)
    rows = select(RotationCycle).order_by(RotationCycle.school_year.desc(), RotationCycle.id.desc())
    return [
        CycleLine(cycle.id, cycle.name, cycle.school_year, cycle.reference_date, cycle.state)
        for cycle in tx.execute(rows).scalars()
    ]


def cycle_page(tx: Session, cycle_id: int, identity: Identity, *, on: date) -> CyclePage:
    """Return the overview of a cycle."""
    cycle = cycle_of(tx, cycle_id, identity)
    counts, plan = _counts(tx, cycle), carried_plan(tx, cycle, identity, on=on) if cycle.decided_at else None
    source = select(CyclePolicy.source).where(
        CyclePolicy.cycle_id == cycle.id, CyclePolicy.number == cycle.policy_version
    )
    may = _may(tx, cycle, identity, plan, on)
    stale = cycle.list_policy_version is not None and cycle.list_policy_version != cycle.policy_version
    return CyclePage(
        id=cycle.id,
        name=cycle.name,
        school_year=cycle.school_year,
        reference_date=cycle.reference_date,
        state=cycle.state,
        version=cycle.version,
        note=cycle.note,
        policy_version=cycle.policy_version,
        policy_source=tx.execute(source).scalar_one(),
        preference_deadline=cycle.preference_deadline,
        review_deadline=cycle.review_deadline,
        objection_deadline=cycle.objection_deadline,
        steps=steps_of(cycle, filed=counts["filed"], proposals=counts["proposals"]),
        todos=_todos(tx, cycle, counts, stale, plan, may) if identity.may(Permission.CYCLE_MANAGE) else (),
        decided_at=cycle.decided_at,
        list_fixed_at=cycle.list_fixed_at,
        list_is_stale=stale,
        plan=plan,
        may=may,
        **counts,
    )


def steps_of(cycle: RotationCycle, *, filed: int | None = None, proposals: int | None = None) -> tuple[Step, ...]:
    """Return the track of the year: what is done, where the cycle stands, what is to come."""
    stands = _ORDER.index(cycle.state)
    skipped = filed == 0 and cycle.preference_deadline is None and stands > _ORDER.index(CycleState.PREFERENCES)
    filed_note = None if not filed else say("{number} teachers have filed", number=filed)
    plans = None if not proposals else say("proposals: {number}", number=proposals)
    day = None if cycle.decided_at is None else cycle.decided_at.astimezone(DISTRICT_ZONE).date()
    decided = None if day is None else say("decided on {day}", day=day)
    track: tuple[tuple[CycleState, Message, date | None, Message | None], ...] = (
        (CycleState.PREPARING, say("Check data and eligibility"), None, None),
        (
            CycleState.PREFERENCES,
            say("Preferences"),
            cycle.preference_deadline,
            say("teachers were not asked") if skipped else filed_note,
        ),
        (CycleState.PLANNING, say("Plan"), None, plans),
        (CycleState.IN_REVIEW, say("Review by principals"), cycle.review_deadline, None),
        (CycleState.DECIDED, say("Decision and objections"), cycle.objection_deadline, decided),
    )
    return tuple(
        Step(
            label,
            "todo" if skipped and state is CycleState.PREFERENCES else _standing(stands, _ORDER.index(state)),
            until,
            note,
        )
        for state, label, until, note in track
    )


def policy_page(
    tx: Session, cycle_id: int, identity: Identity
) -> tuple[tuple[PolicyNumber, ...], tuple[PolicyVersion, ...], int]:
    """Return a cycle's numbers with range and source, the versions of its policy, and the version of the cycle."""
    cycle = cycle_of(tx, cycle_id, identity)
    rows = select(CyclePolicy).where(CyclePolicy.cycle_id == cycle.id).order_by(CyclePolicy.number.desc())
    policies = list(tx.execute(rows).scalars())
    current = next(policy for policy in policies if policy.number == cycle.policy_version)
    versions = tuple(
        PolicyVersion(
            number=policy.number,
            source=policy.source,
            reason=policy.reason,
            by=policy.created_by_name,
            at=policy.created_at,
            sha256=policy.sha256,
            text=policy.text,
            is_current=policy is current,
        )
        for policy in policies
    )
    return policy_numbers(current.text, cycle.reference_date), versions, cycle.version


def policy_numbers(text: str, day: date) -> tuple[PolicyNumber, ...]:
    """Return every number a cycle may set: as it is in force, as shipped, with range and source."""
    values, shipped = numbers_of(text, day), parameters_on(day)
    return tuple(
        PolicyNumber(
            key=key,
            value=values[key],
            shipped=shipped[key].value,
            kind=known.form.kind.value,
            unit=known.form.unit,
            low=known.form.low,
            high=known.form.high,
            choices=known.form.choices,
            source=shipped[key].source,
            confidence=shipped[key].confidence.value,
            note=shipped[key].note,
        )
        for key, known in planner_parameters().items()
    )


def _standing(stands: int, at: int) -> str:
    if at == stands:
        return "now"
    return "done" if at < stands else "todo"


def _counts(tx: Session, cycle: RotationCycle) -> dict[str, int]:
    def number(rows: object) -> int:
        return int(tx.execute(rows).scalar_one())  # type: ignore[call-overload]

    entries = select(func.count()).select_from(EligibilityEntry).where(EligibilityEntry.cycle_id == cycle.id)
    filed = select(func.count(Preference.teacher_id.distinct())).where(Preference.cycle_id == cycle.id)
    overrides = select(func.count()).select_from(EligibilityOverride)
    return {
        "eligible": number(entries.where(EligibilityEntry.eligible)),
        "listed": number(entries),
        "overrides": number(overrides.where(EligibilityOverride.cycle_id == cycle.id)),
        "filed": number(filed),
        "scenarios": number(select(func.count()).select_from(Scenario).where(Scenario.cycle_id == cycle.id)),
        "proposals": number(select(func.count()).select_from(Proposal).where(Proposal.cycle_id == cycle.id)),
    }


def _may(tx: Session, cycle: RotationCycle, identity: Identity, plan: CarryPage | None, on: date) -> frozenset[str]:
    upheld, unanswered = (objections_in(tx, cycle.id, state) for state in (ObjectionState.UPHELD, ObjectionState.OPEN))
    against = {
        CLOSE_CYCLE: not objections_over(cycle.state, cycle.objection_deadline, unanswered, on).holds,
        START_PLANNING: not list_fixed(is_fixed=cycle.list_fixed_at is not None).holds,
        REOPEN: not may_reopen(upheld, unanswered, is_carried=plan is not None and plan.is_carried).holds,
    }
    return frozenset(
        transition.event
        for transition in (OPEN_PREFERENCES, START_PLANNING, REOPEN, CLOSE_CYCLE)
        if transition.permission is not None
        and identity.may(transition.permission)
        and may_take(transition, cycle.state).holds
        and not against.get(transition, False)
    )


def _todos(
    tx: Session,
    cycle: RotationCycle,
    counts: dict[str, int],
    stale: bool,
    plan: CarryPage | None,
    may: frozenset[str],
) -> tuple[Todo, ...]:
    """Return what district HR should do next."""
    here, found = {"cycle_id": cycle.id}, []
    planning = cycle.state not in {CycleState.DECIDED, CycleState.CLOSED}
    if planning and cycle.list_fixed_at is None:
        found.append(Todo(say("Fix the eligibility list"), "rotation.eligibility", here))
    elif planning and stale:
        found.append(Todo(say("Fix the eligibility list again: the policy has changed"), "rotation.eligibility", here))
    if cycle.state is CycleState.PREPARING and cycle.list_fixed_at is not None:
        found.append(Todo(say("Open preferences, or begin to plan"), "rotation.cycle", here))
    if cycle.state is CycleState.PREFERENCES:
        filed = say("{filed} of {eligible} have filed", filed=counts["filed"], eligible=counts["eligible"])
        watch = say("Watch who files preferences")
        found.append(Todo(watch, "rotation.preferences", here, cycle.preference_deadline, filed))
    if cycle.state is CycleState.PLANNING and not counts["scenarios"]:
        found.append(Todo(say("Make a scenario"), "rotation.new_scenario", here))
    if cycle.state is CycleState.DECIDED:
        found += _decided_todos(tx, cycle, plan, may)
    again = _again_todos(tx, cycle, plan)
    return (*found, *again, *(() if again else _proposal_todos(tx, cycle)))


def _again_todos(tx: Session, cycle: RotationCycle, plan: CarryPage | None) -> list[Todo]:
    """Return what is to be done with the approved plan of a cycle planned again, until another keeps to it."""
    if plan is None or cycle.state is not CycleState.PLANNING:
        return []
    if tx.execute(select(Proposal.id).where(Proposal.earlier_id == plan.id)).first() is not None:
        return []
    rows = select(Scenario.id).where(Scenario.based_on_id == plan.id).order_by(Scenario.id.desc())
    made = tx.execute(rows).scalars().first()
    if made is not None:
        return [
            Todo(say("Solve the scenario that keeps to the approved plan"), "rotation.scenario", {"scenario_id": made})
        ]
    words = say("Solve the approved plan again with least change")
    return [Todo(words, "rotation.proposal", {"proposal_id": plan.id})]


def _decided_todos(tx: Session, cycle: RotationCycle, plan: CarryPage | None, may: frozenset[str]) -> list[Todo]:
    """Return what is left once the plan is decided: objections of teachers, the register, then the end of the year."""
    found: list[Todo] = []
    if unanswered := objections_in(tx, cycle.id, ObjectionState.OPEN):
        detail = say("to reply to: {number}", number=unanswered)
        label = say("Answer the objections of teachers")
        return [Todo(label, "rotation.objections", {"cycle": cycle.id}, detail=detail)]
    if plan is not None and plan.is_carried and CLOSE_CYCLE.event in may:
        if left := plan.unsettled:
            look = say("{count} moves of the plan are not in the register: enter them, or leave them out", count=left)
            found.append(Todo(look, "rotation.carry_over", {"proposal_id": plan.id}))
        last = say("Close the cycle") if found else say("Close the cycle: the year is done")
        return [*found, Todo(last, "rotation.close_cycle", {"cycle_id": cycle.id})]
    if plan is None or plan.is_carried:
        return []
    if objections_in(tx, cycle.id, ObjectionState.UPHELD):
        found.append(Todo(say("An objection was upheld: plan again"), "rotation.reopen_cycle", {"cycle_id": cycle.id}))
    if plan.is_offered:
        words = say("Carry the approved plan into the register")
        found.append(Todo(words, "rotation.carry_over", {"proposal_id": plan.id}))
    return found


def _proposal_todos(tx: Session, cycle: RotationCycle) -> list[Todo]:
    words = {
        ProposalState.DRAFT: (say("Submit a proposal for review"), "rotation.proposal"),
        ProposalState.IN_REVIEW: (say("Watch the principals' answers"), "rotation.answers"),
        ProposalState.ANSWERED: (say("Reply to objections, then submit for decision"), "rotation.answers"),
    }
    rows = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.state.in_(list(words)))
    found = list(tx.execute(rows.order_by(Proposal.number.desc())).scalars())
    if not found or cycle.state not in {CycleState.PLANNING, CycleState.IN_REVIEW}:
        return []
    row = next((row for row in found if row.state.is_under_way), found[0])
    label, endpoint = words[row.state]
    due = row.review_deadline if row.state is ProposalState.IN_REVIEW else None
    return [Todo(label, endpoint, {"proposal_id": row.id}, due, _standing_of(tx, row))]


def _standing_of(tx: Session, row: Proposal) -> Message:
    """Return which proposal it is, and how far its review has come."""
    if row.state is ProposalState.DRAFT:
        return say("{name}, {number} moves", name=row.name, number=row.moves)
    counts = answer_counts(tx, row)
    if row.state is ProposalState.IN_REVIEW:
        facts = {"sent": counts["reviews_sent"], "all": counts["reviews"]}
        return say("{name}: {sent} of {all} schools have answered", name=row.name, **facts)
    facts = {"open": counts["unanswered_objections"], "all": counts["objections"]}
    return say("{name}: {open} of {all} objections without a reply", name=row.name, **facts)

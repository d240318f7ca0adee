"""Scenarios as pages show them: the list, the question with its locks, the search under way or how it ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.jobs import Job
from core.sentences import from_json
from policy.names import IN_HUNDREDTHS, LINE_UNITS, LINES
from rotation.models.cycles import PlanInput, RotationCycle
from rotation.models.plans import PlanLock, Proposal, Scenario
from rotation.queries.listing import proposal_lines
from rotation.queries.lists import homes
from rotation.queries.paging import pairs
from rotation.queries.places import cycle_of, demand, places, scenario_of, sentence
from rotation.queries.relaxing import relaxation_lines, rule_words
from rotation.rules.policy_numbers import revived
from rotation.vocabulary.pages import (
    FaultLine,
    LockLine,
    Place,
    ProgressLine,
    ScenarioLine,
    ScenarioPage,
    SolveProgress,
)
from rotation.vocabulary.states import STAGES, ScenarioState
from teachers.models import Teacher


def scenarios(tx: Session, cycle_id: int, identity: Identity) -> list[ScenarioLine]:
    """Return the scenarios of a cycle, newest first, with the newest proposal of each."""
    demand(identity, Permission.PLAN_READ)
    cycle = cycle_of(tx, cycle_id, identity)
    rows = select(Scenario).where(Scenario.cycle_id == cycle.id).order_by(Scenario.id.desc())
    found = list(tx.execute(rows).scalars())
    locks = select(PlanLock.scenario_id, func.count()).group_by(PlanLock.scenario_id)
    counted = pairs(tx, locks)
    columns = (Proposal.scenario_id, Proposal.id, Proposal.moves, Proposal.number, Proposal.state)
    made = select(*columns).where(Proposal.cycle_id == cycle.id)
    newest = {row.scenario_id: row for row in tx.execute(made.order_by(Proposal.number))}
    return [
        ScenarioLine(
            id=row.id,
            name=row.name,
            state=state_of(tx, row),
            created_by=row.created_by_name,
            created_at=row.created_at,
            overrides=len(row.overrides),
            locks=counted.get(row.id, 0),
            proposal_id=newest[row.id].id if row.id in newest else None,
            moves=newest[row.id].moves if row.id in newest else None,
            proposal_number=newest[row.id].number if row.id in newest else None,
            proposal_state=newest[row.id].state if row.id in newest else None,
        )
        for row in found
    ]


def scenario_page(tx: Session, scenario_id: int, identity: Identity) -> ScenarioPage:
    """Return a scenario with its locks, and how its search goes or ended."""
    row = scenario_of(tx, scenario_id, identity)
    cycle = tx.get_one(RotationCycle, row.cycle_id)
    job = None if row.job_id is None else tx.get(Job, row.job_id)
    state = state_of(tx, row)
    based_on = None if row.based_on_id is None else tx.get(Proposal, row.based_on_id)
    known = select(PlanInput.input_sha256).where(PlanInput.scenario_id == row.id).order_by(PlanInput.id.desc())
    return ScenarioPage(
        id=row.id,
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        name=row.name,
        note=row.note,
        state=state,
        given_up=row.state is ScenarioState.DISCARDED,
        version=row.version,
        seed=row.seed,
        time_limit=row.time_limit,
        overrides=revived(row.overrides),
        based_on=row.based_on_id,
        based_on_name=based_on.name if based_on else "",
        created_by=row.created_by_name,
        created_at=row.created_at,
        job_id=row.job_id,
        locks=_locks(tx, row, cycle),
        faults=_faults(row.faults),
        warnings=_faults(row.warnings),
        conflict=tuple(rule_words(name) for name in row.conflict or ()),
        relaxations=relaxation_lines(tx, row.relaxations),
        error=job.reason if job is not None and state is ScenarioState.FAILED else None,
        progress=_progress(row, job) if state.is_running else None,
        proposals=tuple(proposal_lines(tx, select(Proposal).where(Proposal.scenario_id == row.id))),
        input_sha256=tx.execute(known.limit(1)).scalar() or "",
    )


def solve_progress(tx: Session, scenario_id: int, identity: Identity) -> SolveProgress | None:
    """Return how a search goes; None where none runs."""
    row = scenario_of(tx, scenario_id, identity)
    job = None if row.job_id is None else tx.get(Job, row.job_id)
    return _progress(row, job) if state_of(tx, row).is_running else None


def state_of(tx: Session, row: Scenario) -> ScenarioState:
    """Return the state of a scenario; a search whose job has ended without a word has failed."""
    if row.state.is_running and row.job_id is not None:
        job = tx.get(Job, row.job_id)
        if job is not None and not job.is_open:
            return ScenarioState.FAILED
    if row.state is ScenarioState.DISCARDED and _has_plan(tx, row):
        return ScenarioState.SOLVED  # what was given up was a search more; the plan found before stands
    return row.state


def _has_plan(tx: Session, row: Scenario) -> bool:
    return tx.execute(select(Proposal.id).where(Proposal.scenario_id == row.id).limit(1)).first() is not None


def _locks(tx: Session, row: Scenario, cycle: RotationCycle) -> tuple[LockLine, ...]:
    rows = (
        select(PlanLock, Teacher.staff_no, Teacher.name)
        .join(Teacher, Teacher.id == PlanLock.teacher_id)
        .where(PlanLock.scenario_id == row.id)
        .order_by(Teacher.staff_no, PlanLock.id)
    )
    locks = tx.execute(rows).all()
    known: Mapping[int, Place] = places(tx)
    at = homes(tx, cycle, [lock.teacher_id for lock, _, _ in locks])
    return tuple(
        LockLine(
            id=lock.id,
            teacher_id=lock.teacher_id,
            staff_no=staff_no,
            name=name,
            home=known.get(at.get(lock.teacher_id, 0)),
            action=lock.action,
            school=known.get(lock.school_id or 0),
            reason=lock.reason,
            source=lock.source,
            by=lock.created_by_name,
            at=lock.created_at,
        )
        for lock, staff_no, name in locks
    )


def _faults(stored: Sequence[Mapping[str, Any]]) -> tuple[FaultLine, ...]:
    return tuple(
        FaultLine(
            kind=fault["kind"],
            id=fault["id"],
            name=fault["name"] or from_json(fault.get("table", "")),
            field=from_json(fault["field"]),
            value=fault["value"],
            message=sentence(fault["message"]),
            cure=sentence(fault["cure"]),
        )
        for fault in stored
    )


def _progress(row: Scenario, job: Job | None) -> SolveProgress:
    """Return what the job has told so far."""
    told: Mapping[str, Any] = job.progress if job is not None else {}
    stage = "waiting" if not told else str(told.get("stage", "waiting"))
    return SolveProgress(
        stage=STAGES.get(stage, STAGES["waiting"]),
        lines=_progress_lines(told),
        plans_found=int(told.get("plans", 0)),
        seconds=float(told.get("seconds", 0.0)),
        time_limit=float(told.get("limit", row.time_limit)),
        curve=tuple((point[0], point[1], point[2]) for point in told.get("curve", ())),
        events=tuple((at, sentence(text)) for at, text in told.get("events", ())),
        attempt=job.attempt if job is not None else 0,
        size=sentence(told["size"]) if told.get("size") else None,
        keep_requested=row.keep_requested,
    )


def _progress_lines(told: Mapping[str, Any]) -> tuple[ProgressLine, ...]:
    lines, current = [], told.get("line", "")
    passed = True
    for name in told.get("order", ()):
        value, bound, seconds = told["lines"].get(name, (None, None, 0.0))
        proven = value is not None and bound is not None and value <= bound
        passed = passed and name != current
        state = "now" if name == current and not proven else "done" if proven else "done" if passed else "todo"
        lines.append(
            ProgressLine(
                name=name,
                label=LINES[name],
                unit=LINE_UNITS[name],
                state=state,
                value=value,
                bound=bound,
                gap_percent=gap_percent(value, bound),
                seconds=float(seconds),
                in_hundredths=name in IN_HUNDREDTHS,
            )
        )
    return tuple(lines)


def gap_percent(value: int | None, bound: int | None) -> float | None:
    """Return how far a value may still be from the best, in percent of itself; None where nothing is proven."""
    if value is None or bound is None:
        return None
    return round(100 * max(0, value - bound) / max(1, abs(value)), 2)

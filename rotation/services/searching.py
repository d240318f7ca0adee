"""The search of a scenario: asked for, stopped, begun, and ended with what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit, jobs
from core.audit import Actor, Subject, System
from core.db import expect_version, stale
from core.errors import Conflict, Invalid
from core.jobs import Job
from policy.messages import say
from rotation.models.cycles import PlanInput, RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.planning.rows import PlanRows
from rotation.planning.storing import store
from rotation.rules.policy_numbers import effective_text, reading_of, revived
from rotation.services.cycles import policy_text
from rotation.services.eligibility import demand_current_list
from rotation.services.notifying import proposal_link, scenario_link, tell
from rotation.services.rows import demand_planning, locked, scenario_for
from rotation.services.stepping import subject_of, take
from rotation.vocabulary.states import ScenarioState
from rotation.vocabulary.transitions import (
    BEGIN_SOLVE,
    DISCARD,
    FAIL,
    FOUND_INFEASIBLE,
    FOUND_INVALID,
    REQUEST_SOLVE,
    SOLVED,
    TIMED_OUT,
    Transition,
)

SOLVE = "solve"
"""The kind of job that searches."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the job that searches a scenario: its actor, and the account that asked for it."""

    scenario_id: int
    job_id: int
    by: Actor
    asked_by: int | None


def request_solve(tx: Session, scenario_id: int, version: int, *, by: Identity, on: date) -> Job:
    """Ask for the search of a scenario; while one waits or runs, that one is the answer.

    Raises `Invalid` where the policy numbers cannot be used, `Conflict` where the eligibility list no longer holds.
    """
    scenario = scenario_for(tx, scenario_id, Permission.PLAN_SOLVE, by)
    under_way = _open_job(tx, scenario)
    if under_way is not None:
        return under_way
    expect_version(scenario, version)
    reconcile(tx, scenario)
    cycle = tx.get_one(RotationCycle, scenario.cycle_id)
    demand_planning(cycle)
    text = effective_text(policy_text(tx, cycle), revived(scenario.overrides), cycle.reference_date)
    for fault in reading_of(text).faults:
        raise Invalid(fault.message, fault.cure, field=fault.key)
    demand_current_list(tx, cycle)
    take(tx, scenario, REQUEST_SOLVE, by=by)
    _forget(scenario)
    link = scenario_link(scenario.id)
    job = jobs.enqueue(tx, SOLVE, {"scenario": scenario.id}, by=by, key=f"{SOLVE}:{scenario.id}", link=link)
    scenario.job_id = job.id
    tx.flush()
    return job


def stop_and_keep(tx: Session, scenario_id: int, *, by: Identity, on: date, search: int | None = None) -> None:
    """Stop a search and use the best plan it has found."""
    scenario = _running(tx, scenario_id, by, search)
    if not scenario.keep_requested:
        scenario.keep_requested = True
        audit.record(tx, "scenario.stop_requested", subject_of(scenario), by=by)
        tx.flush()


def discard_search(tx: Session, scenario_id: int, *, by: Identity, on: date, search: int | None = None) -> None:
    """Stop a search and drop what it has found."""
    scenario = _running(tx, scenario_id, by, search)
    take(tx, scenario, DISCARD, by=by)
    job = None if scenario.job_id is None else tx.get(Job, scenario.job_id)
    if job is not None and job.is_open:
        jobs.request_cancel(tx, job.id, by=by)


def reconcile(tx: Session, scenario: Scenario) -> None:
    """Note that the job of a search has ended without a word: given up, or cancelled by an administrator."""
    if not scenario.state.is_running or scenario.job_id is None:
        return
    job = tx.get(Job, scenario.job_id)
    if job is not None and not job.is_open:
        take(tx, scenario, FAIL, by=System())


def begin_search(tx: Session, run: Run) -> Scenario | None:
    """Note that a job searches; None where the scenario no longer waits for this job."""
    scenario = _of_job(tx, run)
    if scenario is not None and scenario.state is not ScenarioState.SOLVING:
        take(tx, scenario, BEGIN_SOLVE, by=run.by)
    return scenario


def keep_plan(tx: Session, run: Run, known: PlanInput, rows: PlanRows) -> Proposal | None:
    """Write what a search found as a proposal; None where nobody waits for this job any more."""
    scenario = _of_job(tx, run)
    if scenario is None:
        return None
    proposal = store(tx, scenario, known, rows, run.job_id)
    take(tx, scenario, SOLVED, by=run.by, facts={"proposal": proposal.id, "moves": proposal.moves})
    facts = {"input": proposal.input_sha256, "policy": proposal.policy_sha256, "seed": proposal.seed}
    audit.record(tx, "proposal.made", Subject.of("proposal", proposal.id), by=run.by, facts=facts)
    text = say("{name}: a plan with {moves} moves is there.", name=proposal.name, moves=proposal.moves)
    tell(tx, [run.asked_by], text, proposal_link(proposal.id))
    return proposal


def end_infeasible(
    tx: Session, run: Run, conflict: Sequence[str] | None, relaxations: Sequence[Mapping[str, Any]]
) -> None:
    """Note that no plan can keep all rules, which of them conflict, and what would mend it."""
    scenario = _ended(tx, run, FOUND_INFEASIBLE)
    if scenario is not None:
        scenario.conflict = None if conflict is None else list(conflict)
        scenario.relaxations = [dict(change) for change in relaxations]
        text = say("{name}: no plan can keep all rules; this is proven.", name=scenario.name)
        tell(tx, [run.asked_by], text, scenario_link(scenario.id))


def end_without_plan(tx: Session, run: Run) -> None:
    """Note that no plan was found in time; nothing is proven by that."""
    scenario = _ended(tx, run, TIMED_OUT)
    if scenario is not None:
        text = say("{name}: no plan was found in time; that there is none is not proven.", name=scenario.name)
        tell(tx, [run.asked_by], text, scenario_link(scenario.id))


def end_invalid(tx: Session, run: Run, faults: Sequence[Mapping[str, Any]]) -> None:
    """Note that the input has faults, each with its record and its cure."""
    scenario = _ended(tx, run, FOUND_INVALID)
    if scenario is not None:
        scenario.faults = [dict(fault) for fault in faults]
        facts = {"name": scenario.name, "number": len(faults)}
        text = say("{name}: the input has {number} faults; nothing was searched.", **facts)
        tell(tx, [run.asked_by], text, scenario_link(scenario.id))


def end_discarded(tx: Session, run: Run) -> None:
    """Note that a cancelled job dropped what it had found."""
    _ended(tx, run, DISCARD)


def keep_asked(tx: Session, scenario_id: int) -> bool:
    """Tell whether somebody asked to stop the search and use its best plan."""
    rows = select(Scenario.keep_requested).where(Scenario.id == scenario_id)
    return bool(tx.execute(rows).scalar_one_or_none())


def _ended(tx: Session, run: Run, transition: Transition) -> Scenario | None:
    scenario = _of_job(tx, run)
    if scenario is not None:
        take(tx, scenario, transition, by=run.by)
    return scenario


def _of_job(tx: Session, run: Run) -> Scenario | None:
    """Return the scenario while it waits for this very job."""
    scenario = locked(tx, Scenario, run.scenario_id)
    return scenario if scenario.job_id == run.job_id and scenario.state.is_running else None


def _running(tx: Session, scenario_id: int, by: Identity, search: int | None) -> Scenario:
    scenario = scenario_for(tx, scenario_id, Permission.PLAN_SOLVE, by)
    reconcile(tx, scenario)
    if not scenario.state.is_running:
        raise Conflict(say("The search has ended already."), say("Load the page again to see how."))
    if search is not None and search != (scenario.job_id or 0):
        raise stale()
    return scenario


def _open_job(tx: Session, scenario: Scenario) -> Job | None:
    """Return the job that searches a scenario now, None where none does."""
    job = None if scenario.job_id is None else tx.get(Job, scenario.job_id)
    return job if job is not None and job.is_open and scenario.state.is_running else None


def _forget(scenario: Scenario) -> None:
    """Clear what an earlier search left."""
    scenario.faults, scenario.warnings, scenario.relaxations = [], [], []
    scenario.conflict, scenario.keep_requested = None, False

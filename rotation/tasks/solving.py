"""The job that searches for a plan: it freezes the input, searches, has the plan checked, and writes it at once.

A killed attempt loses nothing but time: the next one reads the same frozen input and begins from the best plan kept.
"""

import os
import time
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs import Cancelled, JobContext
from rotation.models.cycles import PlanInput, RotationCycle
from rotation.models.plans import Scenario
from rotation.planning import faults, keeping, snapshot, solving
from rotation.planning.archive import unpacked
from rotation.planning.rows import rows_of
from rotation.planning.watching import Watch
from rotation.services import searching
from rotation.services.eligibility import list_standing
from teachers.models import School, Teacher
from teachers.queries import district_name

LOOK_SECONDS = 1.0
READING, SEARCHING, CHECKING, STORING = "reading", "searching", "checking", "storing"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What one search reads: the tables as they were when it was first begun, and how they are to be searched."""

    input_id: int
    known: solving.Read
    question: solving.Question


def solve(context: JobContext) -> None:
    """Search for a plan for one scenario and write what came of it, once."""
    run = searching.Run(int(context.params["scenario"]), context.job_id, context.actor, context.created_by)
    context.progress({"stage": READING, "attempt": context.attempt})
    with context.fenced() as tx:
        waiting = searching.begin_search(tx, run) is not None
    if not waiting:
        raise Cancelled
    frozen = _frozen_before(context) or _freeze(context, run)
    if frozen is None:
        return
    watch = _watch(context, frozen)
    solution = _search(context, run, frozen, watch)
    if context.cancelled():
        with context.fenced() as tx:
            searching.end_discarded(tx, run)
        raise Cancelled
    context.progress(watch.told(CHECKING))
    answer = solving.answered(frozen.known, solution, frozen.question)
    context.progress(watch.told(STORING))
    _write(context, run, frozen, answer)


def _frozen_before(context: JobContext) -> Frozen | None:
    """Return the input an earlier attempt of this job froze."""
    with context.reading() as tx:
        row = tx.execute(select(PlanInput).where(PlanInput.job_id == context.job_id)).scalar_one_or_none()
        if row is None:
            return None
        scenario, files = tx.get_one(Scenario, row.scenario_id), unpacked(row.archive)
        earlier = None if row.earlier is None else keeping.moves_from(row.earlier)
        question = _question(scenario, earlier, _district(tx))
        number = row.id
    return Frozen(number, solving.read(files), question)


def _freeze(context: JobContext, run: searching.Run) -> Frozen | None:
    """Freeze the input as it stands and keep it; faults end the job, told by the record they are in."""
    with context.reading() as tx:
        scenario = tx.get_one(Scenario, run.scenario_id)
        cycle = tx.get_one(RotationCycle, scenario.cycle_id)
        taken, listed = snapshot.snapshot(tx, cycle, scenario), list_standing(tx, cycle)
        question = _question(scenario, taken.earlier, _district(tx))
    known = solving.readable(taken.tables.files)
    if isinstance(known, solving.Faulty):
        told = faults.told(known.faults, taken.tables, taken.register)
        with context.concluding() as tx:
            searching.end_invalid(tx, run, told)
        return None
    with context.fenced() as tx:
        scenario = tx.get_one(Scenario, run.scenario_id)
        cycle = tx.get_one(RotationCycle, scenario.cycle_id)
        kept = snapshot.stored(tx, cycle, scenario, taken, (known.input_sha256, known.policy_sha256))
        kept.job_id = context.job_id
        noticed = (*taken.notes, *faults.since_the_list(listed), *known.warnings)
        scenario.warnings = faults.told(noticed, taken.tables, taken.register)
    return Frozen(kept.id, known, question)


def _district(tx: Session) -> str:
    """Return what the district is called on its plans."""
    return district_name(tx) or str(current_app.extensions["junheng"].district_name)


def _question(scenario: Scenario, earlier: keeping.Moves | None, district: str) -> solving.Question:
    return solving.Question(
        seed=scenario.seed,
        workers=os.cpu_count() or 1,
        time_limit=float(scenario.time_limit),
        earlier=earlier,
        district=district,
    )


def _watch(context: JobContext, frozen: Frozen) -> Watch:
    problem, question = frozen.known.problem, frozen.question
    return Watch(problem, keeping.order_of(problem, question.earlier), question.time_limit, context.attempt)


def _search(context: JobContext, run: searching.Run, frozen: Frozen, watch: Watch) -> keeping.Solution:
    """Search, telling every step, keeping every better plan, and listening for whoever wants it to stop."""
    known = frozen.known
    start = keeping.start_from(context.previous_best, known.problem, known.input_sha256)
    context.progress(watch.told(SEARCHING))

    def step(progress: keeping.Progress) -> None:
        watch.step(progress)
        context.progress(watch.told(SEARCHING))

    def plan(state: keeping.Solution) -> None:
        watch.plan(state)
        context.best(keeping.kept(state, known.input_sha256))

    question = frozen.question.beginning_with(start)
    stop = _Stop(context, run.scenario_id, watch)
    solution = solving.search(known.problem, question, step, stop, plan)
    return keeping.at_least(known.problem, start, solution, question.earlier)


class _Stop:
    """Whether the search should end: it is cancelled, or its plan is to be used as it is."""

    def __init__(self, context: JobContext, scenario_id: int, watch: Watch) -> None:
        self._context = context
        self._scenario_id = scenario_id
        self._watch = watch
        self._looked = float("-inf")

    def __call__(self) -> bool:
        if self._context.cancelled():
            return True
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return False
        self._looked = time.monotonic()
        self._context.progress(self._watch.told(SEARCHING))
        with self._context.reading() as tx:
            return searching.keep_asked(tx, self._scenario_id)


def _write(context: JobContext, run: searching.Run, frozen: Frozen, answer: solving.Answered) -> None:
    """Write what the search came to, in one transaction with the end of the job."""
    with context.concluding() as tx:
        if answer.is_planned:
            people = {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}
            schools = {row.code: row.id for row in tx.execute(select(School.code, School.id))}
            rows = rows_of(answer, people, schools, frozen.question.earlier)
            searching.keep_plan(tx, run, tx.get_one(PlanInput, frozen.input_id), rows)
        elif answer.is_infeasible:
            searching.end_infeasible(tx, run, answer.solution.conflict, answer.relaxations)
        else:
            searching.end_without_plan(tx, run)

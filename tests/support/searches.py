"""Searches at moments a page must show: waiting, under way, ended in each way but a plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from accounts.identity import Identity
from core.db import transaction
from core.jobs.claims import claim
from core.jobs.context import JobContext, open_context
from optimizer.problem import Move
from optimizer.solution import Progress, Solution, Status, StoppedBy
from policy.vocabulary import LockAction
from rotation import services
from rotation.models.plans import Scenario
from rotation.planning import keeping, solving
from rotation.planning.watching import Watch
from rotation.services import searching
from rotation.vocabulary.drafts import LockDraft, ScenarioDraft
from teachers.models import Teacher

A_DAY = timedelta(days=1)
MINUTE, LIMIT, USED = 60.0, 600, 234.0
SHORTAGE = ((4, 10_674, 2_100), (9, 7_480, 4_800), (21, 6_230, 5_900), (33, 6_095, 6_061), (42, 6_061, 6_061))
BALANCE = (
    *((51, 1_537, 120), (58, 1_204, 160), (66, 1_010, 210), (79, 871, 236), (95, 802, 262)),
    *((118, 640, 281), (146, 512, 305), (180, 430, 331), (214, 402, 344), (229, 376, 352)),
)
"""(seconds, found, proven) of a search in its second line: slow enough to be watched."""
LATER = {"burden": 912, "moves": 30}
MOVES = tuple(Move(f"T{number}", "S", "语文") for number in range(40))


def searched(cycle_id: int, *, by: Identity, on: date) -> None:
    """Have the planner answer two questions that have no plan; jobs run in place."""
    clashing = services.read_overrides({"rotation.min_rate_percent": "100", "rotation.max_outflow_percent": "1"})
    _solve(_scenario(cycle_id, ScenarioDraft("人人都动", overrides=clashing), by=by, on=on), by=by, on=on)
    faulty = _scenario(cycle_id, ScenarioDraft("资料不全"), by=by, on=on)
    with _incomplete(cycle_id, by=by, on=on):
        _solve(faulty, by=by, on=on)


def left_open(cycle_id: int, tables: Path, *, by: Identity, on: date) -> None:
    """Leave one search under way and one waiting, and end two others; no worker may be near."""
    _under_way(cycle_id, tables, by=by, on=on)
    given_up = _scenario(cycle_id, ScenarioDraft("半途放弃"), by=by, on=on)
    _solve(given_up, by=by, on=on)
    with transaction() as tx:
        services.discard_search(tx, given_up, by=by, on=on)
    too_short = _scenario(cycle_id, ScenarioDraft("时间太短", time_limit=int(MINUTE)), by=by, on=on)
    with _claimed(too_short, by=by, on=on) as context, context.concluding() as tx:
        searching.end_without_plan(tx, _run(context))
    _solve(_scenario(cycle_id, ScenarioDraft("排队等候"), by=by, on=on), by=by, on=on)


def _under_way(cycle_id: int, tables: Path, *, by: Identity, on: date) -> None:
    """Tell of a search as its job does, a while after it began."""
    number = _scenario(cycle_id, ScenarioDraft("学区内优先", time_limit=LIMIT), by=by, on=on)
    with transaction() as tx:
        staff_no = tx.execute(select(Teacher.staff_no).order_by(Teacher.staff_no)).scalars().first()
        services.pin(tx, number, LockDraft(str(staff_no), LockAction.STAY, "", "身体原因"), by=by, on=on)
    known = solving.readable({file.name: file.read_bytes() for file in tables.iterdir()})
    assert isinstance(known, solving.Read), known
    watch = Watch(known.problem, keeping.order_of(known.problem, None), LIMIT, 1)
    for line, steps in (("shortage", SHORTAGE), ("balance", BALANCE)):
        for place, (seconds, found, proven) in enumerate(steps):
            watch.plan(Solution(Status.FEASIBLE, MOVES[: 20 + place], (), StoppedBy.TIME, seconds, 0, 1))
            watch.step(Progress(line, found, proven, seconds))
            for later, value in LATER.items():
                watch.step(Progress(later, value, None, seconds))
    with _claimed(number, by=by, on=on) as context:
        context.progress(watch.told("searching") | {"seconds": USED})
        context.finish()


@contextmanager
def _claimed(scenario_id: int, *, by: Identity, on: date) -> Iterator[JobContext]:
    """Ask for a search and take its job, as a worker that is elsewhere would."""
    job_id = _solve(scenario_id, by=by, on=on)
    with transaction() as tx:
        taken = claim(tx, job_id, "elsewhere", A_DAY)
    assert taken is not None
    context = open_context(job_id, taken.fence)
    with context.fenced() as tx:
        searching.begin_search(tx, _run(context))
    yield context


def _run(context: JobContext) -> searching.Run:
    return searching.Run(int(context.params["scenario"]), context.job_id, context.actor, context.created_by)


def _scenario(cycle_id: int, draft: ScenarioDraft, *, by: Identity, on: date) -> int:
    with transaction() as tx:
        return services.make_scenario(tx, cycle_id, draft, by=by, on=on).id


def _solve(scenario_id: int, *, by: Identity, on: date) -> int:
    with transaction() as tx:
        version = tx.get_one(Scenario, scenario_id).version
        return services.request_solve(tx, scenario_id, version, by=by, on=on).id


@contextmanager
def _incomplete(cycle_id: int, *, by: Identity, on: date) -> Iterator[None]:
    """Take out of the register what the planner must know of three people, and put it back; the list follows it."""
    rows = select(Teacher).order_by(Teacher.staff_no).limit(3)
    with transaction() as tx:
        kept = {person.id: (person.birth_month, person.sex) for person in tx.execute(rows).scalars()}
        for person in tx.execute(rows).scalars():
            person.birth_month, person.sex = "", None
        tx.flush()
        services.fix_eligibility(tx, cycle_id, by=by, on=on)
    yield
    with transaction() as tx:
        for number, (birth_month, sex) in kept.items():
            person = tx.get_one(Teacher, number)
            person.birth_month, person.sex = birth_month, sex
        tx.flush()
        services.fix_eligibility(tx, cycle_id, by=by, on=on)

"""From tables to a plan that passed the independent check: read, search, confirm, write, as the command line does."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core.clock import now
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from optimizer import report, tables
from optimizer.check import Evaluation, evaluate
from optimizer.explain import Justification, justify, sentence
from optimizer.faults import Fault, InputFaults
from optimizer.problem import Move, Problem
from optimizer.report.confirming import PLANNED, confirm, inspection
from optimizer.runner import solve_in_child
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status
from policy.messages import Message
from rotation.planning.archive import lay_out


@dataclass(frozen=True, slots=True)
class Question:
    """One search: how long, with which seed and on how many cores, what to keep to, what to begin from."""

    seed: int
    workers: int
    time_limit: float
    earlier: tuple[Move, ...] | None = None
    start: tuple[Move, ...] = ()
    district: str = ""

    def beginning_with(self, start: tuple[Move, ...]) -> "Question":
        """Return the same question with a plan to begin from."""
        return replace(self, start=start)


@dataclass(frozen=True, slots=True)
class Read:
    """Sound tables with their fingerprints."""

    problem: Problem
    warnings: tuple[Fault, ...]
    overrides: int
    input_sha256: str
    policy_sha256: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a search came to; without a plan there are no files, no outcome and no reasons."""

    problem: Problem
    solution: Solution
    evaluation: Evaluation
    document: Mapping[str, Any]
    files: Mapping[str, bytes]
    justified: Mapping[str, Justification]
    outcome: report.Outcome | None

    @property
    def is_planned(self) -> bool:
        """Whether there is a plan."""
        return self.outcome is not None

    @property
    def is_infeasible(self) -> bool:
        """Whether it is proven that there is none; a search that ran out of time proves nothing."""
        return self.solution.status is Status.INFEASIBLE

    @property
    def relaxations(self) -> list[dict[str, Any]]:
        """What would make the district feasible, as plain data."""
        return [asdict(change) for change in self.solution.relaxations]


@dataclass(frozen=True, slots=True)
class Faulty:
    """Tables that are not sound: every fault, and the warnings."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def read(files: Mapping[str, bytes]) -> Read:
    """Read packed tables; raises InputFaults with every fault."""
    with _folder() as folder:
        lay_out(files, folder)
        found = tables.read(folder)
    hashes = found.input_sha256, found.policy_sha256
    return Read(found.problem, found.warnings, len(found.overrides), *hashes)


def readable(files: Mapping[str, bytes]) -> Read | Faulty:
    """Read packed tables; what is wrong with them comes back as the answer."""
    try:
        return read(files)
    except InputFaults as found:
        return Faulty(found.faults, found.warnings)


def search(
    problem: Problem,
    question: Question,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    on_plan: Callable[[Solution], None],
) -> Solution:
    """Search in a process of its own, which ends with this one; a cancelled search keeps its best plan."""
    settings = Settings(
        seed=question.seed,
        workers=question.workers,
        time_limit=question.time_limit,
        earlier_moves=question.earlier,
        start=question.start,
    )
    return solve_in_child(problem, settings, on_progress, cancelled, on_plan)


def answered(known: Read, solution: Solution, question: Question) -> Answered:
    """Confirm what a search found and write its files; raises CheckFailed where the independent check disagrees."""
    problem, evaluation = known.problem, evaluate(known.problem, solution.moves)
    record = report.RunRecord(
        input_sha256=known.input_sha256,
        policy_sha256=known.policy_sha256,
        made_at=now(),
        versions=report.versions(),
        district=question.district,
        warnings=known.warnings,
        overrides=known.overrides,
        earlier=question.earlier,
    )
    if solution.status not in PLANNED:
        nothing = report.plan_document(solution, evaluation, record, _speak())
        return Answered(problem, solution, evaluation, nothing, {}, {}, None)
    confirm(solution, evaluation, question.earlier)
    justified = justify(problem, solution)
    reasons = {staff_no: sentence(answer) for staff_no, answer in justified.items()}
    document, files = _written(problem, solution, evaluation, reasons, record)
    outcome = report.outcome_of(problem, solution.moves, reasons)
    return Answered(problem, solution, evaluation, document, files, justified, outcome)


def _written(
    problem: Problem,
    solution: Solution,
    evaluation: Evaluation,
    reasons: Mapping[str, Message],
    record: report.RunRecord,
) -> tuple[Mapping[str, Any], Mapping[str, bytes]]:
    """Write the plan's folder, have it read back and confirmed, and take its files along."""
    with _folder() as folder:
        inspect = inspection(problem, record.earlier)
        plan = folder / "plan"
        document = report.write(plan, problem, solution, evaluation, reasons, record, _speak(), inspect)
        return document, {path.name: path.read_bytes() for path in plan.iterdir()}


def _speak() -> Callable[[str], str]:
    """The files speak Chinese: they leave the product."""
    return translator(Language.CHINESE, TRANSLATIONS)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="junheng-") as name:
        yield Path(name)

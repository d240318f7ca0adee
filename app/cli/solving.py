"""From tables to a plan that passed the independent check: read, search, judge, write."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.cli import planner
from app.cli.earlier import read_earlier
from app.cli.exits import Exit
from app.cli.faults import fault_lines
from app.cli.loading import fault_count
from app.cli.progress import ProgressLines
from app.cli.speech import Speech
from app.cli.summary import no_plan_summary, plan_summary, where
from core.clock import now
from optimizer import report, tables
from optimizer.check import Evaluation, evaluate
from optimizer.faults import Fault, InputFaults
from optimizer.problem import Problem
from optimizer.report.confirming import PLANNED, CheckFailed, confirm, inspection
from optimizer.report.document import Document
from optimizer.solution import Solution, Status
from policy.messages import say

_MOST_FAULTS = 50
_MOST_WARNINGS = 10
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What one call of `plan solve` asks for; `time_limit` in seconds, `district` named where the demo made it."""

    source: Path
    policy: Path | None
    out: Path | None
    time_limit: float
    seed: int
    workers: int
    earlier: Path | None = None
    district: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended: exit code, report, and the text for a reader (`trouble` goes to standard error)."""

    code: Exit
    document: Document
    summary: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()


def solve(request: Request, speech: Speech, progress: ProgressLines) -> Answer:
    """Answer one request; the files are written by the time this returns."""
    started = time.monotonic()
    try:
        read = tables.read(request.source, request.policy)
        earlier = None if request.earlier is None else read_earlier(request.earlier)
    except InputFaults as found:
        return _invalid(found, request, speech, time.monotonic() - started)
    record = report.RunRecord(
        input_sha256=read.input_sha256,
        policy_sha256=read.policy_sha256,
        made_at=now(),
        versions=report.versions(),
        district=request.district,
        warnings=(*read.warnings, *_overrides(read.overrides)),
        overrides=len(read.overrides),
        earlier=earlier,
    )
    progress.begin(read.problem, request.time_limit)
    solution = planner.solve(
        read.problem,
        seed=request.seed,
        workers=request.workers,
        time_limit=request.time_limit,
        earlier=earlier,
        on_progress=progress,
        on_wait=progress.wait,
    )
    return replace(_judged(read.problem, solution, record, request, speech), trouble=_warnings(record, speech))


def _judged(problem: Problem, solution: Solution, record: report.RunRecord, request: Request, speech: Speech) -> Answer:
    """Check what the search found, and hand it out or not."""
    evaluation = evaluate(problem, solution.moves)
    if solution.status not in PLANNED:
        document = report.plan_document(solution, evaluation, record, speech.files)
        if request.out is not None:
            report.write_document(request.out, document)
        code = Exit.INFEASIBLE if solution.status is Status.INFEASIBLE else Exit.NO_PLAN
        return Answer(code, document, tuple(no_plan_summary(solution, speech)))
    try:
        confirm(solution, evaluation, record.earlier)
        document = _written(problem, solution, evaluation, record, request, speech)
    except CheckFailed:
        if request.out is not None:
            failed = replace(solution, status=Status.UNKNOWN, moves=(), lines=())
            report.write_document(request.out, report.plan_document(failed, evaluation, record, speech.files))
        raise
    outcome = report.outcome_of(problem, solution.moves, {})
    summary = plan_summary(solution, evaluation, outcome, record.earlier, speech)
    made = request.source if request.district else None
    return Answer(Exit.OK, document, (*summary, *where(request.out, made, speech)))


def _written(
    problem: Problem,
    solution: Solution,
    evaluation: Evaluation,
    record: report.RunRecord,
    request: Request,
    speech: Speech,
) -> Document:
    """Write the files where they are wanted; they are put in place only after they were read back and confirmed."""
    if request.out is None:
        return report.plan_document(solution, evaluation, record, speech.files)

    reasons = planner.reasons(problem, solution)
    inspect = inspection(problem, record.earlier)
    return report.write(request.out, problem, solution, evaluation, reasons, record, speech.files, inspect)


def _invalid(found: InputFaults, request: Request, speech: Speech, seconds: float) -> Answer:
    """Describe an input that cannot be solved; nothing but the report is written, and that only where asked for."""
    record = report.RunRecord("", "", now(), report.versions(), seconds, warnings=found.warnings)
    document = report.invalid_document(found.faults, record, speech.files, seed=request.seed, workers=request.workers)
    if request.out is not None:
        report.write_document(request.out, document)
    head = speech(fault_count(found))
    lines = fault_lines(found.faults, speech, None if request.out is None else _MOST_FAULTS)
    foot = [] if request.out is None else [speech(say("All of them are in {file}.", file=request.out / "report.json"))]
    return Answer(Exit.INVALID, document, trouble=(head, *lines, *foot))


def _overrides(staff_nos: Sequence[str]) -> tuple[Fault, ...]:
    """Tell once that the column `eligible` decided over the computed verdict, for how many and for whom."""
    if not staff_nos:
        return ()
    names = ", ".join(staff_nos[:_MOST_NAMED]) + (" …" if len(staff_nos) > _MOST_NAMED else "")
    facts = {"number": len(staff_nos), "names": names}
    message = say("The column decides over the computed eligibility of {number:,} teachers ({names}).", **facts)
    cure = say("Nothing to do if that is meant; otherwise empty the cells.")
    return (Fault("teachers", 0, "eligible", "", message, cure),)


def _warnings(record: report.RunRecord, speech: Speech) -> tuple[str, ...]:
    """What was noticed in the input without standing in the way."""
    if not record.warnings:
        return ()
    head = speech(say("{number:,} notes on the input:", number=len(record.warnings)))
    return (head, *fault_lines(record.warnings, speech, _MOST_WARNINGS))

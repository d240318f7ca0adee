"""What the commands do that ask about a district or a plan: check, eligibility, explain."""

import sys
from pathlib import Path

import click

from app.cli import planner
from app.cli.earlier import kept_to, read_plan
from app.cli.eligibility import eligibility_csv, eligibility_records, eligibility_text
from app.cli.exits import Exit
from app.cli.explaining import explanation_record, explanation_text
from app.cli.loading import load, load_read, tell_faults
from app.cli.progress import ProgressLines
from app.cli.speech import Speech
from optimizer.check import verify
from optimizer.faults import InputFaults
from optimizer.problem import Move, Problem
from optimizer.report import as_json as json_text
from optimizer.report.answers import Explanation, SolveAgain, why_moved, why_not, why_stays
from optimizer.solution import Solution
from policy.messages import say


def check(speech: Speech, source: Path, directory: Path, policy: Path | None) -> int:
    """`plan check`."""
    read = load_read(source, policy, speech)
    if read is None:
        return Exit.INVALID
    hashes = {"input_sha256": read.input_sha256, "policy_sha256": read.policy_sha256}
    differing = verify(read.problem, directory, fingerprints=hashes)
    for entry in differing:
        place = f"{entry.file} {entry.where}".rstrip()
        click.echo(f"{place}: {speech(entry.message)}")
    if differing:
        click.echo(speech(say("{number:,} points differ from the tables.", number=len(differing))))
        return Exit.DISAGREES
    click.echo(speech(say("Every rule holds, and every value agrees with the tables.")))
    return Exit.OK


def eligibility(speech: Speech, source: Path, policy: Path | None, as_json: bool, as_csv: bool) -> int:
    """`plan eligibility`."""
    problem = load(source, policy, speech)
    if problem is None:
        return Exit.INVALID
    if as_json:
        click.echo(json_text({"teachers": eligibility_records(problem, speech.files)}), nl=False)
    elif as_csv:
        click.echo(eligibility_csv(problem, speech.files), nl=False)
    else:
        click.echo("\n".join(eligibility_text(problem, speech)))
    return Exit.OK


def explain(
    speech: Speech,
    source: Path,
    directory: Path,
    teacher: str,
    school: str | None,
    policy: Path | None,
    time_limit: float,
    seed: int,
    workers: int,
    as_json: bool,
) -> int:
    """`plan explain`."""
    problem = load(source, policy, speech)
    if problem is None:
        return Exit.INVALID
    try:
        earlier = kept_to(directory)
        solve_again = _solve_again(speech, earlier, time_limit, seed, workers)
        answer = _explained(problem, directory, teacher, school, speech, solve_again, earlier)
    except InputFaults as found:
        tell_faults(found, speech)
        return Exit.INVALID
    if as_json:
        click.echo(json_text(explanation_record(answer, speech)), nl=False)
    else:
        click.echo("\n".join(explanation_text(answer, speech)))
    return Exit.NO_PLAN if answer.undecided else Exit.OK


def _explained(
    problem: Problem,
    directory: Path,
    teacher: str,
    school: str | None,
    speech: Speech,
    solve_again: SolveAgain,
    earlier: tuple[Move, ...] | None,
) -> Explanation:
    """Find out what is asked about, and ask it; raises UsageError for people and schools that are not there."""
    person = next((known for known in problem.teachers if known.staff_no == teacher), None)
    if person is None:
        raise click.UsageError(speech(say("There is no teacher {staff_no}.", staff_no=teacher)))
    if school is not None and school not in {known.key for known in problem.schools}:
        raise click.UsageError(speech(say("There is no school {school}.", school=school)))
    moves, purposes = read_plan(directory)
    move = next((made for made in moves if made.staff_no == teacher), None)
    if move is not None and school in {None, move.to_school}:
        return why_moved(problem, moves, move, purposes[teacher], earlier)
    if school is None:
        return why_stays(problem, person)
    return why_not(problem, moves, person, school, solve_again, earlier)


def _solve_again(
    speech: Speech, earlier: tuple[Move, ...] | None, time_limit: float, seed: int, workers: int
) -> SolveAgain:
    """Solve a changed problem, with progress on standard error."""

    def solved(problem: Problem) -> Solution:
        progress = ProgressLines(sys.stderr, speech.terminal)
        try:
            progress.begin(problem, time_limit)
            return planner.solve(
                problem,
                seed=seed,
                workers=workers,
                time_limit=time_limit,
                earlier=earlier,
                on_progress=progress,
                on_wait=progress.wait,
            )
        finally:
            progress.finish()

    return solved

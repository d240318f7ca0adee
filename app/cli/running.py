"""What the commands do that make a plan: solve and demo."""

import sys
from pathlib import Path

import click

from app.cli.exits import Exit
from app.cli.progress import ProgressLines
from app.cli.solving import Answer, Request
from app.cli.solving import solve as answer_of
from app.cli.speech import Speech
from app.cli.width import fitted
from app.demo.write import generate
from optimizer.report import as_json as json_text
from policy.messages import say

_DEMO_FOLDER = Path("demo-output")


def solve(
    speech: Speech,
    source: Path,
    policy: Path | None,
    out: Path | None,
    time_limit: float,
    seed: int,
    workers: int,
    earlier: Path | None,
    as_json: bool,
) -> int:
    """`plan solve`."""
    return _run(Request(source, policy, out, time_limit, seed, workers, earlier), speech, as_json=as_json)


def demo(speech: Speech, out: Path | None, time_limit: float, seed: int, workers: int) -> int:
    """`demo`."""
    folder = out or _DEMO_FOLDER
    tables, plan = folder / "tables", folder / "plan"
    _make(folder, speech)
    generate(tables)
    name = say("Yunling District").text(speech.files)
    return _run(Request(tables, None, plan, time_limit, seed, workers, district=name), speech, as_json=False)


def _run(request: Request, speech: Speech, *, as_json: bool) -> Exit:
    """Solve with progress on standard error, then print the answer."""
    if request.out is not None:
        _refuse_input(request.source, request.out, speech)
        _make(request.out, speech)
    progress = ProgressLines(sys.stderr, speech.terminal)
    try:
        answer = answer_of(request, speech, progress)
    finally:
        progress.finish()
    _print(answer, as_json=as_json)
    return answer.code


def _refuse_input(source: Path, out: Path, speech: Speech) -> None:
    """Keep the plan's files apart from a district's tables: `units.csv` is the name of one of each."""
    holds_tables = any((out / name).exists() for name in ("schools.csv", "学校.csv", "teachers.csv", "教师.csv"))
    if out.resolve() == source.resolve() or holds_tables:
        text = say("{path} holds the tables of a district; give another folder for the plan", path=out)
        raise click.UsageError(speech(text))


def _make(folder: Path, speech: Speech) -> None:
    """Make a folder to write into; found impossible before a long search, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(speech(say("{path} cannot be written to", path=folder))) from error


def _print(answer: Answer, *, as_json: bool) -> None:
    """Print an answer: trouble to standard error, the rest to standard output."""
    for line in answer.trouble:
        click.echo(fitted(line, sys.stderr), err=True)
    if as_json:
        click.echo(json_text(answer.document), nl=False)
    elif answer.summary:
        click.echo("\n".join(fitted(line, sys.stdout) for line in answer.summary))

"""What the commands do that make a plan: solve and demo."""

import sys
from pathlib import Path

import click

from app.cli.exits import Exit
from app.cli.progress import ProgressLines
from app.cli.solving import Answer, Request
from app.cli.solving import solve as answer_of
from app.cli.speech import Speech
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
    generate(tables)
    name = say("Yunling District").text(speech.files)
    code = _run(Request(tables, None, plan, time_limit, seed, workers, district=name), speech, as_json=False)
    if code is Exit.OK:
        facts = {"tables": tables.resolve(), "plan": plan.resolve()}
        click.echo(speech(say("The tables are in {tables}, the plan made from them in {plan}.", **facts)))
    return code


def _run(request: Request, speech: Speech, *, as_json: bool) -> Exit:
    """Solve with progress on standard error, then print the answer."""
    progress = ProgressLines(sys.stderr, speech.terminal)
    try:
        answer = answer_of(request, speech, progress)
    finally:
        progress.finish()
    _print(answer, as_json=as_json)
    return answer.code


def _print(answer: Answer, *, as_json: bool) -> None:
    """Print an answer: trouble to standard error, the rest to standard output."""
    for line in answer.trouble:
        click.echo(line, err=True)
    if as_json:
        click.echo(json_text(answer.document), nl=False)
    elif answer.summary:
        click.echo("\n".join(answer.summary))

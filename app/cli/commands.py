"""The command tree: names, options and what they do, in the reader's language."""

import os
from importlib.metadata import PackageNotFoundError, version

import click

from app.cli import asking, parts, running
from app.cli.grammar import Later, SpokenCommand, SpokenGroup
from app.cli.kinds import Existing, Folder, Seconds, Whole
from app.cli.speech import Speech
from policy.messages import Message, say

_DEFAULT_SECONDS = 600.0
SITE = (
    Later("setup", say("Make keys and database of an installation, and its first account."), "app.cli.setup"),
    Later("demo-site", say("Fill an empty installation with the demo district and serve it."), "app.cli.demo_site"),
    Later("serve", say("Serve the site until stopped."), "app.cli.serve"),
    Later("worker", say("Do background work until stopped."), "app.cli.worker"),
    Later("doctor", say("Look at machine, database, people and backups, and say what to mend."), "app.cli.doctor"),
    Later("backup", say("Make, prove and restore sealed copies of the database."), "app.cli.backup", "group"),
    Later("database", say("Look after the schema of the database."), "app.cli.database", "group"),
)
"""What runs the site and looks after it."""


def command_line(speech: Speech) -> SpokenGroup:
    """Return the whole command, ready to run."""
    plan = SpokenGroup(
        "plan",
        speech=speech,
        help=speech(say("Solve, check and explain rotation plans from a folder of tables.")),
        params=[parts.language(speech)],
        commands=[_solve(speech), _check(speech), _eligibility(speech), _explain(speech)],
    )
    return SpokenGroup(
        "junheng",
        speech=speech,
        help=speech(say("Junheng: rotation of teachers, with proof.")),
        params=[parts.language(speech), _version(speech)],
        commands=[plan, _demo(speech)],
        later=SITE,
    )


def _solve(speech: Speech) -> SpokenCommand:
    """`plan solve`."""
    params = [
        _input(speech),
        _policy(speech),
        _out(speech, say("Write the report, the tables and the workbook here.")),
        *_search(speech),
        parts.option(
            speech, "--from", say("moves.csv of an earlier plan to keep to."), Existing(speech), "MOVES", name="earlier"
        ),
        parts.json_flag(speech),
    ]
    text = say("Find the best rotation plan for a district and prove how good it is.")
    return parts.command("solve", speech, text, params, running.solve)


def _check(speech: Speech) -> SpokenCommand:
    """`plan check`."""
    params = [_input(speech), parts.argument("directory", Existing(speech), "DIR"), _policy(speech)]
    text = say("Recompute every rule and value of a plan from the tables, and compare.")
    return parts.command("check", speech, text, params, asking.check)


def _eligibility(speech: Speech) -> SpokenCommand:
    """`plan eligibility`."""
    as_csv = click.Option(["--csv", "as_csv"], is_flag=True, help=speech(say("Print a table for spreadsheets.")))
    params = [_input(speech), _policy(speech), parts.json_flag(speech), as_csv]
    text = say("Say of every teacher whether they are eligible, and why.")
    return parts.command("eligibility", speech, text, params, asking.eligibility)


def _explain(speech: Speech) -> SpokenCommand:
    """`plan explain`."""
    teacher = parts.option(
        speech, "--teacher", say("Staff number of the teacher to ask about."), None, "T", required=True
    )
    params = [
        _input(speech),
        parts.argument("directory", Existing(speech), "DIR"),
        teacher,
        parts.option(speech, "--school", say("School to ask about: why not there, or at what price."), None, "S"),
        _policy(speech),
        *_search(speech),
        parts.json_flag(speech),
    ]
    text = say("Say why a teacher moves, or why not to a school.")
    return parts.command("explain", speech, text, params, asking.explain)


def _demo(speech: Speech) -> SpokenCommand:
    """`demo`."""
    out = _out(speech, say("Folder for the tables and the plan; demo-output if not given."))
    text = say("Make a fictional district, solve it and write its plan.")
    return parts.command("demo", speech, text, [out, *_search(speech)], running.demo)


def _search(speech: Speech) -> list[click.Parameter]:
    """The options of everything that searches."""
    cores = os.cpu_count() or 1
    limit = say("Stop after so many seconds and keep the best plan found ({default} if not given).", default=600)
    seed = say("Seed of the search ({default} if not given): the same seed finds the same plan.", default=0)
    workers = say("Threads that search ({default} on this machine if not given).", default=cores)
    return [
        parts.option(speech, "--time-limit", limit, Seconds(speech), "S", default=_DEFAULT_SECONDS),
        parts.option(speech, "--seed", seed, Whole(speech, 0), "N", default=0),
        parts.option(speech, "--workers", workers, Whole(speech, 1), "N", default=cores),
    ]


def _input(speech: Speech) -> click.Argument:
    """The district to read."""
    return parts.argument("source", Existing(speech), "INPUT")


def _policy(speech: Speech) -> click.Option:
    """The policy to read it by."""
    text = say("Policy to use instead of the policy.toml beside the tables.")
    return parts.option(speech, "--policy", text, Existing(speech), "FILE")


def _out(speech: Speech, text: Message) -> click.Option:
    """Where to write."""
    return parts.option(speech, "--out", text, Folder(speech), "DIR")


def _version(speech: Speech) -> click.Option:
    """`--version`."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(f"junheng {_installed_version()}")
            ctx.exit()

    text = speech(say("Show the version and exit."))
    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, help=text, callback=show)


def _installed_version() -> str:
    """The version that is installed, or that nothing is: a checkout run in place."""
    try:
        return version("junheng")
    except PackageNotFoundError:
        return "(checkout)"

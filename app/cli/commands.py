"""The command tree: names, options and what they do, in the reader's language."""

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from app.cli import asking, running
from app.cli.grammar import SpokenCommand, SpokenGroup, language_option
from app.cli.kinds import Existing, Folder, OneOf, Seconds, Whole
from app.cli.speech import Speech
from core.i18n import Language
from policy.messages import Message, say

_DEFAULT_SECONDS = 600.0


def command_line(speech: Speech) -> SpokenGroup:
    """Return the whole command, ready to run."""
    plan = SpokenGroup(
        "plan",
        speech=speech,
        help=speech(say("Solve, check and explain rotation plans from a folder of tables.")),
        params=[_language(speech)],
        commands=[_solve(speech), _check(speech), _eligibility(speech), _explain(speech)],
    )
    return SpokenGroup(
        "junheng",
        speech=speech,
        help=speech(say("Junheng: rotation of teachers, with proof.")),
        params=[_language(speech), _version(speech)],
        commands=[plan, _demo(speech)],
    )


def _solve(speech: Speech) -> SpokenCommand:
    """`plan solve`."""
    params = [
        _input(speech),
        _policy(speech),
        _out(speech, say("Write the report, the tables and the workbook here.")),
        *_search(speech),
        _option(
            speech, "--from", say("moves.csv of an earlier plan to keep to."), Existing(speech), "MOVES", name="earlier"
        ),
        _json(speech),
    ]
    text = say("Find the best rotation plan for a district and prove how good it is.")
    return _command("solve", speech, text, params, running.solve)


def _check(speech: Speech) -> SpokenCommand:
    """`plan check`."""
    params = [_input(speech), _argument("directory", Existing(speech), "DIR"), _policy(speech)]
    text = say("Recompute every rule and value of a plan from the tables, and compare.")
    return _command("check", speech, text, params, asking.check)


def _eligibility(speech: Speech) -> SpokenCommand:
    """`plan eligibility`."""
    as_csv = click.Option(["--csv", "as_csv"], is_flag=True, help=speech(say("Print a table for spreadsheets.")))
    params = [_input(speech), _policy(speech), _json(speech), as_csv]
    text = say("Say of every teacher whether they are eligible, and why.")
    return _command("eligibility", speech, text, params, asking.eligibility)


def _explain(speech: Speech) -> SpokenCommand:
    """`plan explain`."""
    teacher = _option(speech, "--teacher", say("Staff number of the teacher to ask about."), None, "T", required=True)
    params = [
        _input(speech),
        _argument("directory", Existing(speech), "DIR"),
        teacher,
        _option(speech, "--school", say("School to ask about: why not there, or at what price."), None, "S"),
        _policy(speech),
        *_search(speech),
        _json(speech),
    ]
    text = say("Say why a teacher moves, or why not to a school.")
    return _command("explain", speech, text, params, asking.explain)


def _demo(speech: Speech) -> SpokenCommand:
    """`demo`."""
    out = _out(speech, say("Folder for the tables and the plan; demo-output if not given."))
    text = say("Make a fictional district, solve it and write its plan.")
    return _command("demo", speech, text, [out, *_search(speech)], running.demo)


def _command(
    name: str, speech: Speech, text: Message, params: list[click.Parameter], action: Callable[..., int]
) -> SpokenCommand:
    """A command that hands its parameters on."""

    def callback(**given: object) -> int:
        return action(speech, **given)

    return SpokenCommand(name, speech=speech, help=speech(text), params=[*params, _language(speech)], callback=callback)


def _search(speech: Speech) -> list[click.Parameter]:
    """The options of everything that searches."""
    cores = os.cpu_count() or 1
    limit = say("Stop after so many seconds and keep the best plan found ({default} if not given).", default=600)
    seed = say("Seed of the search ({default} if not given): the same seed finds the same plan.", default=0)
    workers = say("Threads that search ({default} on this machine if not given).", default=cores)
    return [
        _option(speech, "--time-limit", limit, Seconds(speech), "S", default=_DEFAULT_SECONDS),
        _option(speech, "--seed", seed, Whole(speech, 0), "N", default=0),
        _option(speech, "--workers", workers, Whole(speech, 1), "N", default=cores),
    ]


def _input(speech: Speech) -> click.Argument:
    """The district to read."""
    return _argument("source", Existing(speech), "INPUT")


def _policy(speech: Speech) -> click.Option:
    """The policy to read it by."""
    text = say("Policy to use instead of the policy.toml beside the tables.")
    return _option(speech, "--policy", text, Existing(speech), "FILE")


def _out(speech: Speech, text: Message) -> click.Option:
    """Where to write."""
    return _option(speech, "--out", text, Folder(speech), "DIR")


def _json(speech: Speech) -> click.Option:
    """Whether to print JSON."""
    return click.Option(["--json", "as_json"], is_flag=True, help=speech(say("Print JSON, and nothing else.")))


def _argument(name: str, kind: click.ParamType[Any], metavar: str) -> click.Argument:
    """A required argument."""
    return click.Argument([name], type=kind, metavar=metavar)


def _option(
    speech: Speech,
    flag: str,
    text: Message,
    kind: click.ParamType[Any] | None,
    metavar: str,
    *,
    name: str | None = None,
    default: object = None,
    required: bool = False,
) -> click.Option:
    """An option with one value."""
    names = [flag] if name is None else [flag, name]
    settings: dict[str, Any] = {} if default is None else {"default": default}  # a default of None would satisfy click
    return click.Option(names, type=kind, metavar=metavar, required=required, help=speech(text), **settings)


def _language(speech: Speech) -> click.Option:
    """`--lang`."""
    return language_option(speech, OneOf(speech, tuple(Language)))


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

"""What commands are made of: options, arguments and flags with their words in the reader's language."""

from collections.abc import Callable
from typing import Any

import click

from app.cli.grammar import SpokenCommand, language_option
from app.cli.kinds import OneOf
from app.cli.speech import Speech
from core.i18n import Language
from policy.messages import Message, say


def command(
    name: str, speech: Speech, text: Message, params: list[click.Parameter], action: Callable[..., int]
) -> SpokenCommand:
    """A command that hands its parameters on."""

    def callback(**given: object) -> int:
        return action(speech, **given)

    return SpokenCommand(name, speech=speech, help=speech(text), params=[*params, language(speech)], callback=callback)


def json_flag(speech: Speech) -> click.Option:
    """Whether to print JSON."""
    return click.Option(["--json", "as_json"], is_flag=True, help=speech(say("Print JSON, and nothing else.")))


def argument(name: str, kind: click.ParamType[Any], metavar: str) -> click.Argument:
    """A required argument."""
    return click.Argument([name], type=kind, metavar=metavar)


def option(
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


def language(speech: Speech) -> click.Option:
    """`--lang`."""
    return language_option(speech, OneOf(speech, tuple(Language)))


def flag(speech: Speech, name: str, text: Message) -> click.Option:
    """A switch that is on or absent."""
    return click.Option([name], is_flag=True, help=speech(text))

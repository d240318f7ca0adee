"""The edge of the commands that run the site: settings in, refusals as sentences with their cure out."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import click

from app.cli.exits import Exit
from app.cli.speech import Speech
from core.errors import DomainError, Misconfigured
from policy.messages import Message, say

Given = ParamSpec("Given")
Action = Callable[Concatenate[Speech, Given], int]


def told(action: Action[Given]) -> Action[Given]:
    """Have an action's refusals told calmly, with how to mend them."""

    @wraps(action)
    def run(speech: Speech, /, *args: Given.args, **given: Given.kwargs) -> int:
        try:
            return action(speech, *args, **given)
        except DomainError as refusal:
            return refuse(speech, refusal.message, refusal.cure)
        except Misconfigured as refusal:
            return refuse(speech, say("The installation cannot run as it is set up: {reason}.", reason=refusal))

    return run


def refuse(speech: Speech, message: Message, cure: Message | None = None) -> int:
    """Say what cannot be done, and what to do about it."""
    click.echo(speech(message), err=True)
    if cure is not None:
        click.echo(speech(say("Cure: {cure}", cure=cure)), err=True)
    return Exit.INVALID

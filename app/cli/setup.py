"""`junheng setup`: keys, schema and the first administrator of an installation; safe to run again."""

import os
from pathlib import Path

import click

from app import installing
from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from app.factory import create_app
from core.paths import ROOT
from policy.messages import say

_FIRST = "admin"


def command(speech: Speech) -> SpokenCommand:
    """Return the command."""
    text = say("Staff number of the first system administrator ({default} if not given).", default=_FIRST)
    params: list[click.Parameter] = [parts.option(speech, "--admin", text, None, "NUMBER")]
    about = say("Make keys and database of an installation, and its first account.")
    return parts.command("setup", speech, about, params, _set_up)


@told
def _set_up(speech: Speech, admin: str | None) -> int:
    config = prepared()
    with create_app(config).app_context():
        account = installing.first_administrator(admin or _FIRST)
    click.echo(speech(say("The installation is ready in {folder}.", folder=config.instance)))
    if account is not None:
        facts = {"number": account.staff_no, "password": account.password}
        click.echo(speech(say("First sign-in: {number}, password {password} (shown once, to be changed).", **facts)))
    return Exit.OK


def prepared() -> Config:
    """Make keys and schema where they are missing, and return the settings."""
    return installing.prepare(Path(os.environ.get("JUNHENG_INSTANCE") or ROOT / "instance").resolve())

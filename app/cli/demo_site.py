"""`junheng demo-site`: the demo district as a running site, with an account to click on for every role."""

import json
import os
from dataclasses import replace
from pathlib import Path

import click

from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand
from app.cli.kinds import Folder
from app.cli.running_site import refuse, told
from app.cli.setup import prepared
from app.cli.speech import Speech
from app.config import Config
from app.demo.site.load import NotEmpty, load
from app.demo.write import generate
from app.factory import create_app
from app.server import Server
from core import logs
from core.clock import today
from policy.messages import Message, say

_TABLES = Path("demo-output") / "tables"
_PORT = 8000
SCHOOLS = ("2119260101", "2119260301", "3119260110", "3119260305")
"""Schools of the demo with accounts: two in town, two in the mountains, primary and junior."""


def command(speech: Speech) -> SpokenCommand:
    """Return the command."""
    tables = say("Folder with the demo's tables; they are made in {folder} if not given.", folder=_TABLES)
    serve = say("Serve the site afterwards; SERVE=no in the environment says the same as --no-serve.")
    params: list[click.Parameter] = [
        parts.option(speech, "--tables", tables, Folder(speech), "DIR"),
        click.Option(["--serve/--no-serve"], default=None, help=speech(serve)),
    ]
    about = say("Fill an empty installation with the demo district and serve it.")
    return parts.command("demo-site", speech, about, params, _demo_site)


@told
def _demo_site(speech: Speech, tables: Path | None, serve: bool | None) -> int:
    config = prepared()
    if not config.demo:
        folder = tables or _TABLES
        if not (folder / "teachers.csv").exists():
            generate(folder)
        try:
            fill(config, folder, speech)
        except NotEmpty:
            cure = say("Point JUNHENG_INSTANCE at an empty folder, or empty this one.")
            return refuse(speech, say("{folder} holds a district's own data.", folder=config.instance), cure)
    summarise(config, speech)
    wanted = os.environ.get("SERVE", "yes") != "no" if serve is None else serve
    if wanted:
        _serve(Config.from_env(), speech)
    return Exit.OK


def fill(config: Config, tables: Path, speech: Speech) -> None:
    """Load the demo; what runs in the background elsewhere runs at once here.

    Raises `NotEmpty`.
    """

    def tell(message: Message) -> None:
        click.echo(speech(message))

    with create_app(replace(config, inline_jobs=True)).app_context():
        load(config.instance, tables, SCHOOLS, on=today(), tell=tell)


def summarise(config: Config, speech: Speech) -> None:
    """Say what there is to see, and as whom."""
    mark = json.loads((config.instance / "demo.json").read_text(encoding="utf-8"))
    click.echo(speech(say("The demo is ready: {count} accounts, one click each.", count=len(mark["accounts"]))))


def _serve(config: Config, speech: Speech) -> None:
    logs.configure(file=config.instance / "logs" / "serve.log")
    server = Server(config, "127.0.0.1", int(os.environ.get("PORT", _PORT)))
    click.echo(speech(say("Junheng is at {address} (stop with Ctrl+C).", address=server.address)))
    server.run(with_worker=config.is_sqlite)

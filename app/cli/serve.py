"""`junheng serve`: the site on this machine, with a worker beside it where the database is a local file."""

import click

from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand
from app.cli.kinds import Whole
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from app.server import Server
from core import logs
from policy.messages import say

_PORT = 8000


def command(speech: Speech) -> SpokenCommand:
    """Return the command."""
    both = "--with-worker/--no-worker"
    text = say("Run a worker beside the server; so it is on SQLite if not said otherwise.")
    params: list[click.Parameter] = [
        parts.option(speech, "--host", say("Address to listen on; 127.0.0.1 if not given."), None, "HOST"),
        parts.option(
            speech, "--port", say("Port to listen on ({default} if not given).", default=_PORT), Whole(speech, 1), "N"
        ),
        click.Option([both], default=None, help=speech(text)),
    ]
    return parts.command("serve", speech, say("Serve the site until stopped."), params, _serve)


@told
def _serve(speech: Speech, host: str | None, port: int | None, with_worker: bool | None) -> int:
    config = Config.from_env()
    logs.configure(file=config.instance / "logs" / "serve.log")
    server = Server(config, host or "127.0.0.1", port or _PORT)
    beside = config.is_sqlite if with_worker is None else with_worker
    click.echo(speech(say("Junheng is at {address} (stop with Ctrl+C).", address=server.address)))
    server.run(with_worker=beside)
    return Exit.OK

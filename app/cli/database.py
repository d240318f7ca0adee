"""`junheng database`: brings the schema up to date, or says how it stands."""

import click

from app import database
from app.backup import sqlite_copy
from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenGroup
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from core.clock import now
from policy.messages import say


def group(speech: Speech) -> SpokenGroup:
    """Return the group of commands."""
    return SpokenGroup(
        "database",
        speech=speech,
        help=speech(say("Look after the schema of the database.")),
        params=[parts.language(speech)],
        commands=[
            parts.command("upgrade", speech, say("Bring the schema to the newest revision."), [], _upgrade),
            parts.command("check", speech, say("Compare the schema with the program."), [], _check),
        ],
    )


@told
def _upgrade(speech: Speech) -> int:
    config = Config.from_env()
    _keep_a_copy(speech, config)
    database.upgrade(config.database_url)
    click.echo(speech(say("The schema is at revision {revision}.", revision=database.newest() or "-")))
    return Exit.OK


@told
def _check(speech: Speech) -> int:
    config = Config.from_env()
    found, wanted = database.stands_at(config.database_url), database.newest()
    if found != wanted:
        facts = {"found": found or "-", "wanted": wanted or "-"}
        click.echo(speech(say("The database is at revision {found}; this program needs {wanted}.", **facts)))
        return Exit.DISAGREES
    differences = database.differences(config.database_url)
    for difference in differences:
        click.echo("  " + _shown(difference))
    if differences:
        click.echo(speech(say("The tables differ from the program: {number} differences.", number=len(differences))))
        return Exit.DISAGREES
    click.echo(speech(say("Schema and program agree (revision {revision}).", revision=found or "-")))
    return Exit.OK


def _shown(difference: object) -> str:
    """Return one difference as what to do and to what: Alembic's own form is too long to read."""
    if isinstance(difference, list):
        return "; ".join(_shown(part) for part in difference)
    if not isinstance(difference, tuple):
        return str(difference)
    action, *about = difference
    names = [str(getattr(part, "name", part)) for part in about if isinstance(part, str) or hasattr(part, "name")]
    return " ".join((str(action), *names))


def _keep_a_copy(speech: Speech, config: Config) -> None:
    """Keep the SQLite file as it was before its schema changes."""
    if not config.is_sqlite or not config.database_file.exists():
        return
    found = database.stands_at(config.database_url)
    if found is None or found == database.newest():
        return
    copy = config.database_file.with_name(f"before-upgrade-{now():%Y%m%d-%H%M%S}.db")
    sqlite_copy.copy(config.database_file, copy)
    copy.chmod(0o600)
    click.echo(speech(say("The database as it was is kept in {file}.", file=copy)))

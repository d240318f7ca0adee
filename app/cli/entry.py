"""The edge of the command: languages in, exit codes out, and no traceback in between."""

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from app.cli.commands import command_line
from app.cli.exits import Exit
from app.cli.grammar import complaint
from app.cli.speech import Speech, speech_for
from optimizer.report.confirming import CheckFailed
from policy.messages import Message, say

DEBUG = "JUNHENG_DEBUG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    speech = speech_for(words, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese still gets every line
    try:
        result = command_line(speech).main(words, prog_name="junheng", standalone_mode=False)
        sys.stdout.flush()
        return int(result or Exit.OK)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return Exit.USAGE
    except click.UsageError as error:
        return _refuse(error, speech)
    except (click.Abort, KeyboardInterrupt):
        click.echo(speech(say("Stopped; nothing was written.")), err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except CheckFailed as error:
        return _withhold(error, speech)
    except OSError as error:
        return _blame_file(error, speech)
    except Exception as error:  # noqa: BLE001 - the edge: whatever went wrong is told calmly, with how to report it
        return _confess(error, speech)


def _please_report() -> Message:
    """How to report what should not happen."""
    return say("Please report it with the command and what it printed; {variable}=1 shows more.", variable=DEBUG)


def _refuse(error: click.UsageError, speech: Speech) -> int:
    """Say what is wrong with the call, and where help is."""
    click.echo(speech(complaint(error)), err=True)
    path = error.ctx.command_path if error.ctx else "junheng"
    click.echo(speech(say("See {command} --help.", command=path)), err=True)
    return Exit.USAGE


def _withhold(error: CheckFailed, speech: Speech) -> int:
    """Say why a plan is not handed out."""
    click.echo(speech(say("The plan failed the independent check and is not handed out:")), err=True)
    for finding in error.findings:
        click.echo("  " + speech(finding), err=True)
    click.echo(speech(_please_report()), err=True)
    return Exit.INTERNAL


def _blame_file(error: OSError, speech: Speech) -> int:
    """Say which file or folder stands in the way."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    facts = {"file": error.filename or "", "reason": error.strerror or str(error)}
    click.echo(speech(say("{file} cannot be read or written: {reason}.", **facts)), err=True)
    return Exit.INTERNAL


def _confess(error: Exception, speech: Speech) -> int:
    """Say that something of ours broke; the traceback only for who asks."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    facts = {"kind": type(error).__name__, "text": str(error)}
    click.echo(speech(say("Something inside went wrong ({kind}: {text}).", **facts)), err=True)
    click.echo(speech(_please_report()), err=True)
    return Exit.INTERNAL

"""Reading a district for a command that only asks: faults are told, and end it."""

from pathlib import Path

import click

from app.cli.faults import fault_lines
from app.cli.speech import Speech
from optimizer import tables
from optimizer.faults import InputFaults
from optimizer.problem import Problem
from policy.messages import Message, say


def load_read(source: Path, policy: Path | None, speech: Speech) -> tables.ReadResult | None:
    """Read the tables with their fingerprints; print what is wrong and return None where they are not sound."""
    try:
        return tables.read(source, policy)
    except InputFaults as found:
        tell_faults(found, speech)
        return None


def load(source: Path, policy: Path | None, speech: Speech) -> Problem | None:
    """Read the tables; print what is wrong with them and return None where they are not sound."""
    read = load_read(source, policy, speech)
    return None if read is None else read.problem


def tell_faults(found: InputFaults, speech: Speech) -> None:
    """Print every fault of an input to standard error."""
    click.echo(speech(fault_count(found)), err=True)
    for line in fault_lines(found.faults, speech):
        click.echo(line, err=True)


def fault_count(found: InputFaults) -> Message:
    """The head over the faults."""
    return say("The input has {number:,} faults; nothing was solved.", number=len(found.faults))

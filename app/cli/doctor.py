"""`junheng doctor`: what stands well, what to mend, and how."""

import json
from collections import Counter

import click

from app.cli import parts
from app.cli.exits import Exit
from app.cli.grammar import SpokenCommand
from app.cli.running_site import told
from app.cli.speech import Speech
from app.config import Config
from app.doctor.examination import examine
from app.doctor.findings import Finding, Level
from policy.messages import say

_MARKS = {Level.OK: say("ok  "), Level.WARN: say("warn"), Level.BAD: say("BAD ")}


def command(speech: Speech) -> SpokenCommand:
    """Return the command."""
    text = say("Look at machine, database, people and backups, and say what to mend.")
    return parts.command("doctor", speech, text, [parts.json_flag(speech)], _examine)


@told
def _examine(speech: Speech, as_json: bool) -> int:
    findings = []
    for finding in examine(Config.from_env()):
        findings.append(finding)
        if not as_json:
            _tell(speech, finding)
    number = Counter(finding.level for finding in findings)
    if as_json:
        click.echo(json.dumps([_record(speech, finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        facts = {level.value: number[level] for level in Level}
        click.echo(speech(say("{ok} ok, {warn} to mend soon, {bad} to mend now.", **facts)))
    return Exit.DISAGREES if number[Level.BAD] else Exit.OK


def _tell(speech: Speech, finding: Finding) -> None:
    click.echo(f"{speech(_MARKS[finding.level])}  {speech(finding.message)}")
    if finding.cure is not None:
        click.echo("      " + speech(finding.cure))


def _record(speech: Speech, finding: Finding) -> dict[str, str]:
    cure = speech(finding.cure) if finding.cure else ""
    return {"key": finding.key, "level": finding.level, "message": speech(finding.message), "cure": cure}

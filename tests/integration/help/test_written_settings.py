"""What is written about an installation agrees with the program: settings, commands of the services, ports."""

import re

import click
import pytest

from app.cli.commands import command_line
from app.cli.speech import speech_for
from core.paths import ROOT

NAME = re.compile(r"\bJUNHENG_[A-Z_]+\b")
COMMAND = re.compile(r"junheng(?:\.exe)? ([a-z][a-z-]+)")
DEPLOY = ROOT / "deploy"
OF_COMMANDS = {"JUNHENG_LANG", "JUNHENG_DEBUG"}


def named_in(path: str) -> set[str]:
    """Return the settings a file of the checkout names."""
    return set(NAME.findall((ROOT / path).read_text(encoding="utf-8")))


def test_the_sample_has_every_setting_and_no_other() -> None:
    assert named_in(".env.example") == named_in("app/config.py") | OF_COMMANDS


@pytest.mark.parametrize("manual", ["docs/how-to/operate.md", "docs/zh/operate.md"])
def test_the_manuals_have_every_setting(manual: str) -> None:
    assert named_in("app/config.py") <= named_in(manual)


def test_the_services_use_known_settings() -> None:
    for file in DEPLOY.iterdir():
        assert named_in(f"deploy/{file.name}") <= named_in("app/config.py"), file.name


def test_the_services_run_commands_there_are() -> None:
    program = command_line(speech_for([], {}))
    known = set(program.list_commands(click.Context(program)))
    for file in [*DEPLOY.glob("*.service"), *(ROOT / "docs" / "help").rglob("*.md")]:
        lines = re.findall(r"^(?:ExecStart=\S*/)?junheng.*$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert {name for line in lines for name in COMMAND.findall(line)} <= known, file.name


def test_the_proxy_leads_to_the_port_the_service_listens_on() -> None:
    port = re.search(r"--port (\d+)", (DEPLOY / "junheng-serve.service").read_text(encoding="utf-8"))
    assert port is not None
    assert f"proxy_pass http://127.0.0.1:{port[1]};" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def test_every_file_of_the_deployment_is_explained() -> None:
    explained = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert not [
        file.name for file in DEPLOY.iterdir() if f"({file.name})" not in explained and file.name != "README.md"
    ]

from pathlib import Path

import pytest

from app.cli.exits import Exit
from tests.integration.cli.conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("plan",),
        ("plan", "sovle"),
        ("sovle",),
        ("plan", "solve"),
        ("plan", "solve", "/no/such/folder"),
        ("plan", "solve", ".", "--seed", "x"),
        ("plan", "solve", ".", "--seed", "-1"),
        ("plan", "solve", ".", "--workers", "0"),
        ("plan", "solve", ".", "--time-limit", "0"),
        ("plan", "solve", ".", "--time-limit", "inf"),
        ("plan", "solve", ".", "--time-limit", "nan"),
        ("plan", "solve", ".", "--seed"),
        ("plan", "solve", ".", "--sede", "1"),
        ("plan", "solve", ".", "--policy", "/no/such/file"),
        ("plan", "solve", ".", "--out", __file__),
        ("plan", "solve", ".", ".."),
        ("plan", "check", "."),
        ("plan", "explain", ".", "."),
        ("--lang", "fr", "plan"),
    ],
)
def test_wrong_usage_ends_with_its_own_code_and_prints_nothing_to_standard_output(
    run: Run, arguments: tuple[str, ...]
) -> None:
    outcome = run(*arguments)
    assert outcome.code == Exit.USAGE
    assert outcome.out == ""
    assert outcome.err
    assert "Traceback" not in outcome.err


def test_a_complaint_names_what_is_wrong_and_where_help_is(run: Run) -> None:
    outcome = run("plan", "solve", ".", "--workers", "none")
    assert outcome.err.splitlines() == ["--workers：“none”不是不小于1的整数。", "用法见junheng plan solve --help。"]


@pytest.mark.parametrize(
    "command", ["", "plan", "plan solve", "plan check", "plan eligibility", "plan explain", "demo"]
)
def test_help_speaks_chinese_unless_asked_for_english(run: Run, command: str) -> None:
    chinese = run(*command.split(), "--help")
    english = run("--lang", "en", *command.split(), "--help")
    assert (chinese.code, english.code) == (Exit.OK, Exit.OK)
    assert chinese.out.startswith("用法：junheng")
    assert english.out.startswith("Usage: junheng")
    assert not [line for line in english.out.splitlines() if any(ord(letter) > 0x2E80 for letter in line)]
    assert "Options" not in chinese.out


def test_the_language_may_stand_behind_the_command(run: Run) -> None:
    assert run("plan", "--lang=en", "--help").out.startswith("Usage: ")


def test_the_locale_asks_for_english(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert run("plan", "--help").out.startswith("Usage: ")


def test_the_version_is_printed(run: Run) -> None:
    outcome = run("--version")
    assert outcome.code == Exit.OK
    assert outcome.out.startswith("junheng ")


def test_what_breaks_inside_is_told_in_a_calm_line(run: Run, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **settings: object) -> None:
        raise RuntimeError("the planner fell over")

    monkeypatch.setattr("app.cli.planner.solve", broken)
    outcome = run("plan", "solve", tables)
    assert outcome.code == Exit.INTERNAL
    assert outcome.out == ""
    assert "the planner fell over" in outcome.err
    assert "Traceback" not in outcome.err
    monkeypatch.setenv("JUNHENG_DEBUG", "1")
    assert "Traceback" in run("plan", "solve", tables).err

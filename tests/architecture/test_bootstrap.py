"""The script behind every command: it runs on a bare Python, and says in two languages what it cannot do alone."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import bootstrap
from tests.architecture import sources

SCRIPT = sources.ROOT / "scripts" / "bootstrap.py"


def test_script_imports_the_standard_library_alone() -> None:
    nodes = list(ast.walk(sources.tree(SCRIPT)))
    names = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_script_can_be_parsed_by_a_python_too_old_to_run_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_python_that_is_too_old_is_named_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(bootstrap.Stop) as stop:
        bootstrap.require_python()
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert "99.0" in stop.value.chinese
    assert found in stop.value.chinese
    assert found in stop.value.english


def test_missing_venv_module_without_root_gives_the_one_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(bootstrap.Stop) as stop:
        bootstrap.require_venv_module()
    line = "sudo apt-get install -y python3-venv"
    assert line in stop.value.chinese
    assert line in stop.value.english
    assert stop.value.code != 0


def test_second_run_finds_nothing_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    lock = tmp_path / "some.lock"
    lock.write_text("part==1 --hash=sha256:0", encoding="utf-8")
    installs: list[tuple[object, ...]] = []
    monkeypatch.setattr(bootstrap, "pip_install", lambda *arguments: installs.append(arguments))
    bootstrap.install_locked(lock, "runtime", None)
    bootstrap.install_locked(lock, "runtime", None)
    assert len(installs) == 1
    lock.write_text("part==2 --hash=sha256:1", encoding="utf-8")
    bootstrap.install_locked(lock, "runtime", None)
    assert len(installs) == 2


def test_failing_command_passes_its_exit_code_on() -> None:
    with pytest.raises(bootstrap.Stop) as stop:
        bootstrap.must([sys.executable, "-c", "raise SystemExit(3)"])
    assert stop.value.code == 3


def test_unknown_task_is_refused_and_the_tasks_are_listed() -> None:
    answer = subprocess.run(
        [sys.executable, str(SCRIPT), "no-such-task"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert answer.returncode == 2
    assert all(task in answer.stderr for task in bootstrap.TASKS)

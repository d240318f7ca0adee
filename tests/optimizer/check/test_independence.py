"""The checker is only worth something while it shares nothing with what it checks."""

import ast
import sys
from pathlib import Path

import pytest

import optimizer.check

SOURCES = sorted(Path(str(optimizer.check.__file__)).parent.glob("*.py"))
SHARED = {"optimizer.problem", "optimizer.solution", "optimizer.faults"}


def imported(source: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            whole = module == "optimizer.check"
            names |= {f"{module}.{alias.name}" for alias in node.names} if whole else {module}
    return names


def test_there_are_sources_to_look_at() -> None:
    assert len(SOURCES) > 10


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_checker_imports_only_records_policy_and_the_standard_library(source: Path) -> None:
    foreign = {
        name
        for name in imported(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("policy.", "optimizer.check."))
        and name not in SHARED
    }
    assert not foreign


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_of_eligibility_the_checker_takes_only_the_statute(source: Path) -> None:
    assert "policy.eligibility" not in imported(source)

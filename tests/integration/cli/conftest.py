"""The command, run in this process on a small district; the search is replaced by trying every plan."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main, planner
from optimizer.problem import Move, Problem
from optimizer.solution import LineResult, Progress, Solution, Status, StoppedBy
from tests.optimizer.brute_force import brute_force

TABLES = {
    "schools": (
        "school,name,area,longitude,latitude\nS1,青崖小学,urban,116.10,39.90\nS2,望岳小学,mountain,116.12,39.91\n"
    ),
    "units": "school,stage,students\nS1,primary,300\nS2,primary,100\n",
    "demand": "school,stage,subject,required\nS1,primary,语文,1\nS2,primary,语文,1.50\nS2,primary,音乐,0.50\n",
    "teachers": (
        "staff_no,name,school,stage,subject,joined_school,backbone,eligible\n"
        "T1,何书恒,S1,primary,语文,2012-09,district,yes\n"
        "T2,许静宜,S1,primary,语文,2012-09,none,yes\n"
        "T3,罗一鸣,S2,primary,语文,2024-09,none,no\n"
    ),
    "policy": "[rotation]\nmin_rate_percent = 0\nmax_rate_percent = 100\nmin_backbone_share_percent = 0\n",
}


@dataclass(frozen=True)
class Outcome:
    """How a call ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what calls the command; the environment asks for no language."""
    for name in ("JUNHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "JUNHENG_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with a small sound district: one of two teachers is wanted at the other school."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        suffix = "toml" if name == "policy" else "csv"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def try_every_plan(problem: Problem, *, earlier: tuple[Move, ...] | None, **settings: Any) -> Solution:
    """Stand in for the search: exact, and fast enough for a handful of teachers."""
    found = brute_force(problem, earlier)
    settings["on_progress"](Progress("shortage", 150, 100, 0.5))
    if not found.feasible:
        return solution(Status.INFEASIBLE, settings, conflict=("min-moves", "locks"))
    lines = tuple(
        LineResult(name, found.values[name], best, found.cap[name], best, Status.OPTIMAL, 0.1)
        for name, best in found.best.items()
    )
    return solution(Status.OPTIMAL, settings, moves=found.moves, lines=lines)


def solution(status: Status, settings: Any, **facts: Any) -> Solution:
    """Return a solution with the settings of its call."""
    base: dict[str, Any] = {"moves": (), "lines": (), "stopped_by": StoppedBy.PROOF, "seconds": 0.5}
    return Solution(status=status, seed=settings["seed"], workers=settings["workers"], **{**base, **facts})


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command search by trying every plan."""
    monkeypatch.setattr(planner, "solve", try_every_plan)
    monkeypatch.setattr(planner, "reasons", lambda problem, solution: {})

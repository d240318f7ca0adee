"""A search that is stopped keeps what it had found; a search that fails says so."""

import multiprocessing
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from app.demo.write import generate
from optimizer.check import evaluate
from optimizer.problem import Problem
from optimizer.runner import Settings, SolverCrashed, solve_in_child
from optimizer.solution import Progress, Status, StoppedBy
from optimizer.tables.reading import read
from tests.optimizer.random_districts import random_district

SMALL = 61


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """A district that takes many seconds."""
    folder: Path = tmp_path_factory.mktemp("demo")
    generate(folder)
    return read(folder).problem


@dataclass
class Impatient:
    """Someone who has seen enough once a plan is there."""

    steps: list[Progress] = field(default_factory=list)
    asked: float = 0.0

    def satisfied(self) -> bool:
        found = any(step.line == "moves" and step.incumbent is not None for step in self.steps)
        if found and not self.asked:
            self.asked = time.monotonic()
        # what was told to people has been published by then
        return found and time.monotonic() - self.asked > 0.5


def test_cancelled_search_keeps_the_best_plan_so_far(demo: Problem) -> None:
    person = Impatient()
    solution = solve_in_child(demo, Settings(time_limit=100.0), person.steps.append, person.satisfied)
    assert time.monotonic() - person.asked < 5
    assert solution.status is Status.FEASIBLE
    assert solution.stopped_by is StoppedBy.CANCEL
    assert solution.moves
    evaluation = evaluate(demo, solution.moves)
    assert evaluation.holds, evaluation.broken
    assert {line.name: line.value for line in solution.lines} == dict(evaluation.values)
    assert all(line.bound is None or line.value is None or line.bound <= line.value for line in solution.lines)
    assert multiprocessing.active_children() == []


def test_search_cancelled_at_once_has_no_plan() -> None:
    solution = solve_in_child(random_district(SMALL), Settings(), lambda step: None, lambda: True)
    assert (solution.status, solution.stopped_by, solution.moves) == (Status.UNKNOWN, StoppedBy.CANCEL, ())
    assert multiprocessing.active_children() == []


def test_interrupt_keeps_what_was_found_like_a_cancel() -> None:
    def press(step: Progress) -> None:
        raise KeyboardInterrupt

    solution = solve_in_child(random_district(SMALL), Settings(), press)
    assert solution.stopped_by is StoppedBy.CANCEL
    assert solution.status is not Status.INFEASIBLE
    assert multiprocessing.active_children() == []


def test_child_that_dies_is_a_crash() -> None:
    def kill() -> bool:
        for child in multiprocessing.active_children():
            child.kill()
        return False

    with pytest.raises(SolverCrashed, match="without an answer"):
        solve_in_child(random_district(SMALL), Settings(), lambda step: None, kill)


def test_failure_in_the_child_is_told_with_its_traceback() -> None:
    unsound = replace(random_district(SMALL), schools=())
    with pytest.raises(SolverCrashed, match=r"Traceback[\s\S]*KeyError"):
        solve_in_child(unsound, Settings(), lambda step: None)


class Unreadable(Exception):
    """Something that can be sent and cannot be received: what is sent is too little to make it again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def test_problem_that_cannot_be_received_is_a_crash(capfd: pytest.CaptureFixture[str]) -> None:
    broken: Any = Unreadable("a", "b")
    problem = replace(random_district(SMALL), required=broken)
    with pytest.raises(SolverCrashed):
        solve_in_child(problem, Settings(), lambda step: None)
    assert capfd.readouterr().out == ""

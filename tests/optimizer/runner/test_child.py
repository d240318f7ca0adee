"""The search in a process of its own: the same answer as in this one, and nothing on standard output."""

from pathlib import Path

import pytest

from optimizer.check import evaluate
from optimizer.problem import Problem
from optimizer.report import write
from optimizer.runner import Settings, answer, solve_in_child
from optimizer.solution import Progress, Solution, Status, StoppedBy
from policy.messages import untranslated
from tests.optimizer.check.makers import a_district, a_policy, a_teacher
from tests.optimizer.random_districts import random_district
from tests.optimizer.report.sample import RECORD, reasons_of

SETTINGS = Settings(seed=3, workers=2)
RICH = 61
"""A district with a plan of several moves."""


def in_child(problem: Problem, settings: Settings = SETTINGS) -> tuple[Solution, list[Progress]]:
    steps: list[Progress] = []
    return solve_in_child(problem, settings, steps.append), steps


def here(problem: Problem) -> Solution:
    return answer(problem, SETTINGS, lambda state: None, lambda step: None)


def written(problem: Problem, solution: Solution, folder: Path) -> bytes:
    """The bytes of the table of moves."""
    moves = list(solution.moves)
    write(folder, problem, solution, evaluate(problem, moves), reasons_of(moves), RECORD, untranslated)
    return (folder / "moves.csv").read_bytes()


def test_two_children_and_this_process_write_the_same_bytes(tmp_path: Path) -> None:
    problem = random_district(RICH)
    answers = [in_child(problem)[0], in_child(problem)[0], here(problem)]
    assert answers[0].moves
    tables = {written(problem, solution, tmp_path / str(n)) for n, solution in enumerate(answers)}
    assert len(tables) == 1
    assert {solution.status for solution in answers} == {Status.OPTIMAL}
    assert {(solution.seed, solution.workers) for solution in answers} == {(SETTINGS.seed, SETTINGS.workers)}


def test_lines_of_a_child_are_those_of_this_process() -> None:
    problem = random_district(RICH)
    child, own = in_child(problem)[0], here(problem)
    found = [[(line.name, line.value, line.best, line.cap, line.bound) for line in s.lines] for s in (child, own)]
    assert found[0] == found[1]


def test_steps_arrive_in_order_of_time_and_end_with_the_answer() -> None:
    solution, steps = in_child(random_district(RICH))
    seconds = [step.seconds for step in steps]
    assert seconds == sorted(seconds)
    assert seconds[-1] <= solution.seconds
    last = {step.line: step for step in steps}
    assert {name: step.incumbent for name, step in last.items()} == {line.name: line.value for line in solution.lines}
    assert {name: step.bound for name, step in last.items()} == {line.name: line.bound for line in solution.lines}


def test_nothing_is_printed_by_a_child(capfd: pytest.CaptureFixture[str]) -> None:
    in_child(random_district(RICH))
    assert capfd.readouterr() == ("", "")


def test_infeasible_district_comes_back_with_the_rules_in_conflict() -> None:
    policy = a_policy(rotation={"min_rate_percent": 100})
    problem = a_district("A", [a_teacher("T1", "A")], policy=policy)
    solution, _ = in_child(problem)
    assert solution.status is Status.INFEASIBLE
    assert solution.stopped_by is StoppedBy.PROOF
    assert solution.conflict == ("min-moves",)
    assert [change.rule for change in solution.relaxations] == ["min-moves"]


def test_no_time_is_an_answer_and_not_called_infeasible() -> None:
    for seed in (RICH, next(seed for seed in range(50) if here(random_district(seed)).status is Status.INFEASIBLE)):
        solution, _ = in_child(random_district(seed), Settings(time_limit=0.0))
        assert solution.status in {Status.UNKNOWN, Status.FEASIBLE}
        assert solution.stopped_by is StoppedBy.TIME
        assert solution.conflict is None


def test_earlier_moves_reach_the_child() -> None:
    problem = random_district(RICH)
    earlier = here(problem).moves
    solution, _ = in_child(problem, Settings(earlier_moves=earlier))
    assert [line.name for line in solution.lines][:2] == ["shortage", "changes"]
    assert solution.moves == earlier

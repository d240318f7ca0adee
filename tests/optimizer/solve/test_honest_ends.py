import pytest

from optimizer.search import group, relaxation
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status, StoppedBy
from optimizer.solve import closing, solve
from tests.optimizer.brute_force import brute_force
from tests.optimizer.random_districts import random_district


def nothing(*_arguments: object, **_words: object) -> None:
    return None


def test_solver_that_fails_is_not_taken_for_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_district(61)
    assert brute_force(problem).feasible
    monkeypatch.setattr(relaxation, "solve_cold", nothing)
    monkeypatch.setattr(relaxation, "solve_warm", nothing)
    solution = solve(problem, Settings(), nothing, nothing)
    assert solution.status is Status.UNKNOWN
    assert solution.stopped_by is StoppedBy.WORK


def test_empty_windows_end_in_a_proof_and_not_at_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_district(39)
    assert not brute_force(problem).feasible
    monkeypatch.setattr(group, "EASY", 0)
    monkeypatch.setattr(closing, "EASY", 0)
    monkeypatch.setattr(group, "SCANNED", 1000)
    solution = solve(problem, Settings(time_limit=60), nothing, nothing)
    assert solution.status is Status.INFEASIBLE
    assert solution.stopped_by is StoppedBy.PROOF


def test_plan_is_published_before_its_values_are_told() -> None:
    heard: list[str] = []

    def publish(state: Solution) -> None:
        if state.moves:
            heard.append("plan")

    def progress(step: Progress) -> None:
        if step.incumbent is not None:
            heard.append("value")

    problem = next(p for p in map(random_district, range(20)) if brute_force(p).feasible)
    solve(problem, Settings(), publish, progress)
    assert "plan" not in heard or heard[0] == "plan"
    assert "value" in heard


@pytest.mark.parametrize("seed", [9, 21, 61])
def test_best_of_a_line_is_never_worse_than_the_plan(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    for module, name in ((relaxation, "WHOLE"), (group, "EASY"), (closing, "EASY"), (group, "SCANNED")):
        monkeypatch.setattr(module, name, 0)
    solution = solve(random_district(seed), Settings(time_limit=60), nothing, nothing)
    for line in solution.lines:
        if line.value is not None:
            assert line.best is not None
            assert line.cap is not None
            assert line.best <= line.value <= line.cap

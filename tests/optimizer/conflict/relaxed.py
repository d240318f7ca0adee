"""A relaxation carried out on the problem itself, straight from its public fields, and asked for a plan by force."""

from dataclasses import replace
from typing import Any

from optimizer.problem import Problem
from optimizer.solution import Relaxation
from tests.optimizer.brute_force import Search

EASIER_DOWN = frozenset({"min-moves", "backbone-share", "no-new-shortage"})
"""Rules whose parameter is lowered; that of the others is raised, or an entry is taken away."""


def has_plan(problem: Problem) -> bool:
    """Whether any plan keeps every rule, by trying them all."""
    return any(True for _ in Search(problem).plans())


def relaxed(problem: Problem, change: Relaxation, to_value: int | str | None = None) -> Problem:
    """Return the problem with the change made, or with another value at its place."""
    value: Any = change.to_value if to_value is None else to_value
    if change.rule == "locks":
        gone = tuple(k for k in problem.locks if (k.staff_no, written(k)) != (change.where, change.from_value))
        return replace(problem, locks=gone)
    if change.rule == "team":
        people = tuple(replace(t, team="") if t.team == change.where else t for t in problem.teachers)
        return replace(problem, teachers=people)
    if change.rule == "no-new-shortage":
        cell = next(cell for cell in problem.required if " ".join(cell) == change.where)
        return replace(problem, required={**problem.required, cell: value})
    field: dict[str, Any] = {change.parameter: value}
    if change.where:
        schools = tuple(replace(s, **field) if s.key == change.where else s for s in problem.schools)
        return replace(problem, schools=schools)
    return replace(problem, policy=replace(problem.policy, rotation=replace(problem.policy.rotation, **field)))


def a_step_less(problem: Problem, change: Relaxation) -> Problem | None:
    """Return the problem with the change one step smaller; None where there is no smaller one."""
    if change.rule in {"locks", "team"}:
        return None
    assert isinstance(change.to_value, int)
    return relaxed(problem, change, change.to_value + (1 if change.rule in EASIER_DOWN else -1))


def written(lock: Any) -> str:
    """A lock as a relaxation writes it."""
    return f"{lock.action} {lock.school}".strip()


def assert_smallest(problem: Problem, change: Relaxation) -> None:
    """Check by force that the change leaves a plan and that one step less does not."""
    assert has_plan(relaxed(problem, change)), change
    smaller = a_step_less(problem, change)
    assert smaller is None or not has_plan(smaller), change

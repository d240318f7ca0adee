"""A plan found so far as bytes: what the next attempt of a killed search begins from."""

import json
from collections.abc import Sequence
from dataclasses import replace

from optimizer.check import changes, evaluate
from optimizer.check.report import CHANGES, cap_of
from optimizer.problem import Move, Problem
from optimizer.solution import LineResult, Progress, Solution, Status

Moves = tuple[Move, ...]

_OPEN = Status.FEASIBLE

__all__ = ["Moves", "Progress", "Solution", "at_least", "fallback", "kept", "moves_from", "order_of", "start_from"]


def kept(solution: Solution, input_sha256: str) -> bytes:
    """Write the moves of a plan with the fingerprint of the input they answer."""
    moves = [[move.staff_no, move.to_school, move.subject] for move in solution.moves]
    return json.dumps({"input": input_sha256, "moves": moves}, ensure_ascii=False).encode()


def moves_from(listed: Sequence[Sequence[str]]) -> Moves:
    """Return moves kept as lists of staff number, school and subject."""
    return tuple(Move(staff_no, school, subject) for staff_no, school, subject in listed)


def start_from(data: bytes | None, problem: Problem, input_sha256: str) -> tuple[Move, ...]:
    """Return the moves to begin from: those kept for this very input, if the checker finds that they keep all rules."""
    if not data:
        return ()
    try:
        known = json.loads(data)
        moves = tuple(Move(*map(str, move)) for move in known["moves"])
        same = known["input"] == input_sha256
    except (ValueError, KeyError, TypeError):
        return ()
    return moves if same and _holds(problem, moves) else ()


def _holds(problem: Problem, moves: Sequence[Move]) -> bool:
    people = {teacher.staff_no for teacher in problem.teachers}
    schools = {school.key for school in problem.schools}
    known = all(move.staff_no in people and move.to_school in schools for move in moves)
    return known and evaluate(problem, moves).holds


def order_of(problem: Problem, earlier: tuple[Move, ...] | None) -> tuple[str, ...]:
    """Return the lines in the order of the search; a re-solve counts changes right after the first."""
    first, *rest = problem.policy.priorities.order
    return (first, *([CHANGES] if earlier is not None else []), *rest)


def at_least(problem: Problem, start: Sequence[Move], ended: Solution, earlier: tuple[Move, ...] | None) -> Solution:
    """Return what a search came to, or the plan it began from where it ended before it could say anything."""
    nothing = not ended.moves and ended.status is Status.UNKNOWN
    return fallback(problem, start, ended, earlier) if nothing and start else ended


def fallback(problem: Problem, moves: Sequence[Move], ended: Solution, earlier: tuple[Move, ...] | None) -> Solution:
    """Return a plan kept from before as the answer of a search that ended without one; nothing of it is proven."""
    evaluation = evaluate(problem, moves)
    values, before = dict(evaluation.values), dict(evaluation.before)
    order = order_of(problem, earlier)
    if earlier is not None:
        values[CHANGES], before[CHANGES] = changes(earlier, moves), len(set(earlier))
    lines = tuple(
        LineResult(
            name, values[name], values[name], cap_of(problem, name, values[name], before[name]), None, _OPEN, 0.0
        )
        for name in order
    )
    return replace(ended, status=_OPEN, moves=tuple(sorted(moves)), lines=lines)

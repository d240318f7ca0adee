"""The moves of a plan with what a reader wants to see beside each: the person, the commute, the wish and the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.facts.travel import commute_minutes
from optimizer.problem import Move, Problem, Teacher
from policy.messages import Message


@dataclass(frozen=True, slots=True)
class Mover:
    """One move; `minutes` of the commute, `rank` of the teacher's wish or None where nobody asked for it."""

    move: Move
    teacher: Teacher
    minutes: int
    rank: int | None
    reason: Message


def movers_of(problem: Problem, moves: Sequence[Move], reasons: Mapping[str, Message]) -> tuple[Mover, ...]:
    """Return the moves with their facts, sorted by staff number; a move without a reason gets an empty one."""
    people = {teacher.staff_no: teacher for teacher in problem.teachers}
    ordered = sorted(moves)
    minutes = commute_minutes(problem, [people[move.staff_no] for move in ordered])
    column = {school.key: index for index, school in enumerate(problem.schools)}
    return tuple(
        Mover(
            move=move,
            teacher=people[move.staff_no],
            minutes=int(minutes[row, column[move.to_school]]),
            rank=problem.preferences.get((move.staff_no, move.to_school)),
            reason=reasons.get(move.staff_no, Message("")),
        )
        for row, move in enumerate(ordered)
    )

"""Ladders: the ways to change one parameter of one rule at one place, step by step, the smallest change first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from optimizer.model.rows import RowLabel
from optimizer.problem import Problem

Value = int | str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Changes of one parameter at one place; `sizes` tells how big each step is, to compare places.

    `rows` are all rows the change can touch; None where it also opens moves, so that no proof by rows speaks about it.
    """

    parameter: str
    where: str
    from_value: Value
    steps: Sequence[Value]
    sizes: Sequence[int]
    apply: Callable[[Problem, Value], Problem]
    rows: frozenset[RowLabel] | None = None

    def touches(self, row: RowLabel) -> bool:
        """Whether a change can alter a row: one of `rows`, or one derived from it (its place, then a further word)."""
        if self.rows is None:
            return True
        return any(row.rule == own.rule and f"{row.where} ".startswith(f"{own.where} ") for own in self.rows)

    def below(self, size: int) -> "Ladder":
        """Return the part of the ladder with smaller changes than `size`."""
        count = sum(1 for own in self.sizes if own < size)
        return replace(self, steps=self.steps[:count], sizes=self.sizes[:count])


def climb(
    parameter: str,
    where: str,
    from_value: int,
    steps: Sequence[int],
    apply: Callable[[Problem, Value], Problem],
    rows: frozenset[RowLabel] | None = None,
) -> Ladder:
    """Return a ladder of numbers; the size of a step is its distance from today's value."""
    sizes = [abs(step - from_value) for step in steps]
    return Ladder(parameter, where, from_value, steps, sizes, apply, rows)

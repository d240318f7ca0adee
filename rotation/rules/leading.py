"""Which of several cycles that are not closed leads: on the desk, in the top bar, on a teacher's page, in a table."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from rotation.vocabulary.states import CycleState


class Dated(Protocol):
    """A cycle with its year and its state."""

    id: Any
    school_year: Any
    state: Any


Cycle = TypeVar("Cycle", bound=Dated)


def under_way(cycles: Iterable[Cycle]) -> list[Cycle]:
    """Return the cycles that are not closed, the oldest school year first: what runs is not pushed aside."""
    return sorted((c for c in cycles if c.state is not CycleState.CLOSED), key=lambda c: (c.school_year, c.id))


def leading(cycles: Iterable[Cycle]) -> Cycle | None:
    """Return the cycle that leads for the bureau: the oldest that is not closed, until somebody closes it."""
    return next(iter(under_way(cycles)), None)


def for_teachers(cycles: Iterable[Cycle]) -> Sequence[Cycle]:
    """Return the cycles a teacher is told of, in order: where they may act now, what runs, what is decided."""
    weights = {CycleState.PREFERENCES: 0, CycleState.DECIDED: 2}
    return sorted(under_way(cycles), key=lambda c: weights.get(c.state, 1))


def for_preferences(cycles: Iterable[Cycle]) -> Cycle | None:
    """Return the cycle preferences belong to: the one in which they are filed, else the oldest not decided yet."""
    planned = [c for c in for_teachers(cycles) if c.state is not CycleState.DECIDED]
    return next(iter(planned), None)

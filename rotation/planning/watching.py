"""A search as people watch it: every step noted, thinned, and told as plain data."""

import time
from typing import Any

from core.sentences import to_json
from optimizer.problem import Problem
from optimizer.solution import Progress, Solution
from policy.messages import Message, say
from policy.names import LINES

MOST_POINTS = 240
MOST_EVENTS = 30


class Watch:
    """Collects the steps of one search; `told` is what a job reports of it."""

    def __init__(self, problem: Problem, order: tuple[str, ...], time_limit: float, attempt: int) -> None:
        self._order = order
        self._limit = time_limit
        self._attempt = attempt
        self._size = say(
            "{teachers:,} teachers, {schools:,} schools read",
            teachers=len(problem.teachers),
            schools=len(problem.schools),
        )
        self._found: dict[str, int | None] = {}
        self._bound: dict[str, int | None] = {}
        self._took: dict[str, float] = {}
        self._curve: list[list[Any]] = []
        self._events: list[list[Any]] = []
        self._line, self._since = order[0], 0.0  # the line being searched, and when that began
        self._plans = 0
        self._began = time.monotonic()

    def step(self, step: Progress) -> None:
        """Note a step of the search."""
        open_lines = [name for name in self._order if not self._is_proven(name)]
        self._found[step.line], self._bound[step.line] = step.incumbent, step.bound
        if step.line == self._line:
            self._took[step.line] = step.seconds - self._since
        current = next((name for name in self._order if not self._is_proven(name)), self._order[-1])
        if self._line != current:
            self._line, self._since, self._curve = current, step.seconds, []
        if step.line == current:
            self._point(step)
        if step.line in open_lines and self._is_proven(step.line):
            self._note(step.seconds, say("proven best: {line}", line=LINES[step.line]))

    def plan(self, state: Solution) -> None:
        """Note that a better plan was found."""
        self._plans += 1
        self._note(
            state.seconds, say("plan {number} found, {moves:,} moves", number=self._plans, moves=len(state.moves))
        )

    def told(self, stage: str) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "stage": stage,
            "size": to_json(self._size),
            "order": list(self._order),
            "line": self._line,
            "value": self._found.get(self._line),
            "bound": self._bound.get(self._line),
            "lines": {
                name: [self._found.get(name), self._bound.get(name), round(self._seconds_of(name), 1)]
                for name in self._order
            },
            "plans": self._plans,
            "seconds": round(time.monotonic() - self._began, 1),
            "limit": self._limit,
            "curve": self._curve,
            "events": self._events[-MOST_EVENTS:],
            "attempt": self._attempt,
        }

    def _is_proven(self, name: str) -> bool:
        found, bound = self._found.get(name), self._bound.get(name)
        return found is not None and bound is not None and found <= bound

    def _seconds_of(self, name: str) -> float:
        """Return how long a line was searched; of the one being searched, until now."""
        took = self._took.get(name, 0.0)
        if name != self._line or self._is_proven(name):
            return took
        return max(took, time.monotonic() - self._began - self._since)

    def _point(self, step: Progress) -> None:
        """Add a point to the curve of this line; every second one goes when there are too many."""
        self._curve.append([round(step.seconds - self._since, 1), step.incumbent, step.bound])
        if len(self._curve) > MOST_POINTS:
            self._curve = [*self._curve[:-1:2], self._curve[-1]]

    def _note(self, seconds: float, message: Message) -> None:
        self._events.append([round(seconds, 1), to_json(message)])

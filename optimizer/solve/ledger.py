"""What is known of each line while the search goes on: best, cap, bound; and the best plan so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from optimizer.problem import Move
from optimizer.search.clock import Clock
from optimizer.solution import LineResult, Progress, Solution, Status, StoppedBy


@dataclass(slots=True)
class LineState:
    """One line: the best value reached under the caps before it, its own cap, the proven bound."""

    name: str
    before: int
    best: int | None = None
    cap: int | None = None
    bound: int | None = None
    seconds: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether the best is known to be best."""
        return self.best is not None and self.best == self.bound


Publish = Callable[[Solution], None]


@dataclass(slots=True)
class Ledger:
    """Keeps the state of all lines and publishes every improvement, so that a stopped search loses nothing."""

    lines: Sequence[LineState]
    clock: Clock
    seed: int
    workers: int
    publish: Publish
    progress: Callable[[Progress], None]
    moves: tuple[Move, ...] | None = None
    values: dict[str, int] = field(default_factory=dict)

    def line(self, name: str) -> LineState:
        """The state of a line."""
        return next(line for line in self.lines if line.name == name)

    def take_plan(self, moves: tuple[Move, ...], values: dict[str, int]) -> None:
        """Make a plan the best so far."""
        self.moves, self.values = moves, values
        self.publish(self.solution(StoppedBy.TIME))
        for line in self.lines:
            self.progress(Progress(line.name, values[line.name], line.bound, self.clock.seconds))

    def raise_bound(self, name: str, bound: int) -> None:
        """Note a proven bound; a weaker one than known changes nothing."""
        line = self.line(name)
        if line.bound is None or bound > line.bound:
            line.bound = bound
            self.progress(Progress(name, self.values.get(name), bound, self.clock.seconds))
            self.publish(self.solution(StoppedBy.TIME))

    def solution(self, stopped_by: StoppedBy, status: Status | None = None) -> Solution:
        """The answer as it stands."""
        if status is None:
            proven = self.moves is not None and all(line.proven for line in self.lines)
            status = Status.OPTIMAL if proven else Status.FEASIBLE if self.moves is not None else Status.UNKNOWN
        return Solution(
            status=status,
            moves=self.moves or (),
            lines=tuple(self._result(line) for line in self.lines),
            stopped_by=stopped_by,
            seconds=self.clock.seconds,
            seed=self.seed,
            workers=self.workers,
        )

    def _result(self, line: LineState) -> LineResult:
        """Publish a line; one not yet treated stands at the plan's own value, which may be known to be best."""
        value = self.values.get(line.name)
        best = value if line.best is None else line.best
        proven = best is not None and best == line.bound
        return LineResult(
            name=line.name,
            value=value,
            best=best,
            cap=best if line.cap is None else line.cap,
            bound=line.bound,
            status=Status.OPTIMAL if proven else Status.FEASIBLE if best is not None else Status.UNKNOWN,
            seconds=line.seconds,
        )

"""Lines in order, as a solver without our search does it: the best of one line becomes a cap for the next.

Every line gets half of the time that is left, the last one all of it; a line may go on as long as there is no plan at
all. A line's cap is the value reached for it: the tolerances of a policy are not spent (the benchmark districts have
none).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from benchmarks.answer import Answer
from optimizer.model import Formulation
from optimizer.model.columns import Ints


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """What one line's search came to: chosen columns (None: nothing found) and the bound in units of the line."""

    chosen: Ints | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """One line to search under the caps of the lines before it, from the plan so far.

    `share` is how many seconds it should take, `left` how many it may take as long as there is no plan at all.
    """

    line: str
    caps: Mapping[str, int]
    chosen: Ints | None
    share: float
    left: float


Stage = Callable[[Question], StageAnswer]


def line_by_line(formulation: Formulation, solve: Stage, start: float, limit: float) -> Answer:
    """Search every line in the policy's order; `start` in the time of `monotonic`."""
    chosen: Ints | None = None
    first_plan: float | None = None
    caps: dict[str, int] = {}
    bounds: dict[str, int] = {}
    proven: list[str] = []
    order = formulation.district.policy.priorities.order
    for number, line in enumerate(order):
        left = limit - (monotonic() - start)
        if left <= 0:
            break
        share = left if number + 1 == len(order) else left / 2
        found = solve(Question(line, dict(caps), chosen, share, left))
        if found.chosen is not None:
            first_plan = monotonic() - start if first_plan is None else first_plan
            chosen = found.chosen
        if found.bound is not None:
            bounds[line] = found.bound
        if chosen is None:
            break
        caps[line] = formulation.values(chosen)[line]
        if found.bound is not None and found.bound >= caps[line]:
            proven.append(line)
    moves = None if chosen is None else formulation.moves(chosen)
    return Answer(moves, first_plan, bounds, tuple(proven))

"""What a method hands back, and what is measured of it; both cross a process boundary as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from optimizer.problem import Move


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan of one method; `moves` None where it found none.

    `bounds` has the proven bound of each line given the caps of the lines before it, `proven` the lines where the
    plan meets it. `first_plan` in seconds from the start, None without a plan.
    """

    moves: tuple[Move, ...] | None
    first_plan: float | None = None
    bounds: Mapping[str, int] = field(default_factory=dict)
    proven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """One cell of instances × methods: the judged plan, seconds, and the peak memory of the processes in MB.

    `values` and `broken` are the independent checker's; `values` is empty where there is no plan, and `note` says why;
    `seconds` is None where the process failed.
    """

    instance: str
    method: str
    size: Mapping[str, int]  # schools, teachers, eligible
    values: Mapping[str, int]
    before: Mapping[str, int]
    broken: tuple[str, ...]
    lines: tuple[str, ...]
    bounds: Mapping[str, int]
    proven: tuple[str, ...]
    first_plan: float | None
    seconds: float | None
    peak_mb: int | None
    note: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether every line of the plan is proven best."""
        return bool(self.lines) and set(self.lines) <= set(self.proven)

    @property
    def is_valid(self) -> bool:
        """Whether there is a plan that keeps every rule."""
        return bool(self.values) and not self.broken


def to_json(measurement: Measurement) -> str:
    """Write a measurement as one line."""
    return json.dumps(asdict(measurement), ensure_ascii=False)


def from_json(text: str) -> Measurement:
    """Read a measurement back; ValueError for anything else."""
    try:
        data = json.loads(text)
        for name in ("broken", "lines", "proven"):
            data[name] = tuple(data[name])
        return Measurement(**data)
    except (KeyError, TypeError) as error:
        raise ValueError(text) from error

"""What the planner hands back: the lines with their proofs, the moves, and how the search ended."""

from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.problem import Move


class Status(StrEnum):
    """How good a plan or a line is; a time-out is never called infeasible."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    INVALID = "invalid"


class StoppedBy(StrEnum):
    """What ended the search."""

    PROOF = "proof"
    WORK = "work"
    TIME = "time"
    CANCEL = "cancel"


LINES = ("shortage", "balance", "burden", "moves")
"""Public names of the lines in their default order (`changes` joins them in a re-solve)."""


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of the lexicographic order: the plan's value, the best reached, the cap, the proven bound."""

    name: str
    value: int | None
    best: int | None
    cap: int | None
    bound: int | None
    status: Status
    seconds: float


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The smallest change of one rule's parameter that makes the whole instance feasible."""

    rule: str
    parameter: str
    where: str  # school key or team or staff_no, empty for the whole district
    from_value: int | str
    to_value: int | str


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer to one problem."""

    status: Status
    moves: tuple[Move, ...]
    lines: tuple[LineResult, ...]
    stopped_by: StoppedBy
    seconds: float
    seed: int
    workers: int
    conflict: tuple[str, ...] | None = None
    relaxations: tuple[Relaxation, ...] = field(default=())
    label: str = ""  # e.g. "local repair" for a quick first answer to a re-solve


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of the search, for people who wait: a new incumbent or bound on one line."""

    line: str
    incumbent: int | None
    bound: int | None
    seconds: float

"""What the checker finds: rules that hold or do not, values of the lines, and the state of cells, units and moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from optimizer.problem import Cell, Move
from policy.messages import Message
from policy.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """Whether one hard rule holds; `detail` names the first place where it does not."""

    name: str
    holds: bool
    detail: Message


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell in hundredths of an FTE: what it requires, has now, and has after the plan."""

    cell: Cell
    required: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class UnitState:
    """One indicator of one unit: `target` in hundredths of a teacher, `before` and `after` in heads."""

    school: str
    stage: Stage
    indicator: str
    students: int
    target: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The student-weighted 差异系数 of one indicator; `None` where the mean is 0; `limit` in hundredths."""

    stage: Stage
    indicator: str
    before: Decimal | None
    after: Decimal | None
    limit: int


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """One move with what it costs; `minutes` is `None` where the travel time is not known."""

    move: Move
    from_school: str
    stage: Stage
    minutes: int | None
    preference_rank: int | None
    near: bool
    again: bool
    second_subject: bool
    burden: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A plan, judged: every rule, every line's value with and without the plan, and the facts behind them."""

    rules: tuple[RuleCheck, ...]
    values: Mapping[str, int]
    before: Mapping[str, int]
    moves: int
    eligible: int
    backbone_moves: int
    cells: tuple[CellState, ...]
    units: tuple[UnitState, ...]
    coefficients: tuple[Coefficient, ...]
    move_facts: tuple[MoveFacts, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule holds."""
        return all(rule.holds for rule in self.rules)

    @property
    def broken(self) -> tuple[str, ...]:
        """The names of the rules that do not hold, in their public order."""
        return tuple(rule.name for rule in self.rules if not rule.holds)


@dataclass(frozen=True, slots=True)
class UnfilledCell:
    """A cell that stays short, and the funnel of teachers of other schools who might have filled it (people)."""

    cell: Cell
    shortage: int
    qualified: int
    eligible: int
    within_travel: int
    spare: int
    cause: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where what was handed back differs from what the checker finds: file, place in it, and the difference."""

    file: str
    where: str
    message: Message

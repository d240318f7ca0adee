"""What stands behind one name of a plan, as data: nothing here is worded, everything can be counted again."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.problem import Cell


@dataclass(frozen=True, slots=True)
class Replaced:
    """The teacher whose place a mover takes; `swaps` where the two take each other's."""

    staff_no: str
    name: str
    to_school: str  # name of the school the other goes to
    swaps: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorServed:
    """An indicator of 优质均衡 at the destination, short by how many hundredths of a teacher without and with."""

    name: str
    missing_before: int
    missing_after: int


@dataclass(frozen=True, slots=True)
class Justification:
    """One mover: everything in the plan stays, only this move - with the team, where there is one - is taken back.

    Shortages in hundredths of an FTE at the cell the mover arrives in; `before` is without the move, `after` with it.
    `parts` is each line with the move minus the line without it: what a move improves is negative.
    `needed_for` names the rules of `rotation-problem.md` §3 that would break without it.
    """

    staff_no: str
    cell: Cell
    home: str  # name of the school left
    school: str  # name of the destination
    fills: int  # of the mover's FTE, what goes to a shortage that stands today, whoever else moves
    shortage_before: int
    shortage_after: int
    parts: Mapping[str, int]
    replaced: Replaced | None = None
    indicators: tuple[IndicatorServed, ...] = ()
    rank: int | None = None
    near: str = ""  # "group" | "partner" | "" where the schools do not belong together
    locked: bool = False
    team: str = ""
    needed_for: tuple[str, ...] = ()
    kept: bool = (
        False  # a re-solve that counts changes, proven best: what nothing else explains was in the earlier plan
    )

    @property
    def filled(self) -> int:
        """How much less is short at the destination, in hundredths of an FTE."""
        return self.shortage_before - self.shortage_after

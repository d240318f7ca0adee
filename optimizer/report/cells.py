"""Every cell before and after: what it requires and what is present, in hundredths of an FTE."""

from dataclasses import dataclass

import pandas as pd

from optimizer.problem import Cell, Problem
from policy.vocabulary import Stage

_KEY = ["school", "stage", "subject"]


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell in hundredths of an FTE."""

    cell: Cell
    required: int
    before: int
    after: int

    @property
    def short_before(self) -> int:
        """What is missing without the plan."""
        return max(0, self.required - self.before)

    @property
    def short_after(self) -> int:
        """What is missing with the plan."""
        return max(0, self.required - self.after)


def cell_lines(problem: Problem, staff: pd.DataFrame) -> tuple[CellLine, ...]:
    """Return every cell that requires, has or receives somebody, sorted by school, stage and subject."""
    frame = pd.DataFrame(
        {"required": _required(problem), "before": _present(staff, "before"), "after": _present(staff, "after")}
    )
    cells = frame.fillna(0).astype("int64").sort_index()
    cells = cells[(cells != 0).any(axis=1)].reset_index()
    return tuple(
        CellLine((school, Stage(stage), subject), required, before, after)
        for school, stage, subject, required, before, after in cells.itertuples(index=False, name=None)
    )


def _required(problem: Problem) -> "pd.Series[int]":
    """Required FTE by cell."""
    keys = pd.MultiIndex.from_arrays(
        [
            [school for school, _, _ in problem.required],
            [stage.value for _, stage, _ in problem.required],
            [subject for _, _, subject in problem.required],
        ],
        names=_KEY,
    )
    return pd.Series(list(problem.required.values()), index=keys, dtype="int64")


def _present(staff: pd.DataFrame, when: str) -> "pd.Series[int]":
    """Sum the FTE of each cell's teachers before or after."""
    sums: pd.Series[int] = staff.groupby([f"school_{when}", "stage", f"subject_{when}"])["fte"].sum()
    return sums.rename_axis(_KEY)

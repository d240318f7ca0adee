"""Running totals of a plan built move by move: which columns still fit every rule, and what cells lack."""

import numpy as np

from optimizer.facts import District
from optimizer.model import formulate
from optimizer.model.columns import Ints, members_of
from optimizer.model.steps import penalty

UNTIL_THE_END = frozenset({"min-moves", "locks"})
"""Rules that ask for moves: no single move breaks them."""
NOT_A_RULE = "balance"


class Tally:
    """A plan in the making; columns are those of the formulation (a team is one column)."""

    def __init__(self, district: District) -> None:
        self.district = district
        formulation = formulate(district)
        self.formulation = formulation
        count = formulation.column_count
        self.chosen: list[int] = []
        self.people = 0
        self.backbone_movers = 0
        self._free = np.ones(formulation.columns.items, dtype=bool)
        self._item = formulation.columns.item
        self._level = np.zeros(len(formulation.labels), dtype=np.int64)
        rule = np.array([label.rule for label in formulation.labels], dtype=object)
        judged = rule != NOT_A_RULE
        asked = np.isin(rule, list(UNTIL_THE_END))
        self._lower = np.where(judged & ~asked, formulation.lower, -(1 << 60))
        self._upper = np.where(judged, formulation.upper, 1 << 60)
        self.burden: Ints = formulation.costs["burden"][:count]
        self.heads: Ints = formulation.costs["moves"][:count]
        self._member = members_of(district, formulation.columns)
        self._first = np.searchsorted(formulation.columns.member_column, np.arange(count + 1))
        self.backbone: Ints = np.zeros(count, dtype=np.int64)
        np.add.at(self.backbone, self._member.column, self._member.backbone)
        self._percent = district.policy.rotation.min_backbone_share_percent
        self.after = district.present.copy()

    def fits(self, column: int) -> bool:
        """Whether taking the column keeps every rule that can be kept move by move."""
        matrix = self.formulation.matrix
        entries = slice(matrix.start[column], matrix.start[column + 1])
        rows = matrix.row[entries]
        level = self._level[rows] + matrix.value[entries]
        fits = (level >= self._lower[rows]).all() and (level <= self._upper[rows]).all()
        return bool(self._free[self._item[column]] and fits)

    def take(self, column: int) -> None:
        """Add the column to the plan."""
        matrix = self.formulation.matrix
        entries = slice(matrix.start[column], matrix.start[column + 1])
        self._level[matrix.row[entries]] += matrix.value[entries]
        self._free[self._item[column]] = False
        self.chosen.append(column)
        self.people += int(self.heads[column])
        self.backbone_movers += int(self.backbone[column])
        for member in range(self._first[column], self._first[column + 1]):
            self.after[self._member.cell[member]] += self._member.fte[member]
            self.after[self._member.home_cell[member]] -= self._member.fte[member]

    def lifts_share(self, column: int) -> bool:
        """Whether enough of the column's people are backbone teachers to pay for themselves."""
        return bool(100 * self.backbone[column] >= self._percent * self.heads[column])

    def has_share_to_spare(self) -> bool:
        """Whether one more person who is no backbone teacher may move."""
        return 100 * self.backbone_movers >= self._percent * (self.people + 1)

    def gain(self, column: int) -> int:
        """What taking the column now takes off `shortage`, by the cells it fills."""
        return sum(
            self._relief(int(self._member.cell[member]), int(self._member.fte[member]))
            for member in range(self._first[column], self._first[column + 1])
        )

    def _relief(self, cell: int, fte: int) -> int:
        short = int(self.district.required[cell] - self.after[cell])
        if short <= 0:
            return 0
        terms = self.district.policy.shortage
        area = self.district.schools[self.district.school_at[self.district.cells[cell][0]]].area
        return terms.weights[area] * (penalty(short, terms.slopes) - penalty(max(0, short - fte), terms.slopes))

    def reaching_short_cells(self) -> Ints:
        """Columns with a member who arrives where somebody is lacking now."""
        short = self.district.required > self.after
        return np.unique(self._member.column[short[self._member.cell]])

    def locked(self) -> Ints:
        """Columns of teachers whom a lock sends to that school."""
        rows = [row for row, label in enumerate(self.formulation.labels) if label.rule == "locks"]
        column = np.repeat(np.arange(self.formulation.matrix.columns), np.diff(self.formulation.matrix.start))
        return np.unique(column[np.isin(self.formulation.matrix.row, rows)])

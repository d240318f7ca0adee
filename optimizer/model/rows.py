"""Rows of the programme, gathered rule by rule and turned into one sparse matrix of integers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

UNBOUNDED = 1 << 40
"""Stands for 'no bound' in rows; far above any count or FTE of a district."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """Which rule a row belongs to and where: a school key, a cell, a team; empty for the whole district."""

    rule: str
    where: str = ""


@dataclass(slots=True)
class RowBook:
    """Collects rows and their entries while the rules are written down."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    labels: list[RowLabel] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    cell_rows: dict[int, int] = field(default_factory=dict)  # row of `no-new-shortage` by cell, for its steps

    def open(self, rule: str, where: Sequence[str], lower: Sequence[int], upper: Sequence[int]) -> int:
        """Add rows and return the number of the first."""
        first = len(self.labels)
        self.lower.extend(lower)
        self.upper.extend(upper)
        self.labels.extend(RowLabel(rule, place) for place in where)
        return first

    def enter(self, rows: Ints, columns: Ints, values: Ints | int) -> None:
        """Add `values` at (row, column); entries with a negative row or value 0 are left out."""
        spread = np.broadcast_to(np.asarray(values, dtype=np.int64), rows.shape)
        kept = (rows >= 0) & (spread != 0)
        self.entries.append((rows[kept], columns[kept], spread[kept]))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Compressed columns: entries `start[j]:start[j + 1]` of `row` and `value` belong to column j."""

    start: Ints
    row: Ints
    value: Ints

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.start) - 1

    def times_rows(self, duals: Ints) -> Ints:
        """Return, for each column, the sum over its entries of value × dual (exact integers)."""
        products = np.concatenate([self.value * duals[self.row], np.zeros(1, dtype=np.int64)])
        sums = np.add.reduceat(products, self.start[:-1]) if self.columns else np.zeros(0, dtype=np.int64)
        sums[self.start[:-1] == self.start[1:]] = 0
        return sums

    def entries_of(self, columns: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (position in `columns`, row, value) of every entry of the given columns."""
        lengths = self.start[columns + 1] - self.start[columns]
        position = np.repeat(np.arange(len(columns)), lengths)
        offset = np.arange(len(position)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entry = self.start[columns][position] + offset
        return position, self.row[entry], self.value[entry]


def compress(book: RowBook, columns: int) -> Matrix:
    """Sum up entries of the same place and order them by column."""
    if not book.entries:
        empty = np.zeros(0, dtype=np.int64)
        return Matrix(np.zeros(columns + 1, dtype=np.int64), empty, empty)
    row, column, value = (np.concatenate(part) for part in zip(*book.entries, strict=True))
    place = column * max(1, len(book.labels)) + row
    order = np.argsort(place, kind="stable")
    place, value = place[order], value[order]
    heads = np.nonzero(np.r_[True, place[1:] != place[:-1]])[0] if len(place) else np.zeros(0, dtype=np.int64)
    sums = np.add.reduceat(value, heads) if len(heads) else value
    place = place[heads][sums != 0]
    column, row = np.divmod(place, max(1, len(book.labels)))
    return Matrix(np.searchsorted(column, np.arange(columns + 1)), row, sums[sums != 0])

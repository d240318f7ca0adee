"""The whole programme of one district: columns, rows, steps, and every line's cost as integers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.facts import District
from optimizer.model import steps
from optimizer.model.columns import Columns, Ints, Members, make_columns, members_of, moves_of
from optimizer.model.rows import UNBOUNDED, Matrix, RowBook, RowLabel, compress
from optimizer.model.rules import RULES, NoNewShortage, Rule, TeamTogether
from optimizer.model.values import line_values
from optimizer.problem import Move

CHANGES = "changes"
"""Name of the line that counts earlier moves given up, in a re-solve."""


@dataclass(frozen=True, slots=True)
class Formulation:
    """Variables are the columns (0/1) followed by the steps; each runs from 0 to `high`. All data are integers.

    `costs[line]` has an entry per variable; a line's value is its cost plus `before[line]`, the do-nothing value.
    """

    district: District
    columns: Columns
    matrix: Matrix
    lower: Ints
    upper: Ints
    labels: Sequence[RowLabel]
    high: Ints
    costs: dict[str, Ints]
    before: dict[str, int]
    earlier: frozenset[Move]

    @property
    def column_count(self) -> int:
        """Number of 0/1 columns; steps are numbered after them."""
        return len(self.columns)

    @property
    def step_count(self) -> int:
        """Number of step variables."""
        return len(self.high) - len(self.columns)

    def moves(self, chosen: Ints) -> tuple[Move, ...]:
        """Translate chosen columns into moves, sorted by staff number."""
        return moves_of(self.district, self.columns, chosen)

    def chosen(self, moves: Collection[Move]) -> Ints:
        """Return the columns all of whose moves are among these; the reverse of `moves`."""
        wanted, district = set(moves), self.district
        rows = [district.row_of[move.staff_no] for move in wanted if move.staff_no in district.row_of]
        member_move = self.columns.member_move
        taken = np.isin(district.moves.teacher[member_move], rows)
        for member in np.nonzero(taken)[0]:
            taken[member] = _as_move(district, int(member_move[member])) in wanted
        complete = np.ones(len(self.columns), dtype=bool)
        complete[self.columns.member_column[~taken]] = False
        return np.nonzero(complete)[0].astype(np.int64)

    def values(self, chosen: Ints) -> dict[str, int]:
        """Evaluate every line for chosen columns, from the district's facts and not from the steps."""
        taken = np.nonzero(np.isin(self.columns.member_column, chosen))[0]
        values = line_values(self.district, self.columns.member_move[taken])
        if CHANGES in self.costs:
            values[CHANGES] = len(self.earlier.difference(self.moves(chosen)))
        return values

    def capped(self, caps: Mapping[str, int]) -> "Formulation":
        """Return the same programme with a row per capped line: its value may not exceed the cap."""
        book = RowBook([*self.lower.tolist()], [*self.upper.tolist()], [*self.labels])
        column = np.repeat(np.arange(self.matrix.columns), np.diff(self.matrix.start))
        book.enter(self.matrix.row, column, self.matrix.value)
        for line, cap in caps.items():
            row = book.open(line, [""], [-UNBOUNDED], [cap - self.before[line]])
            variables = np.nonzero(self.costs[line])[0]
            book.enter(np.full(len(variables), row), variables, self.costs[line][variables])
        return replace(
            self,
            matrix=compress(book, self.matrix.columns),
            lower=np.array(book.lower, dtype=np.int64),
            upper=np.array(book.upper, dtype=np.int64),
            labels=book.labels,
        )


def formulate(
    district: District, *, without: Collection[str] = (), earlier: frozenset[Move] | None = None
) -> Formulation:
    """Write a district down as an integer programme; `without` names rules to leave out (conflict analysis)."""
    columns = make_columns(district, keep_teams=TeamTogether.name not in without)
    members = members_of(district, columns)
    book, step_book = RowBook(), steps.StepBook()
    for rule in kept_rules(without):
        rule.write(district, columns, members, book)
    if NoNewShortage.name not in without:
        steps.shortage_steps(district, members, book, step_book)
        steps.balance_steps(district, members, book, step_book)
    row, coefficient, upper, cost = steps.as_arrays(step_book)
    book.enter(row, len(columns) + np.arange(len(row)), coefficient)
    if step_book.links:
        linked, step, value = (np.array(part, dtype=np.int64) for part in zip(*step_book.links, strict=True))
        book.enter(linked, len(columns) + step, value)
    before = line_values(district, np.zeros(0, dtype=np.int64))
    if earlier is not None:
        before[CHANGES] = len(earlier)
    return Formulation(
        district=district,
        columns=columns,
        matrix=compress(book, len(columns) + len(row)),
        lower=np.array(book.lower, dtype=np.int64),
        upper=np.array(book.upper, dtype=np.int64),
        labels=book.labels,
        high=np.concatenate([np.ones(len(columns), dtype=np.int64), upper]),
        costs=_costs(district, columns, members, step_book.line, cost, earlier),
        before=before,
        earlier=earlier or frozenset(),
    )


def kept_rules(without: Collection[str]) -> list[Rule]:
    """The rules in force when some are left out."""
    return [rule for rule in RULES if rule.name not in without]


def _costs(
    district: District,
    columns: Columns,
    members: Members,
    step_lines: Sequence[str],
    step_costs: Ints,
    earlier: frozenset[Move] | None,
) -> dict[str, Ints]:
    """Spread every line's cost over all variables."""
    lines = np.array(step_lines, dtype=object)
    none, no_steps = np.zeros(len(columns), dtype=np.int64), np.zeros(len(step_lines), dtype=np.int64)

    def by_column(values: Ints) -> Ints:
        total = none.copy()
        np.add.at(total, members.column, values)
        return np.concatenate([total, no_steps])

    costs = {
        "shortage": np.concatenate([none, np.where(lines == "shortage", step_costs, 0)]).astype(np.int64),
        "balance": np.concatenate([none, np.where(lines == "balance", step_costs, 0)]).astype(np.int64),
        "burden": by_column(members.burden),
        "moves": by_column(np.ones_like(members.column)),
    }
    if earlier is not None:
        kept = [_as_move(district, int(move)) in earlier for move in columns.member_move]
        costs[CHANGES] = by_column(-np.array(kept, dtype=np.int64))
    return costs


def _as_move(district: District, move: int) -> Move:
    """The public form of one allowed move."""
    moves = district.moves
    teacher = district.teachers[district.eligible[moves.teacher[move]]]
    return Move(teacher.staff_no, district.schools[moves.school[move]].key, district.cells[moves.cell[move]][2])

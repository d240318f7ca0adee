"""The hard rules of the rotation problem, each a class with its public name, its sentence and its rows.

`one-destination` always holds; the others can be left out one by one when the planner looks for a conflict.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

import numpy as np

from optimizer.facts import District
from optimizer.model import limits
from optimizer.model.columns import Columns, Ints, Members
from optimizer.model.rows import UNBOUNDED, RowBook
from policy.messages import Message, say

FULL = 100
"""A full post, in hundredths of an FTE."""


class Rule(Protocol):
    """One hard rule."""

    @property
    def name(self) -> str:
        """Public name, as in `rotation-problem.md` §3."""

    @property
    def sentence(self) -> Message:
        """What the rule asks, for people."""

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """Write the rule's rows into the book."""


class OneDestination:
    """Each teacher, each team, moves at most once."""

    name = "one-destination"
    sentence = say("each teacher moves at most once")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per item: at most one of its columns. These rows come first: row number = item number."""
        book.open(self.name, [""] * columns.items, [-UNBOUNDED] * columns.items, [1] * columns.items)
        book.enter(columns.item, np.arange(len(columns)), 1)


class MinMoves:
    """At least the policy's share of the eligible moves."""

    name = "min-moves"
    sentence = say("at least the required share of the eligible teachers moves")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row over the district, in people."""
        row = book.open(self.name, [""], [limits.move_limits(district).least], [UNBOUNDED])
        book.enter(np.full(len(members.column), row), members.column, 1)


class MaxMoves:
    """No more than the policy's share of the eligible moves."""

    name = "max-moves"
    sentence = say("no more than the allowed share of the eligible teachers moves")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row over the district, in people."""
        row = book.open(self.name, [""], [-UNBOUNDED], [limits.move_limits(district).most])
        book.enter(np.full(len(members.column), row), members.column, 1)


class BackboneShare:
    """Enough of the movers are backbone teachers."""

    name = "backbone-share"
    sentence = say("enough of the moving teachers are backbone teachers")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """The rule itself, then the edges of its hull over the moves that are possible at all."""
        percent = district.policy.rotation.min_backbone_share_percent
        most = len(district.eligible)
        if MaxMoves.name in {label.rule for label in book.labels}:
            most = limits.move_limits(district).most
        corners = limits.share_corners(percent, most)
        for (moves, needed), (more, then) in pairwise(corners):
            run, rise = more - moves, then - needed
            row = book.open(self.name, [""], [needed * run - rise * moves], [UNBOUNDED])
            book.enter(np.full(len(members.column), row), members.column, run * members.backbone - rise)


class Outflow:
    """A school loses no more than its share of people."""

    name = "outflow"
    sentence = say("no school loses more people than it may")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per school that could lose too many."""
        caps = [int(cap) for cap in limits.outflow_caps(district)]
        leavers = distinct_people(members.home, members.teacher, len(caps))
        at = _open_by_school(
            self.name, district, book, [c if n > c else None for c, n in zip(caps, leavers, strict=True)]
        )
        book.enter(at[members.home], members.column, 1)


class Inflow:
    """A school receives no more than its share of people."""

    name = "inflow"
    sentence = say("no school receives more people than it may")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per school that could receive too many."""
        caps = [int(cap) for cap in limits.inflow_caps(district)]
        arrivals = distinct_people(members.school, members.teacher, len(caps))
        at = _open_by_school(
            self.name, district, book, [c if n > c else None for c, n in zip(caps, arrivals, strict=True)]
        )
        book.enter(at[members.school], members.column, 1)


class Headcount:
    """A school does not grow beyond its authorised headcount, or beyond its staff where that is larger."""

    name = "headcount"
    sentence = say("no school grows beyond its authorised headcount")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per school with an authorised headcount: arrivals less leavers."""
        at = _open_by_school(self.name, district, book, limits.headcount_room(district))
        book.enter(at[members.school], members.column, 1)
        book.enter(at[members.home], members.column, -1)


class SeniorPosts:
    """Seniors do not exceed the senior posts, or today's number where that is larger."""

    name = "senior-posts"
    sentence = say("no school grows beyond its senior posts")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per school with senior posts: arriving less leaving seniors."""
        at = _open_by_school(self.name, district, book, limits.senior_room(district))
        book.enter(at[members.school], members.column, members.senior)
        book.enter(at[members.home], members.column, -members.senior)


class NoNewShortage:
    """No cell falls below the smaller of what it has and what it needs."""

    name = "no-new-shortage"
    sentence = say("no subject of any school becomes short or shorter")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per touched cell, in units of the largest FTE all its moves are multiples of."""
        unit = cell_units(district, members)
        touched = np.nonzero(unit)[0]
        cells = [district.cells[cell] for cell in touched.tolist()]
        spare = np.maximum(0, district.present - district.required)[touched] // unit[touched]
        where = [" ".join(cell) for cell in cells]
        first = book.open(self.name, where, [-int(lost) for lost in spare], [UNBOUNDED] * len(touched))
        at = np.full(len(district.cells), -1, dtype=np.int64)
        at[touched] = first + np.arange(len(touched))
        book.cell_rows.update(zip(touched.tolist(), at[touched].tolist(), strict=True))
        book.enter(at[members.cell], members.column, members.fte // unit[members.cell])
        book.enter(at[members.home_cell], members.column, -(members.fte // unit[members.home_cell]))
        mixed = np.nonzero((unit > 0) & (unit < FULL))[0]
        _write_whole(self.name, district, members, book, mixed)
        _write_mixed_integer(self.name, district, members, book, mixed)


class TeamTogether:
    """All members of a team move to one school, or none moves."""

    name = "team"
    sentence = say("a team moves to one school together or stays")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """Nothing to write: the columns of a team already carry all its members."""


class Locks:
    """A teacher locked to move to a school moves there."""

    name = "locks"
    sentence = say("what was locked by hand stays as it was locked")

    def write(self, district: District, columns: Columns, members: Members, book: RowBook) -> None:
        """One row per lock to move; locks to stay and forbidden schools are left out of the allowed moves."""
        for staff_no, school in sorted(district.must_move.items()):
            row = book.open(self.name, [staff_no], [1], [UNBOUNDED])
            person = district.row_of.get(staff_no, -1)
            kept = (members.teacher == person) & (members.school == district.school_at[school])
            book.enter(np.full(int(kept.sum()), row), members.column[kept], 1)


RULES: tuple[Rule, ...] = (
    OneDestination(),
    MinMoves(),
    MaxMoves(),
    BackboneShare(),
    Outflow(),
    Inflow(),
    Headcount(),
    SeniorPosts(),
    NoNewShortage(),
    TeamTogether(),
    Locks(),
)
"""Every hard rule, in the order of `rotation-problem.md` §3."""


def cell_units(district: District, members: Members) -> Ints:
    """Return by cell the greatest common divisor of the FTE that may enter or leave it; 0 where nothing may."""
    unit = np.zeros(len(district.cells), dtype=np.int64)
    np.gcd.at(unit, members.cell, members.fte)
    np.gcd.at(unit, members.home_cell, members.fte)
    return unit


def _write_whole(name: str, district: District, members: Members, book: RowBook, cells: Ints) -> None:
    """Add, where part-time teachers may arrive, what `no-new-shortage` means for whole full-time teachers.

    There the unit of the plain row is finer than a teacher, and the relaxation would send fractions of full-time
    teachers away. A cell with spare FTE s that k part-time teachers join can let go of at most ⌊(s + their FTE)/1.00⌋
    full-time teachers more than it receives, and that is at most ⌊s⌋ + β × k, with β taken over the largest k of them.
    """
    spare = np.maximum(0, district.present - district.required)
    for cell in cells.tolist():
        here, away = members.cell == cell, members.home_cell == cell
        full = members.fte == FULL
        arriving = {
            int(t): int(fte) for t, fte in zip(members.teacher[here & ~full], members.fte[here & ~full], strict=True)
        }
        gained, among = _replaced_per_arrival(int(spare[cell]) % FULL, sorted(arriving.values(), reverse=True))
        row = book.open(
            name, [f"{' '.join(district.cells[cell])} whole"], [-among * int(spare[cell] // FULL)], [UNBOUNDED]
        )
        for chosen, value in ((here & full, among), (away & full, -among), (here & ~full, gained)):
            book.enter(np.full(int(chosen.sum()), row), members.column[chosen], value)


def _write_mixed_integer(name: str, district: District, members: Members, book: RowBook, cells: Ints) -> None:
    """Add the mixed-integer rounding of `no-new-shortage` (Marchand and Wolsey) where the spare FTE is not whole.

    With `−spare` divided by a full post and rounded up, every plan keeps
    Σ (⌊α⌋·f + min(frac α, f)) x ≥ f·⌈−spare⌉, α a move's FTE in full posts and f the fraction rounded away.
    """
    spare = np.maximum(0, district.present - district.required)
    rounded = np.mod(-spare, FULL)
    kept = cells[rounded[cells] > 0]
    where = [f"{' '.join(district.cells[cell])} rounded" for cell in kept.tolist()]
    lower = [int(rounded[cell]) * -int(spare[cell] // FULL) for cell in kept.tolist()]
    first = book.open(name, where, lower, [UNBOUNDED] * len(kept))
    at = np.full(len(district.cells), -1, dtype=np.int64)
    at[kept] = first + np.arange(len(kept))
    for cell, share in ((members.cell, members.fte), (members.home_cell, -members.fte)):
        whole, rest = np.divmod(share, FULL)
        book.enter(at[cell], members.column, whole * rounded[cell] + np.minimum(rest, rounded[cell]))


def _replaced_per_arrival(rest: int, ftes: Sequence[int]) -> tuple[int, int]:
    """Return β as a fraction: the most full-time teachers the largest k arrivals can stand in for, per arrival."""
    best, total = Fraction(0), rest
    for count, fte in enumerate(ftes, start=1):
        total += fte
        best = max(best, Fraction(total // FULL, count))
    return best.numerator, best.denominator


def _open_by_school(name: str, district: District, book: RowBook, caps: Sequence[int | None]) -> Ints:
    """Open a row per school that has a cap; return the row by school, -1 where there is none."""
    capped = [(index, cap) for index, cap in enumerate(caps) if cap is not None]
    where = [district.schools[index].key for index, _ in capped]
    first = book.open(name, where, [-UNBOUNDED] * len(capped), [cap for _, cap in capped])
    at = np.full(len(caps), -1, dtype=np.int64)
    at[[index for index, _ in capped]] = first + np.arange(len(capped))
    return at


def distinct_people(groups: Ints, people: Ints, count: int) -> Ints:
    """Count the distinct people of each group."""
    pairs = np.unique(groups * (int(people.max(initial=0)) + 1) + people)
    return np.bincount(pairs // (int(people.max(initial=0)) + 1), minlength=count).astype(np.int64)

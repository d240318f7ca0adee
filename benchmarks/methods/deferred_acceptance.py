"""Deferred acceptance with current posts: teachers propose where they wish to go, nobody loses the post they have.

Teachers propose to the schools they named, in that order (where a district knows no wishes at all: nearest first).
A cell takes backbone teachers before others, then the shorter way, as long as it lacks somebody; its own teachers come
before all of them if they find nothing. Shares, caps, teams and the number of moves are no part of the mechanism.
"""

import heapq
from collections import defaultdict
from time import monotonic

from benchmarks.answer import Answer
from optimizer.facts import District
from optimizer.facts.district import cell_of
from optimizer.model.columns import Ints
from optimizer.problem import Move, Problem, Teacher

Claim = tuple[bool, int, int, int]
"""Weakest first, as a heap wants it: backbone, minutes saved, row backwards, allowed move."""


def plan(problem: Problem, limit: float, workers: int) -> Answer:
    """Run the mechanism; it needs neither the seconds nor the workers it is given."""
    start = monotonic()
    market = Market(District(problem))
    market.clear()
    return Answer(market.moves(), first_plan=monotonic() - start)


class Market:
    """Who proposes where, and whom each cell holds for now."""

    def __init__(self, district: District) -> None:
        self.district = district
        self._wishes = wishes(district)
        self._held: dict[int, list[Claim]] = defaultdict(list)
        self._at_home: Ints = district.present.copy()  # FTE of a cell's own teachers who are not away
        for row in self._wishes:
            self._at_home[self._home(row)] -= self._fte(row)

    def clear(self) -> None:
        """Let everyone propose until nobody is refused any more."""
        waiting = sorted(self._wishes, reverse=True)
        while waiting:
            row = waiting.pop()
            if self._wishes[row]:
                cell = self._propose(row, self._wishes[row].pop(0))
            else:
                cell = self._home(row)
                self._at_home[cell] += self._fte(row)
            waiting.extend(self._refuse(cell))

    def moves(self) -> tuple[Move, ...]:
        """The moves of those who are held by another cell."""
        district = self.district
        return tuple(
            sorted(
                Move(self._person(-row).staff_no, *district.cells[cell][::2])
                for cell, claims in self._held.items()
                for _, _, row, _ in claims
            )
        )

    def _propose(self, row: int, move: int) -> int:
        """Put a claim to a cell and return the cell."""
        cell, minutes = int(self.district.moves.cell[move]), int(self.district.moves.minutes[move])
        backbone = self._person(row).backbone.counts
        heapq.heappush(self._held[cell], (backbone, -minutes, -row, move))
        return cell

    def _refuse(self, cell: int) -> list[int]:
        """Drop the weakest claims the cell has no need for; return the rows of those refused."""
        claims, refused = self._held[cell], []
        room = int(self.district.required[cell] - self._at_home[cell])
        held = sum(self._fte(-row) for _, _, row, _ in claims)
        while claims and held - self._fte(-claims[0][2]) >= room:
            row = -heapq.heappop(claims)[2]
            held -= self._fte(row)
            refused.append(row)
        return refused

    def _home(self, row: int) -> int:
        return self.district.cell_at[cell_of(self._person(row))]

    def _fte(self, row: int) -> int:
        return self._person(row).fte

    def _person(self, row: int) -> Teacher:
        return self.district.teachers[int(self.district.eligible[row])]


def wishes(district: District) -> dict[int, list[int]]:
    """Allowed moves each eligible teacher proposes, best first; members of teams stay."""
    moves, known = district.moves, bool(district.problem.preferences)
    listed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for move in range(len(moves)):
        row, rank = int(moves.teacher[move]), int(moves.rank[move])
        if (rank or not known) and not district.teachers[district.eligible[row]].team:
            listed[row].append((rank if known else int(moves.minutes[move]), move))
    return {row: [move for _, move in sorted(ranked)] for row, ranked in listed.items()}

"""Whose place a mover takes: those who arrive in a cell fill what the plan mends there, then the places of leavers."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.explain.ledger import Ledger
from optimizer.explain.records import Replaced
from optimizer.facts.district import cell_of
from optimizer.problem import Cell, Move


@dataclass(frozen=True, slots=True)
class Place:
    """What one arrival is for: today's shortage (so many hundredths of an FTE), a leaver's place, both, or neither."""

    fills: int
    leaver: Move | None


def places(ledger: Ledger) -> dict[str, Place]:
    """Give every mover a place, by staff number; a swap of two teachers is kept together."""
    given: dict[str, Place] = {}
    for cell, arrivals in ledger.arrivals.items():
        given.update(_in_cell(ledger, cell, arrivals))
    return given


def _in_cell(ledger: Ledger, cell: Cell, arrivals: Sequence[Move]) -> dict[str, Place]:
    """Walk through the arrivals of one cell, those who swap last, and hand out shortage and places by FTE."""
    # Only what the whole plan mends: where as many leave as arrive nobody can claim to fill today's shortage.
    short = max(0, ledger.short(cell, ledger.present.get(cell, 0)) - ledger.short(cell, ledger.after[cell]))
    leavers = list(ledger.leavers.get(cell, ()))
    origin = {move.staff_no: cell_of(ledger.teachers[move.staff_no]) for move in arrivals}
    back = {ledger.cell(leaver) for leaver in leavers}
    queue = deque((leaver, ledger.teachers[leaver.staff_no].fte) for leaver in leavers)
    given: dict[str, Place] = {}
    for move in sorted(arrivals, key=lambda move: (origin[move.staff_no] in back, move)):
        fte = ledger.teachers[move.staff_no].fte
        fills = min(short, fte)
        short, fte = short - fills, fte - fills
        if fte:
            _bring_forward(ledger, queue, origin[move.staff_no])
        given[move.staff_no] = Place(fills, queue[0][0] if fte and queue else None)
        _take(queue, fte)
    return given


def _bring_forward(ledger: Ledger, queue: deque[tuple[Move, int]], home: Cell) -> None:
    """Put a leaver who goes where the arrival comes from first in the queue."""
    swap = next((entry for entry in queue if ledger.cell(entry[0]) == home), None)
    if swap is not None:
        queue.remove(swap)
        queue.appendleft(swap)


def _take(queue: deque[tuple[Move, int]], fte: int) -> None:
    """Use up places by FTE, first come first served."""
    while queue and fte:
        leaver, place = queue.popleft()
        if place > fte:
            queue.appendleft((leaver, place - fte))
        fte = max(0, fte - place)


def replaced(ledger: Ledger, given: Mapping[str, Place], move: Move) -> Replaced | None:
    """The leaver whose place the mover takes, in words that can be shown; a swap where each has the other's place."""
    leaver = given[move.staff_no].leaver
    if leaver is None:
        return None
    other = ledger.teachers[leaver.staff_no]
    swaps = given[leaver.staff_no].leaver == move
    return Replaced(other.staff_no, other.name, ledger.schools[leaver.to_school].name, swaps)

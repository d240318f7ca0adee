"""A plan laid over a district: who leaves, who arrives, and what every cell has afterwards."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.check.district import District
from optimizer.problem import Cell, Move, Teacher


@dataclass(frozen=True, slots=True)
class Plan:
    """A district with a plan's moves and their effect.

    `moves` are all that were proposed; `real` those whose teacher and school exist, which alone have an effect.
    """

    district: District
    moves: tuple[Move, ...]
    real: tuple[Move, ...]
    destinations: Mapping[str, tuple[Move, ...]]  # by staff number, all moves of the teacher
    leavers: Mapping[str, int]  # people by school
    arrivals: Mapping[str, int]  # people by school
    after: Mapping[Cell, int]  # hundredths of an FTE
    backbone_moves: int  # moves of backbone teachers

    def teacher(self, move: Move) -> Teacher:
        """Return the teacher of a real move."""
        return self.district.teachers[move.staff_no]


def lay(district: District, moves: Sequence[Move]) -> Plan:
    """Lay a plan over a district; each teacher leaves home once, and arrives wherever a move says."""
    ordered = tuple(sorted(moves))
    real = tuple(m for m in ordered if m.staff_no in district.teachers and m.to_school in district.schools)
    destinations: defaultdict[str, list[Move]] = defaultdict(list)
    leavers: Counter[str] = Counter()
    arrivals: Counter[str] = Counter()
    after: Counter[Cell] = Counter(district.present)
    for move in real:
        teacher = district.teachers[move.staff_no]
        if move.staff_no not in destinations:
            leavers[teacher.school] += 1
            after[teacher.school, teacher.stage, teacher.subject] -= teacher.fte
        destinations[move.staff_no].append(move)
        arrivals[move.to_school] += 1
        after[move.to_school, teacher.stage, move.subject] += teacher.fte
    return Plan(
        district=district,
        moves=ordered,
        real=real,
        destinations={staff_no: tuple(own) for staff_no, own in destinations.items()},
        leavers=leavers,
        arrivals=arrivals,
        after=after,
        backbone_moves=sum(district.teachers[move.staff_no].backbone.counts for move in real),
    )

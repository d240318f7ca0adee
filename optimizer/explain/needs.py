"""Which rules a plan would break if one move were taken back: the part of a move that no line shows."""

from collections import Counter
from collections.abc import Sequence

from optimizer.explain.ledger import Ledger
from optimizer.model.limits import headcount_room, move_limits, senior_room
from optimizer.problem import Move, Teacher


class Needs:
    """The rules of a plan that fewer moves can break; the other rules only ever get easier to keep."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        moves = ledger.moves.values()
        self.least = move_limits(ledger.district).least
        self.share = ledger.problem.policy.rotation.min_backbone_share_percent
        self.backbone = sum(self._teacher(move).backbone.counts for move in moves)
        keys = [school.key for school in ledger.problem.schools]
        self.room = dict(zip(keys, headcount_room(ledger.district), strict=True))
        self.posts = dict(zip(keys, senior_room(ledger.district), strict=True))
        self.people: Counter[str] = Counter()  # arrivals minus leavers by school
        self.seniors: Counter[str] = Counter()  # the same of those with a senior title
        for move in moves:
            teacher = self._teacher(move)
            for school, sign in ((move.to_school, 1), (teacher.school, -1)):
                self.people[school] += sign
                self.seniors[school] += sign * _is_senior(teacher)

    def of(self, moves: Sequence[Move]) -> tuple[str, ...]:
        """Names of the rules that break when these moves are taken back, those of the schools first."""
        broken = {
            "no-new-shortage": self._shortage_breaks(moves),
            "headcount": self._room_breaks(moves),
            "senior-posts": self._posts_break(moves),
            "backbone-share": self._share_breaks(moves),
            "min-moves": len(self.ledger.moves) - len(moves) < self.least,
        }
        return tuple(rule for rule, breaks in broken.items() if breaks)

    def _shortage_breaks(self, moves: Sequence[Move]) -> bool:
        """Whether a cell that others leave falls below what it has or requires today."""
        ledger = self.ledger
        return any(
            change > 0
            and ledger.after[cell] - change < min(ledger.present.get(cell, 0), ledger.problem.required.get(cell, 0))
            for cell, change in ledger.cell_changes(moves).items()
        )

    def _room_breaks(self, moves: Sequence[Move]) -> bool:
        """Whether those who stay take up authorised headcount that others arrive on."""
        staying = Counter(self._teacher(move).school for move in moves)
        coming = Counter(move.to_school for move in moves)
        rooms = ((home, self.room[home]) for home in staying)
        return any(r is not None and self.people[home] + staying[home] - coming[home] > r for home, r in rooms)

    def _posts_break(self, moves: Sequence[Move]) -> bool:
        """Whether those who stay take up senior posts that others arrive on."""
        seniors = [move for move in moves if _is_senior(self._teacher(move))]
        staying = Counter(self._teacher(move).school for move in seniors)
        coming = Counter(move.to_school for move in seniors)
        posts = ((home, self.posts[home]) for home in staying)
        return any(p is not None and self.seniors[home] + staying[home] - coming[home] > p for home, p in posts)

    def _share_breaks(self, moves: Sequence[Move]) -> bool:
        """Whether too few of the remaining movers are backbone teachers."""
        backbone = self.backbone - sum(self._teacher(move).backbone.counts for move in moves)
        return 100 * backbone < self.share * (len(self.ledger.moves) - len(moves))

    def _teacher(self, move: Move) -> Teacher:
        return self.ledger.teachers[move.staff_no]


def _is_senior(teacher: Teacher) -> bool:
    return teacher.title is not None and teacher.title.is_senior

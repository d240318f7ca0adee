"""Which rules refuse one more move on top of a plan: the answer to why a spare teacher is not sent."""

from collections import Counter
from collections.abc import Iterable, Sequence

from optimizer.facts import District
from optimizer.problem import Move, School, Teacher


class Refusing:
    """A plan's use of every limit, ready to be asked about one more mover."""

    def __init__(self, district: District, moves: Sequence[Move]) -> None:
        self.district = district
        self.terms = district.policy.rotation
        self.school = {school.key: school for school in district.schools}
        self.staff = Counter(teacher.school for teacher in district.teachers)
        self.seniors = Counter(teacher.school for teacher in district.teachers if _is_senior(teacher))
        self.team_size = Counter(teacher.team for teacher in district.teachers)
        self.moved = {move.staff_no for move in moves}
        movers = [district.teachers[district.teacher_at[move.staff_no]] for move in moves]
        self.left = Counter(teacher.school for teacher in movers)
        self.arrived = Counter(move.to_school for move in moves)
        self.seniors_left = Counter(teacher.school for teacher in movers if _is_senior(teacher))
        self.seniors_arrived = Counter(
            move.to_school for move, teacher in zip(moves, movers, strict=True) if _is_senior(teacher)
        )
        self.backbone = sum(teacher.backbone.counts for teacher in movers)
        self.in_scope = district.in_scope
        self.upward = district.refused_upward

    def rules(self, teachers: Iterable[Teacher], to_school: str) -> tuple[str, ...]:
        """Return the names of the rules that refuse any of the teachers, each moved alone to the school, sorted."""
        refusing = {name for teacher in teachers for name in self._of(teacher, self.school[to_school])}
        return tuple(sorted(refusing))

    def _of(self, teacher: Teacher, school: School) -> set[str]:
        """The rules that refuse one teacher; who moves elsewhere already has a destination and is asked no more."""
        if teacher.staff_no in self.moved:
            return {"one-destination"}
        answers = {
            **self._district_wide(teacher),
            **self._at_home(teacher),
            **self._at_destination(teacher, school),
            **self._by_hand(teacher, school),
        }
        return {name for name, refuses in answers.items() if refuses}

    def _district_wide(self, teacher: Teacher) -> dict[str, bool]:
        """Limits on the number of moves and on the share of backbone teachers."""
        moves, eligible = len(self.moved) + 1, len(self.district.eligible)
        least = -(-eligible * self.terms.min_rate_percent // 100)
        backbone = self.backbone + teacher.backbone.counts
        return {
            "max-moves": moves > max(least, eligible * self.terms.max_rate_percent // 100),
            "backbone-share": 100 * backbone < self.terms.min_backbone_share_percent * moves,
        }

    def _at_home(self, teacher: Teacher) -> dict[str, bool]:
        """Limits at the school the teacher would leave; a team does not let one member go alone."""
        cap = max(self.terms.min_cap_people, self.staff[teacher.school] * self.terms.max_outflow_percent // 100)
        alone = self.team_size[teacher.team] == 1
        return {"outflow": self.left[teacher.school] + 1 > cap, "team": bool(teacher.team) and not alone}

    def _at_destination(self, teacher: Teacher, school: School) -> dict[str, bool]:
        """Limits at the school the teacher would come to."""
        staff, key, authorised = self.staff[school.key], school.key, school.authorised_headcount
        base = max(staff, authorised or 0)
        cap = max(self.terms.min_cap_people, base * self.terms.max_inflow_percent // 100)
        after = staff - self.left[key] + self.arrived[key] + 1
        seniors = self.seniors[key] - self.seniors_left[key] + self.seniors_arrived[key] + _is_senior(teacher)
        posts = school.senior_posts
        return {
            "inflow": self.arrived[key] + 1 > cap,
            "headcount": authorised is not None and after > base,
            "senior-posts": posts is not None and _is_senior(teacher) and seniors > max(self.seniors[key], posts),
        }

    def _by_hand(self, teacher: Teacher, school: School) -> dict[str, bool]:
        """Locks, and the pairs of schools the policy leaves out."""
        district = self.district
        home, there = district.school_at[teacher.school], district.school_at[school.key]
        locked = teacher.staff_no in district.stays or (teacher.staff_no, school.key) in district.forbidden
        return {
            "locks": locked,
            "scope": not self.in_scope[home, there],
            "directions": bool(self.upward[home, there]),
        }


def _is_senior(teacher: Teacher) -> bool:
    """Whether the teacher takes up a senior post."""
    return teacher.title is not None and teacher.title.is_senior

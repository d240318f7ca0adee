"""The lines of §4: shortage, balance, burden and the number of moves, as whole numbers."""

from collections.abc import Mapping, Sequence

from optimizer.check.balance import missing
from optimizer.check.district import District
from optimizer.check.plan import Plan
from optimizer.check.records import MoveFacts, UnitState
from optimizer.check.travel import minutes, near
from optimizer.problem import Cell, Move
from policy.vocabulary import Area

WHOLE_POST = 100
"""Hundredths of an FTE up to which the first slope of Φ counts."""

FULL_YEAR = 100
"""`mountain_years` in hundredths from which a move to a mountain school is one again."""


def shortage(district: District, staff: Mapping[Cell, int]) -> int:
    """Return the weighted shortage of all cells, given what each has in hundredths of an FTE."""
    terms = district.policy.shortage
    return sum(
        terms.weights[district.schools[cell[0]].area] * phi(max(0, required - staff.get(cell, 0)), terms.slopes)
        for cell, required in district.problem.required.items()
    )


def phi(hundredths: int, slopes: tuple[int, int]) -> int:
    """Return Φ: the first whole post of a gap by the first slope, what exceeds it by the second."""
    return slopes[0] * min(hundredths, WHOLE_POST) + slopes[1] * max(0, hundredths - WHOLE_POST)


def balance(units: Sequence[UnitState], *, after: bool) -> int:
    """Return the teachers missing to the standard over units and indicators, in hundredths of a teacher."""
    return sum(missing(unit.target, unit.after if after else unit.before) for unit in units)


def move_facts(plan: Plan) -> tuple[MoveFacts, ...]:
    """Return what decides the burden of every real move, in the order of the staff numbers."""
    return tuple(_facts(plan, move) for move in plan.real)


def _facts(plan: Plan, move: Move) -> MoveFacts:
    district, teacher = plan.district, plan.teacher(move)
    home, school = district.schools[teacher.school], district.schools[move.to_school]
    terms = district.policy.burden
    ride = minutes(district, teacher, school)
    rank = district.problem.preferences.get((move.staff_no, move.to_school))
    is_near = near(home, school)
    again = school.area is Area.MOUNTAIN and teacher.mountain_years >= FULL_YEAR
    second = move.subject != teacher.subject
    burden = (ride or 0) + terms.per_move
    if rank is not None and rank <= len(terms.preference_bonus):
        burden -= terms.preference_bonus[rank - 1]
    burden -= terms.near_bonus if is_near else 0
    burden += terms.again_penalty if again else 0
    burden += terms.second_subject_penalty if second else 0
    return MoveFacts(
        move=move,
        from_school=teacher.school,
        stage=teacher.stage,
        minutes=ride,
        preference_rank=rank,
        near=is_near,
        again=again,
        second_subject=second,
        burden=burden,
    )

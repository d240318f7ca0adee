"""优质均衡: heads by unit and indicator against the standard, and the student-weighted 差异系数."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from optimizer.check.plan import Plan
from optimizer.check.records import Coefficient, UnitState
from optimizer.problem import Teacher
from policy.quality import quality_on
from policy.rotation import BalanceTerms
from policy.vocabulary import Degree, Stage

INDICATORS = ("degree", "backbone", "pe_arts")
STAGES = (Stage.PRIMARY, Stage.JUNIOR)

_DEGREES = {
    Stage.PRIMARY: {Degree.COLLEGE, Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR},
    Stage.JUNIOR: {Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR},
}
_DIGITS = 40

Heads = Counter[tuple[str, Stage, str]]
"""People by (school, stage, indicator)."""


def unit_states(plan: Plan) -> tuple[UnitState, ...]:
    """Return every counted unit × indicator with its target and its heads before and after, sorted."""
    before, after = _heads(plan, moved=False), _heads(plan, moved=True)
    states = []
    least = quality_on(plan.district.policy.reference_date).min_students
    for unit in plan.district.problem.units:
        if unit.stage not in STAGES or unit.students < least:
            continue
        for indicator in INDICATORS:
            key = (unit.school, unit.stage, indicator)
            states.append(
                UnitState(
                    school=unit.school,
                    stage=unit.stage,
                    indicator=indicator,
                    students=unit.students,
                    target=target(_standard(plan.district.policy.balance, indicator)[unit.stage], unit.students),
                    before=before[key],
                    after=after[key],
                )
            )
    return tuple(sorted(states, key=lambda state: (state.school, state.stage, state.indicator)))


def target(standard: int, students: int) -> int:
    """Return the teachers a unit should have, in hundredths; `standard` in hundredths per hundred students."""
    return (standard * students + 50) // 100


def missing(wanted: int, heads: int) -> int:
    """Return how far `heads` people fall short of a target, in hundredths of a teacher."""
    return max(0, wanted - 100 * heads)


def coefficients(plan: Plan, units: Sequence[UnitState]) -> tuple[Coefficient, ...]:
    """Return the 差异系数 of every indicator before and after, of both stages, sorted."""
    found = []
    for stage in sorted(STAGES):
        for indicator in sorted(INDICATORS):
            group = [unit for unit in units if unit.stage is stage and unit.indicator == indicator]
            found.append(
                Coefficient(
                    stage=stage,
                    indicator=indicator,
                    before=coefficient_of_variation((unit.students, unit.before) for unit in group),
                    after=coefficient_of_variation((unit.students, unit.after) for unit in group),
                    limit=plan.district.policy.balance.cv_limit[stage],
                )
            )
    return tuple(found)


def coefficient_of_variation(units: Iterable[tuple[int, int]]) -> Decimal | None:
    """Return the student-weighted 差异系数 of (students, amount) pairs, None where the mean is 0.

    S² ÷ x̄² with x̄ = ΣX ÷ ΣP and S² = Σ p ÷ ΣP · (X ÷ p − x̄)² (domain.md §4.3), exact up to the root.
    """
    pairs = list(units)
    students = sum(size for size, _ in pairs)
    amount = sum(count for _, count in pairs)
    if students == 0 or amount == 0:
        return None
    mean = Fraction(amount, students)
    variance = sum((Fraction(p, students) * (Fraction(x, p) - mean) ** 2 for p, x in pairs), Fraction(0))
    square = variance / mean**2
    with localcontext() as context:
        context.prec = _DIGITS
        return (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()


def _heads(plan: Plan, *, moved: bool) -> Heads:
    terms = plan.district.policy.balance
    heads: Heads = Counter()
    for teacher in plan.district.problem.teachers:
        posts = [(teacher.school, teacher.subject)]
        if moved and teacher.staff_no in plan.destinations:
            posts = [(move.to_school, move.subject) for move in plan.destinations[teacher.staff_no]]
        for school, subject in posts:
            for indicator in _indicators(teacher, subject, terms):
                heads[school, teacher.stage, indicator] += 1
    return heads


def _indicators(teacher: Teacher, subject: str, terms: BalanceTerms) -> list[str]:
    counted = []
    if teacher.degree in _DEGREES.get(teacher.stage, ()):
        counted.append("degree")
    if teacher.backbone.counts:
        counted.append("backbone")
    if subject in terms.pe_arts_subjects:
        counted.append("pe_arts")
    return counted


def _standard(terms: BalanceTerms, indicator: str) -> Mapping[Stage, int]:
    return {"degree": terms.degree, "backbone": terms.backbone, "pe_arts": terms.pe_arts}[indicator]

"""The teacher indicators of 优质均衡: heads against the standard by unit, and their 差异系数 over the district."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from optimizer.problem import Problem
from policy.quality import quality_on
from policy.rotation import BalanceTerms
from policy.vocabulary import Stage

INDICATORS = ("degree", "backbone", "pe_arts")

Standards = Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class UnitIndicator:
    """One indicator of one unit: `target` in hundredths of a teacher, `before` and `after` in heads."""

    school: str
    stage: Stage
    indicator: str
    students: int
    target: int
    before: int
    after: int

    def meets(self, heads: int) -> bool:
        """Whether so many heads reach the target."""
        return 100 * heads >= self.target


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The student-weighted 差异系数 of one indicator, None where nobody counts; `limit` in hundredths."""

    stage: Stage
    indicator: str
    before: float | None
    after: float | None
    limit: int


def unit_indicators(problem: Problem, staff: pd.DataFrame) -> tuple[UnitIndicator, ...]:
    """Return every counted unit and indicator, sorted by school, stage and indicator."""
    least = quality_on(problem.policy.reference_date).min_students
    before, after = _heads(staff, "before"), _heads(staff, "after")
    found = [
        UnitIndicator(
            school=unit.school,
            stage=unit.stage,
            indicator=indicator,
            students=unit.students,
            target=(standards[unit.stage] * unit.students + 50) // 100,
            before=before.get((unit.school, unit.stage.value, indicator), 0),
            after=after.get((unit.school, unit.stage.value, indicator), 0),
        )
        for unit in problem.units
        for indicator, standards in _standards(problem.policy.balance).items()
        if unit.stage in standards and unit.students >= least
    ]
    return tuple(sorted(found, key=lambda unit: (unit.school, unit.stage, unit.indicator)))


def coefficients_of(problem: Problem, units: Sequence[UnitIndicator]) -> tuple[Coefficient, ...]:
    """Return the coefficients of every stage and indicator, sorted."""
    found = []
    for stage, limit in problem.policy.balance.cv_limit.items():
        for indicator in INDICATORS:
            group = [unit for unit in units if (unit.stage, unit.indicator) == (stage, indicator)]
            before = coefficient([(unit.students, unit.before) for unit in group])
            after = coefficient([(unit.students, unit.after) for unit in group])
            found.append(Coefficient(stage, indicator, before, after, limit))
    return tuple(sorted(found, key=lambda entry: (entry.stage, entry.indicator)))


def coefficient(units: Sequence[tuple[int, int]]) -> float | None:
    """Return 差异系数 of (students, amount) pairs, schools weighted by their students (`domain.md` §4.3)."""
    students = sum(size for size, _ in units)
    amount = sum(count for _, count in units)
    if amount == 0 or students == 0:
        return None
    mean = amount / students
    spread = math.fsum(size / students * (count / size - mean) ** 2 for size, count in units)
    return math.sqrt(spread) / mean


def _standards(balance: BalanceTerms) -> dict[str, Standards]:
    """Return each indicator's standards by stage, in hundredths of a teacher per 100 students."""
    return {"degree": balance.degree, "backbone": balance.backbone, "pe_arts": balance.pe_arts}


def _heads(staff: pd.DataFrame, when: str) -> dict[tuple[str, str, str], int]:
    """Count the heads of each (school, stage, indicator) where people work before or after."""
    columns = {name: f"pe_arts_{when}" if name == "pe_arts" else name for name in INDICATORS}
    sums = staff.groupby([f"school_{when}", "stage"])[list(columns.values())].sum().reset_index()
    return {
        (school, stage, name): int(heads)
        for school, stage, *row in sums.itertuples(index=False, name=None)
        for name, heads in zip(columns, row, strict=True)
    }

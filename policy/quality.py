"""优质均衡 beyond the teacher indicators: which units count, and when a school passes."""

from dataclasses import dataclass
from datetime import date

from policy.lookup import lookup_on


@dataclass(frozen=True, slots=True)
class QualityTerms:
    """Students from which a unit counts, indicators a school must meet, percent the remaining one must reach."""

    min_students: int
    indicators_to_meet: int
    remaining_min_percent: int


def quality_on(day: date) -> QualityTerms:
    """Return the rules of 优质均衡 in force on a day."""
    values = lookup_on(day)
    return QualityTerms(
        min_students=values.integer("qb.min_students"),
        indicators_to_meet=values.integer("qb.indicators_to_meet"),
        remaining_min_percent=values.integer("qb.remaining_min_percent"),
    )

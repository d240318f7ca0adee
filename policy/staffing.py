"""Posts and headcount: competition, public notice, contracts, students per member of staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy.lookup import lookup_on
from policy.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class StaffingTerms:
    """Rounds of a competition in order, notice in working days, contracts; students per member of staff by stage."""

    competition_rounds: tuple[str, ...]
    cross_school_choices: int
    publicity_working_days: int
    contract_min_years: int
    probation_months: int
    students_per_staff: Mapping[Stage, Decimal]


def staffing_on(day: date) -> StaffingTerms:
    """Return the rules on posts and headcount in force on a day."""
    values = lookup_on(day)
    return StaffingTerms(
        competition_rounds=values.texts("competition.rounds"),
        cross_school_choices=values.integer("competition.cross_school_choices"),
        publicity_working_days=values.integer("publicity.working_days"),
        contract_min_years=values.integer("contract.min_years"),
        probation_months=values.integer("contract.probation_months"),
        students_per_staff={
            Stage(entry): values.decimal(f"quota.ratio.{entry}") for entry in values.entries("quota.ratio")
        },
    )

"""Credentials: dual-qualified teachers (双师型) and the periodic registration of teaching certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy.lookup import lookup_on


@dataclass(frozen=True, slots=True)
class CredentialTerms:
    """Placement in months within a window of years, work in years by tier, whom the ratio counts; registration."""

    enterprise_months: int
    window_years: int
    days_per_month: int
    enterprise_work_years: Mapping[str, int]
    validity_years: int
    ratio_denominator: str
    registration_cycle_years: int
    first_registration_days: int


def credentials_on(day: date) -> CredentialTerms:
    """Return the rules on credentials in force on a day."""
    values = lookup_on(day)
    tiers = values.entries("dual.enterprise_work_years")
    return CredentialTerms(
        enterprise_months=values.integer("dual.enterprise_months"),
        window_years=values.integer("dual.window_years"),
        days_per_month=values.integer("dual.days_per_month"),
        enterprise_work_years={tier: values.integer(f"dual.enterprise_work_years.{tier}") for tier in tiers},
        validity_years=values.integer("dual.validity_years"),
        ratio_denominator=values.text("dual.ratio_denominator"),
        registration_cycle_years=values.integer("registration.cycle_years"),
        first_registration_days=values.integer("registration.first_within_days"),
    )

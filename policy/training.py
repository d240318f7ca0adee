"""Continuing education: the credits and hours a teacher must collect in a cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy.lookup import lookup_on


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """Credits per cycle, in all and by kind, and the hours one credit takes by kind of activity."""

    total: int
    required: int
    required_public: int
    required_professional: int
    elective: int
    school: int
    hours_per_credit: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HourTerms:
    """Hours per cycle, for starting teachers and principals, per day; the cycle in years, the induction in months."""

    cycle_years: int
    total: int
    new_teacher: int
    class_teacher: int
    principal_qualify: int
    principal_cycle: int
    professional_per_year: int
    induction_months: int
    per_day: int


@dataclass(frozen=True, slots=True)
class TrainingTerms:
    """One version of the training rules."""

    credit: CreditTerms
    hours: HourTerms


def training_on(day: date) -> TrainingTerms:
    """Return the training rules in force on a day."""
    values = lookup_on(day)
    kinds = values.entries("credit.hours_per_credit")
    return TrainingTerms(
        credit=CreditTerms(
            total=values.integer("credit.total"),
            required=values.integer("credit.required"),
            required_public=values.integer("credit.required_public"),
            required_professional=values.integer("credit.required_professional"),
            elective=values.integer("credit.elective"),
            school=values.integer("credit.school"),
            hours_per_credit={kind: values.integer(f"credit.hours_per_credit.{kind}") for kind in kinds},
        ),
        hours=HourTerms(
            cycle_years=values.integer("hours.cycle_years"),
            total=values.integer("hours.total"),
            new_teacher=values.integer("hours.new_teacher"),
            class_teacher=values.integer("hours.class_teacher"),
            principal_qualify=values.integer("hours.principal.qualify"),
            principal_cycle=values.integer("hours.principal.cycle"),
            professional_per_year=values.integer("hours.beijing_professional_per_year"),
            induction_months=values.integer("hours.induction_months"),
            per_day=values.integer("hours.per_day"),
        ),
    )

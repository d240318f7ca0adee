"""When a teacher reaches the statutory retirement month, by the gradual rise in force (`domain.md` §1.6)."""

from dataclasses import dataclass
from functools import cache

from policy.lookup import newest
from policy.months import Month, parse_month
from policy.vocabulary import PostType, Sex


@dataclass(frozen=True, slots=True)
class RetirementRule:
    """The rise for one group: old age, first birth month concerned, birth months per month of delay, greatest delay."""

    age_months: int
    first_birth_month: Month
    step: int
    cap: int


def statutory_retirement_month(sex: Sex, post_type: PostType, birth_month: Month) -> Month:
    """Return the month of retirement; men have one rule, women one per post type."""
    rule = _rule("male" if sex is Sex.MALE else f"female_{post_type.value}")
    since = birth_month - rule.first_birth_month
    delay = min(rule.cap, since // rule.step + 1) if since >= 0 else 0
    return Month(birth_month + rule.age_months + delay)


@cache
def _rule(group: str) -> RetirementRule:
    values = newest()
    return RetirementRule(
        age_months=12 * values.integer(f"retirement.age_years.{group}"),
        first_birth_month=parse_month(values.text(f"retirement.first_birth_month.{group}")),
        step=values.integer(f"retirement.birth_months_per_month.{group}"),
        cap=values.integer(f"retirement.max_delay_months.{group}"),
    )

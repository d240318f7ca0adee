"""Values by key, put together as the `RotationPolicy` that eligibility and planner share."""

from collections.abc import Mapping
from dataclasses import fields

from policy.lookup import Lookup
from policy.rotation import (
    BalanceTerms,
    BurdenTerms,
    CurriculumTerms,
    EligibilityTerms,
    Priorities,
    RotationPolicy,
    RotationTerms,
    SharingTerms,
    ShortageTerms,
    TravelTerms,
)
from policy.vocabulary import Area, Stage

REFERENCE_DATE = "cycle.reference_date"

SECTIONS = {
    "eligibility": EligibilityTerms,
    "rotation": RotationTerms,
    "travel": TravelTerms,
    "shortage": ShortageTerms,
    "balance": BalanceTerms,
    "burden": BurdenTerms,
    "priorities": Priorities,
    "sharing": SharingTerms,
}
"""The sections of `policy.toml` whose keys are the fields of a record."""


def is_planner_key(key: str) -> bool:
    """Tell whether a key of the rule-set is one that `policy.toml` may set."""
    section, *rest = key.split(".")
    if key == REFERENCE_DATE:
        return True
    return section in SECTIONS and bool(rest) and rest[0] in {field.name for field in fields(SECTIONS[section])}


def assemble(values: Lookup, curriculum: CurriculumTerms) -> RotationPolicy:
    """Make the policy; every key of the planner must be among the values."""
    return RotationPolicy(
        reference_date=values.day(REFERENCE_DATE),
        eligibility=_eligibility(values),
        rotation=_rotation(values),
        travel=_travel(values),
        shortage=_shortage(values),
        balance=_balance(values),
        burden=_burden(values),
        priorities=_priorities(values),
        sharing=_sharing(values),
        curriculum=curriculum,
    )


def _eligibility(values: Lookup) -> EligibilityTerms:
    return EligibilityTerms(
        stages=tuple(Stage(stage) for stage in values.texts("eligibility.stages")),
        min_years_at_school=values.integer("eligibility.min_years_at_school"),
        min_years_to_retirement=values.integer("eligibility.min_years_to_retirement"),
    )


def _rotation(values: Lookup) -> RotationTerms:
    return RotationTerms(
        min_rate_percent=values.integer("rotation.min_rate_percent"),
        max_rate_percent=values.integer("rotation.max_rate_percent"),
        min_backbone_share_percent=values.integer("rotation.min_backbone_share_percent"),
        max_outflow_percent=values.integer("rotation.max_outflow_percent"),
        max_inflow_percent=values.integer("rotation.max_inflow_percent"),
        min_cap_people=values.integer("rotation.min_cap_people"),
        scope=values.text("rotation.scope"),
        directions=values.text("rotation.directions"),
        destination=values.text("rotation.destination"),
        allow_second_subject=values.flag("rotation.allow_second_subject"),
    )


def _travel(values: Lookup) -> TravelTerms:
    speeds = {Area(area): float(values.decimal(f"travel.speed_kmh.{area}")) for area in Area}
    return TravelTerms(
        max_minutes=values.integer("travel.max_minutes"),
        fixed_minutes=values.integer("travel.fixed_minutes"),
        detour=float(values.decimal("travel.detour")),
        speed_kmh=speeds,
    )


def _shortage(values: Lookup) -> ShortageTerms:
    first, beyond = values.integers("shortage.slopes")
    weights = {area: values.integer(f"shortage.weights.{area}") for area in Area}
    return ShortageTerms(weights=weights, slopes=(first, beyond))


def _balance(values: Lookup) -> BalanceTerms:
    return BalanceTerms(
        degree=_standards(values, "balance.degree"),
        backbone=_standards(values, "balance.backbone"),
        pe_arts=_standards(values, "balance.pe_arts"),
        pe_arts_subjects=values.texts("balance.pe_arts_subjects"),
        cv_limit=_standards(values, "balance.cv_limit"),
    )


def _standards(values: Lookup, section: str) -> Mapping[Stage, int]:
    return {Stage(entry): values.hundredths(f"{section}.{entry}") for entry in values.entries(section)}


def _burden(values: Lookup) -> BurdenTerms:
    return BurdenTerms(
        per_move=values.integer("burden.per_move"),
        preference_bonus=values.integers("burden.preference_bonus"),
        near_bonus=values.integer("burden.near_bonus"),
        again_penalty=values.integer("burden.again_penalty"),
        second_subject_penalty=values.integer("burden.second_subject_penalty"),
    )


def _priorities(values: Lookup) -> Priorities:
    section = "priorities.tolerance_percent"
    tolerance = {line: values.integer(f"{section}.{line}") for line in values.entries(section)}
    return Priorities(order=values.texts("priorities.order"), tolerance_percent=tolerance)


def _sharing(values: Lookup) -> SharingTerms:
    return SharingTerms(
        enabled=values.flag("sharing.enabled"),
        max_days=values.integer("sharing.max_days"),
        max_hosts=values.integer("sharing.max_hosts"),
        max_minutes=values.integer("sharing.max_minutes"),
    )

"""The rotation policy as one frozen value: what `policy.toml` says, typed, with percentages and shares as integers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from policy.months import Month, month
from policy.vocabulary import Area, Stage


@dataclass(frozen=True, slots=True)
class EligibilityTerms:
    """Who is in scope: stages, whole years at the school, years that must remain (strictly more) to retirement."""

    stages: tuple[Stage, ...]
    min_years_at_school: int
    min_years_to_retirement: int


@dataclass(frozen=True, slots=True)
class RotationTerms:
    """Shares in percent of people, caps in people, and where moves may lead."""

    min_rate_percent: int
    max_rate_percent: int
    min_backbone_share_percent: int
    max_outflow_percent: int
    max_inflow_percent: int
    min_cap_people: int
    scope: str  # "district" | "near"
    directions: str  # "any" | "no-upward"
    destination: str  # "any" | "short-only"
    allow_second_subject: bool


@dataclass(frozen=True, slots=True)
class TravelTerms:
    """How a commute is estimated (minutes, road/straight-line ratio, km/h) and its limit."""

    max_minutes: int
    fixed_minutes: int
    detour: float
    speed_kmh: Mapping[Area, float]


@dataclass(frozen=True, slots=True)
class ShortageTerms:
    """What a hundredth of a missing FTE weighs: by area, below and above the first whole post."""

    weights: Mapping[Area, int]
    slopes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class BalanceTerms:
    """Standards of 优质均衡 in hundredths of a teacher per 100 students; limits of 差异系数 in hundredths."""

    degree: Mapping[Stage, int]
    backbone: Mapping[Stage, int]
    pe_arts: Mapping[Stage, int]
    pe_arts_subjects: tuple[str, ...]
    cv_limit: Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class BurdenTerms:
    """Minutes added to or taken off a move."""

    per_move: int
    preference_bonus: tuple[int, ...]  # by rank, first choice first
    near_bonus: int
    again_penalty: int
    second_subject_penalty: int


@dataclass(frozen=True, slots=True)
class Priorities:
    """The order of the lines and how much of a line may be given up for the later ones, in percent."""

    order: tuple[str, ...]
    tolerance_percent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """走教: days a week and hosts a teacher may be shared for, within how many minutes."""

    enabled: bool
    max_days: int
    max_hosts: int
    max_minutes: int


@dataclass(frozen=True, slots=True)
class CurriculumTerms:
    """Weekly lessons by grade and subject, the full load by stage and subject, and names that mean a subject.

    `lessons[subject][grade]` in lessons a week; `load[stage][subject]` in lessons a week, `"*"` for the others.
    """

    lessons: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    load: Mapping[Stage, Mapping[str, int]] = field(default_factory=dict)
    subject_alias: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RotationPolicy:
    """One version of the rotation policy (`rotation-problem.md` §7): the single source for eligibility and planner."""

    reference_date: date
    eligibility: EligibilityTerms
    rotation: RotationTerms
    travel: TravelTerms
    shortage: ShortageTerms
    balance: BalanceTerms
    burden: BurdenTerms
    priorities: Priorities
    sharing: SharingTerms
    curriculum: CurriculumTerms

    @property
    def reference_month(self) -> Month:
        """The month at which terms of service are counted."""
        return month(self.reference_date.year, self.reference_date.month)

"""Plans as pages show them: lines, moves, schools, indicators, what stays short."""

from dataclasses import dataclass

from policy.messages import Message
from policy.vocabulary import Area, BackboneLevel, Stage
from rotation.vocabulary.pages.places import Place


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line on its ruler: do-nothing value, plan, best, proven bound; `proof` and `change` in words."""

    name: str
    label: Message
    unit: Message
    note: Message
    in_hundredths: bool
    value: int
    before: int
    best: int
    cap: int
    bound: int | None
    is_proven: bool
    gap_percent: float | None
    proof: Message
    change: Message
    seconds: float


@dataclass(frozen=True, slots=True)
class Flow:
    """How many move from one area to another."""

    source: Area
    target: Area
    people: int


@dataclass(frozen=True, slots=True)
class MapSchool:
    """One school on the schematic map; coordinates may be absent."""

    place: Place
    zone: str
    longitude: float | None
    latitude: float | None
    arrivals: int
    leavers: int


@dataclass(frozen=True, slots=True)
class MapLink:
    """How many move from one school to another."""

    source: int
    target: int
    people: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of the list."""

    id: int
    teacher_id: int
    staff_no: str
    name: str
    stage: Stage
    subject: str
    home_subject: str
    source: Place
    target: Place
    minutes: int
    preference_rank: int | None
    backbone: BackboneLevel
    title: str
    team: str
    fte: int
    locked: bool
    reason: Message


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school before and after."""

    place: Place
    zone: str
    staff_before: int
    staff_after: int
    authorised: int | None
    seniors_before: int
    seniors_after: int
    senior_posts: int | None
    backbone_before: int
    backbone_after: int
    arrivals: int
    leavers: int
    short_before: int
    short_after: int


@dataclass(frozen=True, slots=True)
class CellLine:
    """One subject of a school before and after, in hundredths of a post."""

    stage: Stage
    subject: str
    required: int
    before: int
    after: int

    @property
    def short_before(self) -> int:
        """What was missing."""
        return max(0, self.required - self.before)

    @property
    def short_after(self) -> int:
        """What is missing with the plan."""
        return max(0, self.required - self.after)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of one unit: heads against the target in hundredths of a teacher."""

    place: Place
    stage: Stage
    indicator: str
    label: Message
    students: int
    target: int
    before: int
    after: int

    @property
    def met_before(self) -> bool:
        """Whether the target was reached without the plan."""
        return 100 * self.before >= self.target

    @property
    def met_after(self) -> bool:
        """Whether the target is reached with the plan."""
        return 100 * self.after >= self.target


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with all of its indicators."""

    place: Place
    stage: Stage
    students: int
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class CoefficientLine:
    """One 差异系数 of the district; `limit` in hundredths, None where nobody counts."""

    stage: Stage
    indicator: str
    label: Message
    before: float | None
    after: float | None
    limit: int

    @property
    def within_after(self) -> bool:
        """Whether the limit is kept with the plan."""
        return self.after is None or round(self.after * 10_000) <= self.limit * 100

    @property
    def within_before(self) -> bool:
        """Whether the limit was kept without it."""
        return self.before is None or round(self.before * 10_000) <= self.limit * 100


@dataclass(frozen=True, slots=True)
class UnfilledLine:
    """A subject that stays short: how many could have come, why none does, and what to do."""

    place: Place
    stage: Stage
    subject: str
    shortage: int
    qualified: int
    eligible: int
    within_travel: int
    spare: int
    cause: str
    sentence: Message
    cure: Message


@dataclass(frozen=True, slots=True)
class UnfilledGroup:
    """What stays short and can be helped in the same way: the cure, and all subjects it is for."""

    cure: Message
    lines: tuple[UnfilledLine, ...]

    @property
    def shortage(self) -> int:
        """What is missing in all of them."""
        return sum(line.shortage for line in self.lines)

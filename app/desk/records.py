"""What the desk shows, as frozen records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.notices import Notice
from policy.messages import Message
from policy.vocabulary import Area, Stage
from rotation.vocabulary.pages import CyclePage


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `tone` is the urgency, `detail` one line more."""

    title: Message
    href: str
    detail: Message | None = None
    due: date | None = None
    icon: str = "list-check"
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure against its target or limit; `met` says how it stands, `verdict` in words."""

    label: Message
    value: float
    target: float
    target_text: Message
    text: str
    met: bool
    verdict: Message


@dataclass(frozen=True, slots=True)
class Figures:
    """The gauges with the proposal they are read from."""

    proposal_id: int
    number: int
    name: str
    gauges: Sequence[Gauge]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One school: what each subject has over its need (or lacks), in hundredths of a post; None: no need."""

    school_id: int
    name: str
    area: Area
    cells: Sequence[int | None]
    short: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Shortages and surpluses of one stage: `hidden` schools lack less than those shown; `others` are counted only."""

    stage: Stage
    subjects: Sequence[str]
    rows: Sequence[HeatRow]
    hidden: int
    others: int  # subjects with few posts, counted in the sums


@dataclass(frozen=True, slots=True)
class Lack:
    """One subject of a school that lacks teachers, in hundredths of a post."""

    school: str
    stage: Stage
    subject: str
    amount: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The shown stages; what several schools lack most, and what each area lacks over all of its schools."""

    stages: Sequence[Heat]
    worst: Sequence[Lack]
    areas: Mapping[Area, int]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk of somebody with work on others' records."""

    situation: Message
    day: date
    cycle: CyclePage | None
    tasks: Sequence[Task]
    figures: Figures | None
    heat: HeatMap | None
    news: Sequence[Notice]
    others: Sequence[CyclePage] = ()
    main_href: str = ""
    main_label: Message | None = None

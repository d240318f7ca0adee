"""Cycles, their policy, the eligibility list and the preferences as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from policy.messages import Message
from policy.vocabulary import Stage
from rotation.vocabulary.pages.carrying import CarryPage
from rotation.vocabulary.pages.places import Place, Step, VerdictLine
from rotation.vocabulary.states import CycleState


@dataclass(frozen=True, slots=True)
class Todo:
    """What district HR should do next in a cycle; `endpoint` and `values` make the link, `detail` is how it stands."""

    label: Message
    endpoint: str
    values: Mapping[str, Any]
    due: date | None = None
    detail: Message | None = None


@dataclass(frozen=True, slots=True)
class PolicyNumber:
    """One number of the policy: as it is in force, as shipped, its range, its source."""

    key: str
    value: Any
    shipped: Any
    kind: str
    unit: str
    low: Any
    high: Any
    choices: tuple[str, ...]
    source: str
    confidence: str
    note: str

    @property
    def differs(self) -> bool:
        """Whether the district has set it."""
        return bool(self.value != self.shipped)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a cycle's policy numbers."""

    number: int
    source: str
    reason: str
    by: str
    at: datetime
    sha256: str
    text: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle in the list."""

    id: int
    name: str
    school_year: int
    reference_date: date
    state: CycleState


@dataclass(frozen=True, slots=True)
class CyclePage:
    """A cycle's overview."""

    id: int
    name: str
    school_year: int
    reference_date: date
    state: CycleState
    version: int
    note: str
    policy_version: int
    policy_source: str
    preference_deadline: date | None
    review_deadline: date | None
    objection_deadline: date | None
    steps: tuple[Step, ...]
    todos: tuple[Todo, ...]
    decided_at: datetime | None
    list_fixed_at: datetime | None
    list_is_stale: bool  # the policy is another one than the list was made with
    eligible: int
    listed: int
    overrides: int
    filed: int  # teachers who filed preferences
    scenarios: int
    proposals: int
    plan: CarryPage | None = None  # the approved plan against the register
    may: frozenset[str] = frozenset()  # events of transitions this reader may take now


@dataclass(frozen=True, slots=True)
class EligibilityLine:
    """One teacher of the eligibility list."""

    teacher_id: int
    staff_no: str
    name: str
    school: Place
    stage: Stage
    subject: str
    eligible: bool
    overridden: bool
    retirement_month: str
    reason: Message


@dataclass(frozen=True, slots=True)
class EligibilityDetail:
    """Why one teacher is eligible or not, condition by condition; an override with who and why."""

    line: EligibilityLine
    verdicts: tuple[VerdictLine, ...]
    policy_version: int
    override_reason: str = ""
    override_by: str = ""
    override_at: datetime | None = None
    override_version: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One teacher whose answer would change if the list were made again now; None where not on one of the lists."""

    staff_no: str
    name: str
    was: bool | None
    would_be: bool | None
    reason: Message


@dataclass(frozen=True, slots=True)
class AllowedSchool:
    """A school as a choice: minutes, and the rule that refuses it, if one does."""

    place: Place
    minutes: int | None
    refusal: Message | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    """A teacher's ranked list with the schools to choose from."""

    cycle_id: int
    cycle_name: str
    is_open: bool
    closed_because: Message | None
    deadline: date | None
    most: int  # how many schools may be ranked
    ranked: tuple[AllowedSchool, ...]
    allowed: tuple[AllowedSchool, ...]
    refused: tuple[AllowedSchool, ...]
    filed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreferenceLine:
    """One teacher's filed list, for district HR."""

    teacher_id: int
    staff_no: str
    name: str
    school: Place | None
    choices: tuple[Place, ...]
    filed_at: datetime

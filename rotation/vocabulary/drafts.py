"""What services are handed: the input of a person, typed, before any rule has judged it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from policy.values import Value
from policy.vocabulary import LockAction
from rotation.vocabulary.states import Answer, LockSource, Reply


@dataclass(frozen=True, slots=True)
class CycleDraft:
    """A rotation cycle to be opened or changed; deadlines are district days and include the day itself."""

    name: str
    school_year: int
    reference_date: date
    preference_deadline: date | None = None
    review_deadline: date | None = None
    objection_deadline: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A new version of a cycle's policy numbers: TOML over the shipped ones, the document behind it, the reason."""

    text: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """A computed eligibility overruled by hand."""

    staff_no: str
    eligible: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CarryDraft:
    """An approved plan to be carried into the register: the first day, and the fingerprint of what was shown."""

    first_day: date
    seal: str


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """A scenario: policy numbers that differ from the cycle's (by dotted key), seed and time limit in seconds.

    `based_on` is the proposal to keep to with as few changes as possible.
    """

    name: str
    note: str = ""
    overrides: Mapping[str, Value] = field(default_factory=dict)
    seed: int = 0
    time_limit: int = 600
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class LockDraft:
    """Somebody fixed by hand: stays, moves to a school, or does not go to one."""

    staff_no: str
    action: LockAction
    school: str = ""  # school code; empty for `stay`
    reason: str = ""
    source: LockSource = LockSource.DISTRICT


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """A principal's answer to one item of the review."""

    answer: Answer
    reason: str = ""
    alternative: str = ""
    alternative_staff_no: str = ""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """The reply of district HR to one objection; an accepted one names the lock that follows from it."""

    reply: Reply
    reason: str = ""
    lock: LockDraft | None = None

"""The words of continuing education: kinds of activity, categories of credits, states of a record, ledgers, cycles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from core.enums import LabelledEnum
from policy.messages import Message, say


class ActivityKind(LabelledEnum):
    """What was done; the policy says how many hours of each kind make a credit."""

    TRAINING = "training"
    ONLINE = "online"
    SCHOOL_BASED = "school_based"
    TEACHING_RESEARCH = "teaching_research"
    RESEARCH = "research"
    PRACTICE = "practice"
    EXCHANGE = "exchange"
    OBSERVATION = "observation"
    GUIDANCE = "guidance"


ActivityKind.words(
    {
        ActivityKind.TRAINING: (say("training course"), "none"),
        ActivityKind.ONLINE: (say("online course"), "none"),
        ActivityKind.SCHOOL_BASED: (say("school-based study"), "none"),
        ActivityKind.TEACHING_RESEARCH: (say("teaching research"), "none"),
        ActivityKind.RESEARCH: (say("research project"), "none"),
        ActivityKind.PRACTICE: (say("practice course"), "none"),
        ActivityKind.EXCHANGE: (say("professional exchange"), "none"),
        ActivityKind.OBSERVATION: (say("observation and diagnosis"), "none"),
        ActivityKind.GUIDANCE: (say("follow-up guidance"), "none"),
    }
)

PROOF_NEEDED = frozenset({ActivityKind.TRAINING, ActivityKind.ONLINE})
"""Kinds others issue certificates for: without one they cannot be submitted."""


class Category(LabelledEnum):
    """Which of a cycle's credits an activity counts for."""

    REQUIRED_PUBLIC = "required_public"
    REQUIRED_PROFESSIONAL = "required_professional"
    ELECTIVE = "elective"
    SCHOOL = "school"


Category.words(
    {
        Category.REQUIRED_PUBLIC: (say("required, public"), "none"),
        Category.REQUIRED_PROFESSIONAL: (say("required, professional"), "none"),
        Category.ELECTIVE: (say("elective"), "none"),
        Category.SCHOOL: (say("school-based"), "none"),
    }
)


class RecordState(LabelledEnum):
    """Where a training record stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHOOL_APPROVED = "school_approved"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"

    @property
    def to_applicant(self) -> "AsTold":
        """What the teacher is told: who has the record, and never “approved” before the district has decided."""
        return _WAITING.get(self) or AsTold(self.label, self.tone)


@dataclass(frozen=True, slots=True)
class AsTold:
    """A state as one reader may know it; looks like a member of a labelled list."""

    label: Message
    tone: str


UNDER_REVIEW = AsTold(say("under review"), "run")
_WAITING = {
    RecordState.SUBMITTED: UNDER_REVIEW,
    RecordState.SCHOOL_APPROVED: AsTold(say("the school agrees, the district decides"), "run"),
}

RecordState.words(
    {
        RecordState.DRAFT: (say("draft"), "none"),
        RecordState.SUBMITTED: (say("waits for the school"), "run"),
        RecordState.SCHOOL_APPROVED: (say("waits for the district"), "run"),
        RecordState.APPROVED: (say("credited"), "ok"),
        RecordState.RETURNED: (say("returned"), "bad"),
        RecordState.WITHDRAWN: (say("withdrawn"), "none"),
        RecordState.REVERSED: (say("credit reversed"), "bad"),
    }
)
RecordState.moves(
    {
        RecordState.DRAFT: frozenset({RecordState.SUBMITTED, RecordState.WITHDRAWN}),
        RecordState.SUBMITTED: frozenset(
            {RecordState.SCHOOL_APPROVED, RecordState.APPROVED, RecordState.RETURNED, RecordState.WITHDRAWN}
        ),
        RecordState.SCHOOL_APPROVED: frozenset({RecordState.APPROVED, RecordState.RETURNED, RecordState.WITHDRAWN}),
        RecordState.RETURNED: frozenset({RecordState.SUBMITTED, RecordState.WITHDRAWN}),
        RecordState.WITHDRAWN: frozenset({RecordState.SUBMITTED}),
        RecordState.APPROVED: frozenset({RecordState.REVERSED}),
    }
)

OPEN = frozenset({RecordState.SUBMITTED, RecordState.SCHOOL_APPROVED})
COUNTED = frozenset({*OPEN, RecordState.APPROVED})
"""Records whose hours fill the days of their teacher: handed in or credited."""

EDITABLE = frozenset({RecordState.DRAFT, RecordState.RETURNED, RecordState.WITHDRAWN})
GONE = frozenset({RecordState.WITHDRAWN, RecordState.REVERSED})
"""Records that no longer stand in the way of another one for the same activity."""


EVENTS: Mapping[str, Message] = {
    "training.logged": say("record logged"),
    "training.entered": say("entered from a roster"),
    "training.changed": say("record changed"),
    "training.submitted": say("handed in"),
    "training.withdrawn": say("taken back"),
    "training.school_approved": say("approved for the school"),
    "training.approved": say("approved for the district and credited"),
    "training.returned": say("returned to mend"),
    "training.reversed": say("credit reversed"),
    "training.deleted": say("draft deleted"),
    "file.stored": say("evidence added"),
    "file.removed": say("evidence removed"),
}
"""What happened to a record, in words."""


class Step(StrEnum):
    """The two decisions on a record."""

    SCHOOL = "school"
    DISTRICT = "district"


class Ledger(StrEnum):
    """Hours and credits are two ledgers: one does not follow from the other by a fixed factor."""

    HOURS = "hours"
    CREDITS = "credits"


class Account(StrEnum):
    """The two sides of a posting: what a teacher holds, and the activities it came from."""

    TEACHER = "teacher"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What a teacher (or a roster) says about an activity; hours in hundredths."""

    kind: ActivityKind
    category: Category
    title: str
    start_on: date
    end_on: date
    hours: int
    organiser: str = ""
    certificate_no: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Days another record has hours on; hours in hundredths."""

    title: str
    start_on: date
    end_on: date
    hours: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """A training cycle, both days included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many hours of a kind make a credit, with the day the number took effect and where it stands."""

    hours_per_credit: int
    effective_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a posting; its worth is `amount / denominator`, exactly."""

    ledger: Ledger
    account: Account
    amount: int
    denominator: int

    @property
    def worth(self) -> Fraction:
        """The hours or credits moved."""
        return Fraction(self.amount, self.denominator)


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """Credits of one category; `offset` came from (or, negative, went to) another category's surplus."""

    category: Category
    earned: Fraction
    needed: int
    offset: Fraction

    @property
    def missing(self) -> Fraction:
        """What is still to be earned here."""
        return max(Fraction(0), self.needed - self.earned - self.offset)


@dataclass(frozen=True, slots=True)
class Standing:
    """A teacher's credits and hours of one cycle against what the policy asks.

    `due` is what would be there by now at an even pace through the cycle.
    """

    cycle: Cycle
    categories: tuple[CategoryStanding, ...]
    needed: int
    due: Fraction
    hours: Fraction
    hours_needed: int
    hours_by_year: Mapping[int, Fraction]
    hours_per_year: int

    @property
    def earned(self) -> Fraction:
        """All credits of the cycle, whether the policy asks for them or not."""
        return sum((line.earned for line in self.categories), Fraction(0))

    @property
    def missing(self) -> Fraction:
        """What is still to be earned: each category's lack, and at least what the total lacks."""
        by_category = sum((line.missing for line in self.categories), Fraction(0))
        return max(by_category, self.needed - self.earned, Fraction(0))

    @property
    def counted(self) -> Fraction:
        """How much of what is asked is there."""
        return self.needed - self.missing

    @property
    def beyond(self) -> Fraction:
        """Credits no category asks for: they are kept, but bring the end of the cycle no nearer."""
        return max(Fraction(0), self.earned - self.counted)

    @property
    def hours_missing(self) -> Fraction:
        """Hours still to be collected."""
        return max(Fraction(0), self.hours_needed - self.hours)

    @property
    def behind(self) -> Fraction:
        """How far the counted credits are behind an even pace, zero where they are not."""
        return max(Fraction(0), self.due - self.counted)

    def line(self, category: Category) -> CategoryStanding:
        """Return the standing of one category."""
        return next(line for line in self.categories if line.category is category)

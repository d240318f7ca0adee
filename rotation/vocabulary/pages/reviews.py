"""Reviews, objections and a teacher's own page."""

from dataclasses import dataclass
from datetime import date, datetime

from policy.messages import Message
from rotation.vocabulary.pages.places import Place, Step, VerdictLine
from rotation.vocabulary.pages.plans import CellLine, IndicatorLine, MoveLine, SchoolLine
from rotation.vocabulary.pages.proposals import ProposalPage
from rotation.vocabulary.states import Answer, CycleState, Direction, ObjectionState, ProposalState, Reply, ReviewState


@dataclass(frozen=True, slots=True)
class ReviewItemLine:
    """One move a school is asked about."""

    id: int
    version: int
    direction: Direction
    move: MoveLine
    effect: Message  # what it does to the own school
    answer: Answer | None
    reason: str
    alternative: str
    alternative_staff_no: str  # somebody the school knows
    alternative_name: str
    carried: bool
    reply: Reply | None
    reply_reason: str

    @property
    def alternative_words(self) -> str:
        """Who could go instead: name and staff number, empty where nobody was named."""
        return f"{self.alternative_name} {self.alternative_staff_no}".strip()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A school's review: effect on the own school, people who come and go, answers so far."""

    id: int
    version: int
    proposal_id: int
    proposal_name: str
    cycle_name: str
    place: Place
    state: ReviewState
    deadline: date
    is_open: bool
    sent_at: datetime | None
    sent_by: str
    effect: Message
    school: SchoolLine
    cells: tuple[CellLine, ...]  # those that change or are short
    indicators: tuple[IndicatorLine, ...]
    incoming: tuple[ReviewItemLine, ...]
    outgoing: tuple[ReviewItemLine, ...]
    answered: int
    objections: int
    may: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """How many moves the school is asked about."""
        return len(self.incoming) + len(self.outgoing)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One school's review in the overview of district HR, or in a principal's list."""

    id: int
    proposal_id: int
    proposal_name: str
    place: Place
    state: ReviewState
    deadline: date
    items: int
    agreed: int
    objected: int
    open: int
    unreplied: int
    sent_at: datetime | None
    sent_by: str


@dataclass(frozen=True, slots=True)
class ObjectionItem:
    """A principal's objection as district HR sees it."""

    item: ReviewItemLine
    review_id: int
    place: Place
    sent: bool
    stands: bool = True  # whether the plan that is shown still makes the move


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """What principals objected to in a proposal of the same cycle that was reviewed before."""

    id: int  # the proposal
    number: int
    name: str
    state: ProposalState
    objections: tuple[ObjectionItem, ...]

    @property
    def kept(self) -> int:
        """How many objections were answered by keeping the move."""
        return sum(case.item.reply is Reply.KEPT for case in self.objections)


@dataclass(frozen=True, slots=True)
class ReviewOverview:
    """All answers to one proposal, and the objections of earlier rounds, the last one first."""

    proposal: ProposalPage
    reviews: tuple[ReviewLine, ...]
    objections: tuple[ObjectionItem, ...]
    earlier: tuple[EarlierRound, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """A teacher's objection to the own result."""

    id: int
    version: int
    cycle_id: int
    staff_no: str
    name: str
    move: MoveLine | None  # None: stays
    reason: str
    state: ObjectionState
    filed_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnRotationPage:
    """What rotation is to one teacher: only what is final is told."""

    cycle_id: int
    cycle_name: str
    state: CycleState
    eligible: bool | None  # None: the list is not fixed yet
    reason: Message | None
    verdicts: tuple[VerdictLine, ...]
    steps: tuple[Step, ...]
    result: Message
    is_final: bool
    move: MoveLine | None
    posted_from: date | None  # the first day of the new posting, once the register has it
    serves: tuple[Message, ...]
    choices: tuple[Place, ...]
    filed_at: datetime | None
    may_file: bool
    may_object: bool
    objection_deadline: date | None
    objection: ObjectionLine | None
    decided: "OwnRotationPage | None" = None  # the result of an earlier cycle that is not closed yet
    others: tuple[Message, ...] = ()  # cycles that run beside, each with how it stands

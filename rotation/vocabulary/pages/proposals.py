"""Proposals as pages show them: the head, two side by side, why and why not, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from policy.messages import Message
from policy.vocabulary import Stage
from rotation.vocabulary.pages.places import Place, VerdictLine
from rotation.vocabulary.pages.plans import CoefficientLine, Flow, MoveLine, PlanLine, SchoolLine
from rotation.vocabulary.pages.scenarios import ProposalLine
from rotation.vocabulary.states import CycleState, PriceState, ProposalState


@dataclass(frozen=True, slots=True)
class OvertakenMove:
    """A move that no longer fits the register, and why."""

    move: MoveLine
    sentence: Message


@dataclass(frozen=True, slots=True)
class ReplacedProposal:
    """A proposal under review that is withdrawn when another one is sent."""

    id: int
    number: int
    name: str
    reviews: int
    reviews_sent: int
    is_kept_to: bool  # what its schools agreed to stays agreed


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal: head, lines, flows, figures; lists come through their own queries."""

    id: int
    number: int
    name: str
    cycle_id: int
    cycle_name: str
    scenario_id: int
    scenario_name: str
    state: ProposalState
    version: int
    status: str
    situation: Message
    moves: int
    eligible: int
    backbone_moves: int
    least_moves: int
    most_moves: int
    least_backbone: int  # backbone teachers that the policy of this proposal demands among its moves
    average_minutes: float
    lines: tuple[PlanLine, ...]
    flows: tuple[Flow, ...]
    rules: tuple[tuple[Message, bool, Message], ...]  # words, holds, detail
    coefficients: tuple[CoefficientLine, ...]
    indicators_met: Mapping[str, tuple[int, int, int]]  # indicator -> (units, met before, met after)
    short_before: int
    short_after: int
    unfilled: int
    wishes: Mapping[int, int]  # rank -> people; 0: nobody asked
    created_at: datetime
    created_by: str
    seconds: float
    stopped_by: Message
    label: str
    seed: int
    workers: int
    policy_version: int
    input_sha256: str
    policy_sha256: str
    versions: Mapping[str, str]
    earlier_id: int | None
    earlier_name: str
    review_deadline: date | None
    review_closed_at: datetime | None
    review_closed_reason: str  # empty where all had answered, or the deadline ended it
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    objection_deadline: date | None
    carried_at: datetime | None
    carried_by: str
    carried_first_day: date | None
    reviews: int
    reviews_sent: int
    objections: int  # of principals
    unanswered_objections: int  # without a reply of district HR
    reviews_cut_off: int  # schools that had not answered when the review ended
    cycle_state: CycleState
    broken_promises: int  # people who move although the objection to it was accepted or upheld
    overtaken: tuple[OvertakenMove, ...] = ()  # before the decision: whose move no longer fits the register
    may: frozenset[str] = frozenset()
    why_not: Mapping[str, Message] = field(default_factory=dict)  # transition event -> why this reader may not


@dataclass(frozen=True, slots=True)
class MovedDifference:
    """A teacher who moves differently in two proposals; None: stays."""

    staff_no: str
    name: str
    stage: Stage
    subject: str
    home: Place
    in_a: Place | None
    in_b: Place | None


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two proposals side by side."""

    a: ProposalPage
    b: ProposalPage
    lines: tuple[tuple[PlanLine | None, PlanLine | None], ...]
    same_moves: int
    differing: tuple[MovedDifference, ...]
    schools: tuple[tuple[SchoolLine, SchoolLine], ...]  # those that differ
    same_input: bool


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of the plan with and without, or as it is and when forced."""

    label: Message
    unit: Message
    in_hundredths: bool
    plan: int
    otherwise: int

    @property
    def change(self) -> int:
        """What the other way would change."""
        return self.otherwise - self.plan


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Why somebody moves, stays, or is not sent to a school.

    `kind` is `moves`, `stays`, `refused` or `price`; a price that is not known yet can be asked for (`may_ask`).
    """

    kind: str
    staff_no: str
    name: str
    teacher_id: int
    stage: Stage
    subject: str
    home: Place
    school: Place | None
    sentence: Message
    serves: tuple[Message, ...] = ()
    lines: tuple[WhyLine, ...] = ()
    otherwise: Message | None = None
    refused_by: Message | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    clause: str = ""
    conditions: tuple[VerdictLine, ...] = ()
    price: PriceState | None = None
    may_ask: bool = False
    move: MoveLine | None = None
    policy_version: int = 0


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A proposal that waits for a leader, or was decided; `refusal` says why this reader may not decide."""

    proposal: ProposalLine
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    refusal: Message | None

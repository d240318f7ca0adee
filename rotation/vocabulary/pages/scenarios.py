"""Scenarios, their locks and their searches as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policy.messages import Message
from policy.vocabulary import LockAction
from rotation.vocabulary.pages.places import Place
from rotation.vocabulary.states import LockSource, ProposalState, ScenarioState


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One scenario in the list."""

    id: int
    name: str
    state: ScenarioState
    created_by: str
    created_at: datetime
    overrides: int
    locks: int
    proposal_id: int | None
    moves: int | None
    proposal_number: int | None
    proposal_state: ProposalState | None


@dataclass(frozen=True, slots=True)
class LockLine:
    """Somebody fixed by hand."""

    id: int
    teacher_id: int
    staff_no: str
    name: str
    home: Place | None
    action: LockAction
    school: Place | None
    reason: str
    source: LockSource
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault of the input with the record it is in: `kind` is teacher, school, policy, lock or table."""

    kind: str
    id: int | None  # of the teacher or school, for the link
    name: Message | str
    field: Message | str
    value: str
    message: Message
    cure: Message


@dataclass(frozen=True, slots=True)
class RelaxationLine:
    """One change that would make the scenario feasible."""

    rule: Message
    parameter: Message
    where: Message | str  # empty: everywhere
    old: Message | str
    new: Message | str
    policy_key: str  # the policy number to change in the scenario, empty where it is none


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One line of the order while the search runs; `state` is `done`, `now` or `todo`."""

    name: str
    label: Message
    unit: Message
    state: str
    value: int | None
    bound: int | None
    gap_percent: float | None
    seconds: float
    in_hundredths: bool


@dataclass(frozen=True, slots=True)
class SolveProgress:
    """A running search as people watch it; `curve` holds [seconds, value, bound] of the line being searched."""

    stage: Message
    lines: tuple[ProgressLine, ...]
    plans_found: int
    seconds: float
    time_limit: float
    curve: tuple[tuple[float, int | None, int | None], ...]
    events: tuple[tuple[float, Message], ...]
    attempt: int
    size: Message | None
    keep_requested: bool

    @property
    def current(self) -> ProgressLine | None:
        """The line being searched."""
        return next((line for line in self.lines if line.state == "now"), None)


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """A scenario: its question, and how its search ended or goes on."""

    id: int
    cycle_id: int
    cycle_name: str
    name: str
    note: str
    state: ScenarioState
    version: int
    seed: int
    time_limit: int
    overrides: Mapping[str, Any]
    based_on: int | None
    based_on_name: str
    given_up: bool  # the last search was
    created_by: str
    created_at: datetime
    job_id: int | None
    locks: tuple[LockLine, ...]
    faults: tuple[FaultLine, ...]
    warnings: tuple[FaultLine, ...]
    conflict: tuple[Message, ...]
    relaxations: tuple[RelaxationLine, ...]
    error: Message | None
    progress: SolveProgress | None
    proposals: tuple["ProposalLine", ...]
    input_sha256: str

    @property
    def standing(self) -> str:
        """How far the search is, as title and buttons of its page tell it apart: `found` once a plan can be kept."""
        found = self.progress is not None and self.progress.plans_found
        return "found" if found else self.state.value


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal in a list."""

    id: int
    number: int
    name: str
    scenario_name: str
    cycle_id: int
    cycle_name: str
    state: ProposalState
    status: str
    moves: int
    created_at: datetime
    created_by: str
    values: Mapping[str, int]

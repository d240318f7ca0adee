"""The state machines: every state can be reached and left as the table says, and in no other way."""

import pytest

from accounts.permissions import ROLE_GRANTS, Role
from core.enums import LabelledEnum
from rotation.rules.steps import may_take, reason_given
from rotation.vocabulary.states import CycleState, ObjectionState, ProposalState, ReviewState, ScenarioState
from rotation.vocabulary.transitions import APPROVE, REFUSE, TRANSITIONS, Transition

MACHINES: tuple[type[LabelledEnum], ...] = (CycleState, ScenarioState, ProposalState, ReviewState, ObjectionState)
FINAL = {
    CycleState.CLOSED,
    ProposalState.REFUSED,
    ProposalState.WITHDRAWN,
    ReviewState.SENT,
    ReviewState.CLOSED,
    ObjectionState.UPHELD,
    ObjectionState.REJECTED,
}


@pytest.mark.parametrize("row", TRANSITIONS.values(), ids=lambda row: row.event)
def test_a_transition_stays_in_its_machine(row: Transition) -> None:
    assert {type(source) for source in row.sources} == {type(row.target)}
    assert row.event.split(".")[0] in {"cycle", "scenario", "proposal", "review", "objection"}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_is_reached_but_the_first(machine: type[LabelledEnum]) -> None:
    reached = {row.target for row in TRANSITIONS.values() if type(row.target) is machine}
    assert set(machine) - reached <= {next(iter(machine))}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_is_left_but_the_final_ones(machine: type[LabelledEnum]) -> None:
    left = {source for row in TRANSITIONS.values() for source in row.sources}
    assert set(machine) - left == FINAL & set(machine)


@pytest.mark.parametrize("row", TRANSITIONS.values(), ids=lambda row: row.event)
def test_it_is_taken_from_its_sources_only(row: Transition) -> None:
    machine = type(row.target)
    assert {state for state in machine if may_take(row, state).holds} == set(row.sources)


def test_a_refusal_names_the_state() -> None:
    verdict = may_take(APPROVE, ProposalState.WITHDRAWN)
    assert not verdict.holds
    assert "withdrawn" in str(verdict.sentence)


def test_reasons_are_asked_for_where_needed() -> None:
    assert not reason_given(REFUSE, " \n").holds
    assert reason_given(REFUSE, "too far").holds
    assert reason_given(APPROVE, "").holds


def test_deciding_belongs_to_leaders_alone() -> None:
    deciders = {role for role in Role if APPROVE.permission in ROLE_GRANTS[role]}
    assert deciders == {Role.LEADER}

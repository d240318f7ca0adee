"""A proposal as its page shows it: everything is read from the rows written with the plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.errors import NotFound
from policy.messages import Message
from policy.names import IN_HUNDREDTHS, INDICATORS, LINE_UNITS, LINES, RULES
from policy.verdict import Verdict
from policy.vocabulary import Area
from rotation.models.cycles import PlanInput, RotationCycle
from rotation.models.plans import PlanCoefficient, Proposal, Scenario
from rotation.queries.binding import broken_promises, kept_to
from rotation.queries.places import proposal_of, sentence
from rotation.queries.reviewing import answer_counts
from rotation.queries.scenarios import gap_percent
from rotation.queries.standing import overtaken
from rotation.rules.decisions import (
    Authors,
    all_replied,
    may_decide,
    policy_in_force,
    promises_kept,
    register_agrees,
)
from rotation.rules.policy_numbers import policy_from
from rotation.rules.shares import least_of
from rotation.rules.steps import may_take
from rotation.vocabulary.pages import CoefficientLine, Flow, PlanLine, ProposalPage, ReplacedProposal
from rotation.vocabulary.states import REPLYING, UNDECIDED
from rotation.vocabulary.transitions import (
    APPROVE,
    CLOSE_REVIEW,
    REFUSE,
    RETURN,
    SUBMIT_FOR_DECISION,
    SUBMIT_FOR_REVIEW,
    WITHDRAW,
    Transition,
)

_FILES = {
    "workbook": ("plan.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Proposal.workbook),
    "moves": ("moves.csv", "text/csv", Proposal.moves_csv),
}


def proposal_page(tx: Session, proposal_id: int, identity: Identity, *, on: date) -> ProposalPage:
    """Return the head of a proposal, its lines on their rulers, its flows and figures."""
    row = proposal_of(tx, proposal_id, identity)
    cycle, scenario = tx.get_one(RotationCycle, row.cycle_id), tx.get_one(Scenario, row.scenario_id)
    earlier = None if row.earlier_id is None else tx.get(Proposal, row.earlier_id)
    answers = answer_counts(tx, row)
    broken = broken_promises(tx, row)
    gone = overtaken(tx, row, on=on) if row.state in UNDECIDED else ()
    kept = (promises_kept(broken), register_agrees(len(gone)))
    may, why_not = _may(row, cycle, identity, answers["unanswered_objections"], kept)
    totals = row.totals
    return ProposalPage(
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        scenario_id=scenario.id,
        scenario_name=scenario.name,
        situation=sentence(totals["situation"]),
        least_backbone=_least_backbone(tx, row, cycle),
        average_minutes=round(totals["minutes"] / row.moves, 1) if row.moves else 0.0,
        lines=plan_lines(row),
        flows=tuple(Flow(Area(source), Area(target), people) for source, target, people in totals["flows"]),
        rules=tuple((_rule(rule["name"]), rule["holds"], sentence(rule["detail"])) for rule in row.rules),
        coefficients=coefficient_lines(tx, row),
        indicators_met={name: (met[0], met[1], met[2]) for name, met in totals["indicators"].items()},
        short_before=totals["short_before"],
        short_after=totals["short_after"],
        unfilled=totals["unfilled"],
        wishes={int(rank): people for rank, people in totals["wishes"].items()},
        created_by=row.created_by_name,
        stopped_by=sentence(totals["stopped_by"]),
        versions=row.report.get("versions", {}),
        earlier_id=row.earlier_id,
        earlier_name=earlier.name if earlier else "",
        submitted_by=row.submitted_by_name,
        decided_by=row.decided_by_name,
        carried_by=row.carried_by_name,
        cycle_state=cycle.state,
        broken_promises=broken,
        overtaken=gone,
        may=may,
        why_not=why_not,
        **{name: getattr(row, name) for name in _SAME},
        **answers,
    )


def replaced_by(tx: Session, proposal_id: int, identity: Identity) -> ReplacedProposal | None:
    """Return the proposal under review that is withdrawn when this one is sent, None where there is none."""
    row = proposal_of(tx, proposal_id, identity)
    rows = select(Proposal).where(Proposal.cycle_id == row.cycle_id, Proposal.id != row.id)
    other = tx.execute(rows.where(Proposal.state.in_(REPLYING))).scalars().first()
    if other is None:
        return None
    answers = answer_counts(tx, other)
    return ReplacedProposal(
        id=other.id,
        number=other.number,
        name=other.name,
        reviews=answers["reviews"],
        reviews_sent=answers["reviews_sent"],
        is_kept_to=other.id in kept_to(tx, row),
    )


_SAME = (
    *("id", "number", "name", "state", "version", "status", "moves", "eligible", "backbone_moves", "least_moves"),
    *("most_moves", "created_at", "seconds", "label", "seed", "workers", "policy_version", "input_sha256"),
    *("review_closed_at", "review_closed_reason"),
    *("policy_sha256", "review_deadline", "submitted_at", "decided_at", "decision_reason", "objection_deadline"),
    *("carried_at", "carried_first_day"),
)


def _least_backbone(tx: Session, row: Proposal, cycle: RotationCycle) -> int:
    """Return how many backbone teachers must be among the moves, by the numbers the search was given."""
    text = tx.execute(select(PlanInput.policy_text).where(PlanInput.id == row.input_id)).scalar_one()
    percent = policy_from(text, cycle.reference_date).rotation.min_backbone_share_percent
    return least_of(row.moves, percent)


def plan_lines(row: Proposal) -> tuple[PlanLine, ...]:
    """Return the lines of a proposal in the order of the search."""
    return tuple(_plan_line(line) for line in row.lines)


def _plan_line(line: Mapping[str, Any]) -> PlanLine:
    name = line["name"]
    return PlanLine(
        name=name,
        label=LINES[name],
        unit=LINE_UNITS[name],
        note=sentence(line["note"]),
        in_hundredths=name in IN_HUNDREDTHS,
        value=line["value"],
        before=line["before"],
        best=line["best"],
        cap=line["cap"],
        bound=line["bound"],
        is_proven=line["bound"] is not None and line["bound"] == line["best"],
        gap_percent=gap_percent(line["best"], line["bound"]),
        proof=sentence(line["proof"]),
        change=sentence(line["change"]),
        seconds=line["seconds"],
    )


def coefficient_lines(tx: Session, row: Proposal) -> tuple[CoefficientLine, ...]:
    """Return the 差异系数 of the district before and after."""
    rows = select(PlanCoefficient).where(PlanCoefficient.proposal_id == row.id).order_by(PlanCoefficient.id)
    return tuple(
        CoefficientLine(
            found.stage, found.indicator, INDICATORS[found.indicator], found.before, found.after, found.limit
        )
        for found in tx.execute(rows).scalars()
    )


def download(tx: Session, proposal_id: int, kind: str, identity: Identity) -> tuple[str, bytes, str]:
    """Return a file of a proposal: its name, its bytes, its media type.

    Raises `NotFound` for a kind there is not.
    """
    row = proposal_of(tx, proposal_id, identity)
    if kind not in _FILES:
        raise NotFound
    name, media_type, column = _FILES[kind]
    data = tx.execute(select(column).where(Proposal.id == row.id)).scalar_one()
    return f"{row.cycle_id}-{row.number}-{name}", data, media_type


def _may(
    row: Proposal, cycle: RotationCycle, identity: Identity, unreplied: int, kept: tuple[Verdict, ...]
) -> tuple[frozenset[str], Mapping[str, Message]]:
    """Return which transitions the reader may take, and why not where something besides the state is in the way."""
    own = may_decide(Authors(row.created_by, row.submitted_by), identity.user_id)
    policy = policy_in_force(row.policy_version, cycle.policy_version)
    conditions = {
        SUBMIT_FOR_REVIEW: (policy,),
        CLOSE_REVIEW: (),
        WITHDRAW: (),
        SUBMIT_FOR_DECISION: (policy, all_replied(unreplied), *kept),
        APPROVE: (own, *kept),
        REFUSE: (own,),
        RETURN: (own,),
    }
    may, why_not = set(), {}
    for transition, verdicts in conditions.items():
        if not _open_to(transition, row, identity):
            continue
        against = next((verdict for verdict in verdicts if not verdict.holds), None)
        if against is None:
            may.add(transition.event)
        else:
            why_not[transition.event] = against.sentence
    return frozenset(may), why_not


def _open_to(transition: Transition, row: Proposal, identity: Identity) -> bool:
    needed: Permission | None = transition.permission
    return needed is not None and identity.may(needed) and may_take(transition, row.state).holds


def _rule(name: str) -> Message:
    return RULES.get(name) or Message("{name}", {"name": name})

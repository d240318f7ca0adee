"""The district's figures against their targets, as the cycle's proposal would leave them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Figures, Gauge
from core.web.language import number
from policy.messages import Message, say
from rotation import queries as rotation
from rotation.vocabulary.pages import CoefficientLine, CyclePage, ProposalLine, ProposalPage
from rotation.vocabulary.states import ProposalState

_GONE = {ProposalState.WITHDRAWN, ProposalState.REFUSED}
SHOWN_COEFFICIENTS = 3


def figures(tx: Session, identity: Identity, cycle: CyclePage | None, on: date) -> Figures | None:
    """Return how many move, how many of them are backbone teachers, and the widest coefficients of variation."""
    if cycle is None or not identity.may(Permission.PLAN_READ):
        return None
    lines = [line for line in rotation.proposals(tx, identity, cycle.id) if line.state not in _GONE]
    if not lines:
        return None
    page = rotation.proposal_page(tx, max(lines, key=_weight).id, identity, on=on)
    widest = sorted(page.coefficients, key=lambda line: -((line.after or 0) * 100 - line.limit))
    measured = [_coefficient(line) for line in widest[:SHOWN_COEFFICIENTS] if line.after is not None]
    return Figures(page.id, page.number, page.name, [*_shares(page), *measured])


def _weight(line: ProposalLine) -> tuple[bool, int]:
    """Return which proposal counts: one that is approved or on its way to it before all drafts, then the newest."""
    return line.state is ProposalState.APPROVED or line.state.is_under_way, line.id


def _shares(page: ProposalPage) -> Iterator[Gauge]:
    if page.eligible:
        yield _at_least(say("People who move"), page.moves, page.least_moves)
    if page.moves:
        yield _at_least(say("Backbone teachers among them"), page.backbone_moves, page.least_backbone)


def _at_least(label: Message, value: int, target: int) -> Gauge:
    met = value >= target
    wanted = say("at least {count}", count=number(target))
    return Gauge(label, float(value), float(target), wanted, number(value), met, _met(met))


def _coefficient(line: CoefficientLine) -> Gauge:
    """Return one 差异系数: lower is better."""
    after, limit = float(line.after or 0), line.limit / 100
    return Gauge(
        label=say("{indicator}, {stage}: coefficient of variation", indicator=line.label, stage=line.stage.label),
        value=after,
        target=limit,
        target_text=say("limit {limit}", limit=number(limit, 2)),
        text=number(after, 2),
        met=line.within_after,
        verdict=say("kept") if line.within_after else say("over the limit"),
    )


def _met(holds: bool) -> Message:
    return say("met") if holds else say("missed")

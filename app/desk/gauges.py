"""The district's figures against their targets, as the newest proposal of the cycle would leave them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Gauge
from core.web.language import number
from policy.messages import Message, say
from rotation import queries as rotation
from rotation.vocabulary.pages import CoefficientLine, CyclePage, ProposalPage
from rotation.vocabulary.states import ProposalState

_GONE = {ProposalState.WITHDRAWN, ProposalState.REFUSED}
SHOWN_COEFFICIENTS = 3


def gauges(tx: Session, identity: Identity, cycle: CyclePage | None, on: date) -> list[Gauge]:
    """Return how many move, how many of them are backbone teachers, and the widest coefficients of variation."""
    if cycle is None or not identity.may(Permission.PLAN_READ):
        return []
    lines = [line for line in rotation.proposals(tx, identity, cycle.id) if line.state not in _GONE]
    if not lines:
        return []
    page = rotation.proposal_page(tx, max(line.id for line in lines), identity, on=on)
    widest = sorted(page.coefficients, key=lambda line: -((line.after or 0) * 100 - line.limit))
    return [*_shares(page), *(_coefficient(line) for line in widest[:SHOWN_COEFFICIENTS] if line.after is not None)]


def _shares(page: ProposalPage) -> Iterator[Gauge]:
    if page.eligible:
        wanted = say("at least {count}", count=page.least_moves)
        yield _at_least(say("People who move"), page.moves, page.least_moves, wanted)
    if page.moves:
        share = 100 * page.backbone_moves / page.moves
        held = next((holds for words, holds, _ in page.rules if words.template.startswith("backbone")), True)
        text = say("{percent}% of {moves}", percent=number(share, 1), moves=page.moves)
        yield Gauge(
            label=say("Backbone teachers among them"),
            value=float(page.backbone_moves),
            target=float(page.backbone_moves),
            target_text=text,
            text=number(page.backbone_moves),
            met=held,
            verdict=_met(held),
        )


def _at_least(label: Message, value: int, target: int, text: Message) -> Gauge:
    met = value >= target
    return Gauge(label, float(value), float(target), text, number(value), met, _met(met))


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

"""An approved plan carried into the register: what would happen first, then the act itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import Page, PageWish, flash_warning, page_wish
from policy.messages import Message, say
from rotation import queries, services
from rotation.forms.carrying import CarryForm
from rotation.views.answering import Answer, attempt, done, seen_version, shown
from rotation.views.blueprints import rotation
from rotation.vocabulary.pages import CarryLine, CarryPage
from rotation.vocabulary.states import CarryState

PARTS: Mapping[CarryState, Message] = {
    CarryState.CANNOT: say("Cannot be carried"),
    CarryState.READY: say("Ready"),
    CarryState.THERE: say("In the register"),
}
"""The parts of a plan, what needs a look first."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The chosen part of the moves, and how many stand in each."""

    current: CarryState
    counts: Mapping[CarryState, int]
    rows: Page[CarryLine]
    words: Mapping[CarryState, Message]


@rotation.route("/proposals/<int:proposal_id>/register", methods=["GET", "POST"])
@requires(Permission.PLAN_CARRY)
def carry_over(proposal_id: int) -> Answer:
    """Show what carrying a plan into the register would do, and do it."""
    form, reader = CarryForm(), signed_in()
    deed = attempt(
        form,
        lambda tx: services.carry_over(tx, proposal_id, seen_version(), form.draft(), by=reader, on=today()),
    )
    if deed:
        return _told(deed.value)
    plan = queries.carry_page(reading(), proposal_id, reader, first_day=day_asked(), on=today())
    return shown("rotation/proposals/carry.html", form, plan=plan, parts=parts_of(plan, page_wish()))


def day_asked() -> date | None:
    """Return the first day of the address or of the sent form; nonsense is the usual one."""
    try:
        return date.fromisoformat(request.values.get("first_day", ""))
    except ValueError:
        return None


def parts_of(plan: CarryPage, wish: PageWish) -> Parts:
    """Return one page of the part the address asks for, else of the first that has anything."""
    counts = {state: len(plan.of(state)) for state in PARTS}
    asked = request.args.get("part", "")
    fullest = next((state for state, count in counts.items() if count), CarryState.READY)
    current = CarryState(asked) if asked in set(CarryState) else fullest
    lines = plan.of(current)
    number = min(wish.number, max(1, -(-len(lines) // wish.size)))
    start = (number - 1) * wish.size
    return Parts(current, counts, Page(lines[start : start + wish.size], len(lines), number, wish.size), PARTS)


def _told(plan: CarryPage) -> Answer:
    """Say what was done, and show what is left."""
    if plan.barred:
        flash_warning(say("{count} moves could not be carried; they are listed with the reason.", count=plan.barred))
    words = say("{count} postings are in the register now.", count=plan.ready)
    return done(words, "rotation.carry_over", proposal_id=plan.id)

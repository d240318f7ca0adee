"""Why somebody moves or stays, and why not elsewhere: from what is stored, at once; a price takes a search."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit, jobs
from core.audit import Subject
from core.clock import instant
from core.errors import NotFound
from policy.eligibility import reason_of
from policy.messages import Message, say
from policy.names import IN_HUNDREDTHS, LINE_UNITS, LINES, RULES
from rotation.models.cycles import PlanInput
from rotation.models.plans import PlanMove, PlanPrice, Proposal
from rotation.planning.archive import unpacked
from rotation.planning.asking import About, about_then
from rotation.queries.moves import move_line
from rotation.queries.places import place, places, proposal_of, sentence
from rotation.services.notifying import proposal_link
from rotation.services.rows import proposal_for
from rotation.vocabulary.pages import Place, VerdictLine, WhyLine, WhyPage
from rotation.vocabulary.states import PriceState
from teachers.models import School, Teacher

PRICE = "price"
"""The kind of job that works out a price."""


def why(tx: Session, proposal_id: int, staff_no: str, school_id: int | None = None, *, by: Identity) -> WhyPage:
    """Return why somebody moves, stays, or is not sent to a school.

    Raises `NotFound` for who is not in the plan's tables, or a school that is not.
    """
    proposal = proposal_of(tx, proposal_id, by)
    about = _about(tx, proposal, staff_no)
    person = tx.execute(select(Teacher).where(Teacher.staff_no == staff_no)).scalar_one()
    rows = select(PlanMove).where(PlanMove.proposal_id == proposal.id, PlanMove.teacher_id == person.id)
    move = tx.execute(rows).scalar_one_or_none()
    if move is not None and school_id in {None, move.to_school_id}:
        return _why_moved(tx, proposal, about, person.id, move)
    if school_id is None:
        return _why_stays(tx, proposal, about, person.id)
    return _why_not(tx, proposal, about, person.id, place(tx, school_id))


def ask_price(tx: Session, proposal_id: int, staff_no: str, school_id: int, *, by: Identity, on: date) -> PlanPrice:
    """Ask what sending somebody to a school would cost; the answer is kept, and asked for once."""
    proposal = proposal_for(tx, proposal_id, Permission.PLAN_READ, by)
    about, target = _about(tx, proposal, staff_no), place(tx, school_id)
    person = tx.execute(select(Teacher).where(Teacher.staff_no == staff_no)).scalar_one()
    if not about.knows(target.code):
        raise NotFound
    known = _price(tx, proposal, person.id, target.id)
    if known is not None and not _is_lost(tx, known):
        return known
    row = known or PlanPrice(proposal_id=proposal.id, teacher_id=person.id, school_id=target.id, lines=[])
    row.state, row.asked_at = PriceState.WAITING, instant()
    tx.add(row)
    tx.flush()
    link = f"{proposal_link(proposal.id)}/why/{staff_no}?school={target.id}"
    job = jobs.enqueue(tx, PRICE, {"price": row.id}, by=by, key=f"{PRICE}:{row.id}", link=link)
    row.job_id = job.id
    facts = {"teacher": staff_no, "school": target.code}
    audit.record(tx, "proposal.price_asked", Subject.of("proposal", proposal.id), by=by, facts=facts)
    return row


def _about(tx: Session, proposal: Proposal, staff_no: str) -> About:
    """Ask about a teacher as the tables of the proposal's search had it."""
    blob = tx.execute(select(PlanInput.archive).where(PlanInput.id == proposal.input_id)).scalar_one()
    about = about_then(unpacked(blob), staff_no)
    if about is None:
        raise NotFound
    return about


def _why_moved(tx: Session, proposal: Proposal, about: About, teacher_id: int, move: PlanMove) -> WhyPage:
    known = places(tx)
    facts = {"home": known[move.from_school_id].name, "school": known[move.to_school_id].name}
    text = say(
        "{name} moves from {home} to {school} to teach {subject}: {purpose}.",
        name=move.name,
        subject=move.subject,
        purpose=sentence(move.reason),
        **facts,
    )
    values = {line["name"]: line["value"] for line in proposal.lines}
    return _page(
        proposal,
        about,
        teacher_id,
        known[move.from_school_id],
        kind="moves",
        sentence=text,
        school=known[move.to_school_id],
        serves=tuple(sentence(fact) for fact in move.served),
        lines=tuple(_line(name, values[name], values[name] - part) for name, part in _in_order(values, move.parts)),
        otherwise=say("Without the team's moves") if move.team else say("Without this move"),
        move=move_line(move, known),
    )


def _why_stays(tx: Session, proposal: Proposal, about: About, teacher_id: int) -> WhyPage:
    answer, name = about.eligibility, about.teacher.name
    text = say("{name} is eligible and stays in this plan; ask about a school to see why not there.", name=name)
    if not answer.eligible:
        text = say("{name} is not eligible. {reason}", name=name, reason=reason_of(answer))
    return _page(proposal, about, teacher_id, _home(tx, about), kind="stays", sentence=text)


def _why_not(tx: Session, proposal: Proposal, about: About, teacher_id: int, target: Place) -> WhyPage:
    """Return the first rule that refuses the school, else the price of forcing it as far as it is known."""
    if not about.knows(target.code):
        raise NotFound
    home, verdict = _home(tx, about), about.refusal(target.code)
    if verdict is not None:
        return _page(
            proposal,
            about,
            teacher_id,
            home,
            kind="refused",
            school=target,
            sentence=verdict.sentence,
            refused_by=RULES.get(verdict.rule) or _CONDITIONS.get(verdict.rule),
            facts=dict(verdict.facts),
            clause=verdict.clause,
        )
    price = _price(tx, proposal, teacher_id, target.id)
    lost = price is not None and _is_lost(tx, price)
    words = {"school": target.name, "name": about.teacher.name}
    text = say("No rule refuses {school} to {name}; it can be worked out what sending them there would cost.", **words)
    if price is not None and price.sentence is not None:
        text = sentence(price.sentence)
    elif price is not None and not lost:
        text = say("It is being worked out what sending {name} to {school} would cost.", **words)
    return _page(
        proposal,
        about,
        teacher_id,
        home,
        kind="price",
        school=target,
        sentence=text,
        price=None if price is None or lost else price.state,
        may_ask=price is None or lost,
        lines=() if price is None else tuple(_line(*line) for line in price.lines),
        otherwise=say("If it is forced"),
    )


def _page(proposal: Proposal, about: About, teacher_id: int, home: Place, **values: object) -> WhyPage:
    """Return a page with what every answer shows: the person, and the conditions of eligibility."""
    teacher = about.teacher
    conditions = tuple(
        VerdictLine(verdict.rule, verdict.holds, verdict.sentence, verdict.clause)
        for verdict in about.eligibility.verdicts
    )
    shown: dict[str, object] = {"school": None, **values}
    return WhyPage(
        staff_no=teacher.staff_no,
        name=teacher.name,
        teacher_id=teacher_id,
        stage=teacher.stage,
        subject=teacher.subject,
        home=home,
        conditions=conditions,
        policy_version=proposal.policy_version,
        **shown,  # type: ignore[arg-type]
    )


def _home(tx: Session, about: About) -> Place:
    rows = select(School.id).where(School.code == about.teacher.school)
    return place(tx, tx.execute(rows).scalar_one())


def _price(tx: Session, proposal: Proposal, teacher_id: int, school_id: int) -> PlanPrice | None:
    rows = select(PlanPrice).where(
        PlanPrice.proposal_id == proposal.id, PlanPrice.teacher_id == teacher_id, PlanPrice.school_id == school_id
    )
    return tx.execute(rows).scalar_one_or_none()


def _is_lost(tx: Session, price: PlanPrice) -> bool:
    """Whether a price is waited for in vain: its job ended without an answer."""
    if price.state is not PriceState.WAITING or price.job_id is None:
        return False
    job = tx.get(jobs.Job, price.job_id)
    return job is None or not job.is_open


def _line(name: str, plan: int, otherwise: int) -> WhyLine:
    return WhyLine(LINES[name], LINE_UNITS[name], name in IN_HUNDREDTHS, plan, otherwise)


def _in_order(values: dict[str, int], parts: dict[str, int]) -> list[tuple[str, int]]:
    return [(name, parts[name]) for name in values if name in parts]


_CONDITIONS: dict[str, Message] = {
    "eligible": say("conditions of eligibility"),
    "other-school": say("a move leads to another school"),
    "demand": say("a move fills a subject that is needed"),
    "travel": say("limit on the commute"),
    "destination": say("moves only fill shortages"),
}

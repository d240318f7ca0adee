"""Whether a plan still fits the register, may be carried into it, and what becomes of each of its moves there."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from policy.messages import Message, say
from policy.verdict import Verdict
from policy.vocabulary import Stage
from rotation.rules.windows import objections_over
from rotation.vocabulary.states import CycleState, ProposalState
from teachers.rules.postings import day_before, has_unit

APPROVED = "plan-approved"
NEAR = "first-day-near"
POSTED = "posted-already"
FREE = "can-be-posted"
STANDS = "register-unchanged"
FARTHEST = timedelta(days=366)
"""What is further from the reference date than the school years before and after it was mistyped."""


@dataclass(frozen=True, slots=True)
class Held:
    """A posting on file as these rules see it; `school` is the name for the sentence."""

    school_id: int
    school: str
    stage: Stage
    subject: str
    second_subject: str
    fte: int  # in hundredths
    valid_from: date
    valid_to: date | None

    @property
    def subjects(self) -> tuple[str, str]:
        """What is taught, the first subject first."""
        return self.subject, self.second_subject


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to move, as the register has them now."""

    has_left: bool
    was_upheld: bool  # an objection to this very move
    postings: Sequence[Held]


@dataclass(frozen=True, slots=True)
class Way:
    """One move of the plan, and the school it leads to as it is now."""

    home_id: int
    home: str
    target_id: int
    target: str
    stage: Stage
    subject: str
    closed_on: date | None
    stages: Set[Stage]


def may_carry(proposal: ProposalState, cycle: CycleState, deadline: date | None, unanswered: int, on: date) -> Verdict:
    """Judge whether a plan may be carried into the register: approved, decided, and nobody can object any more."""
    facts = {"proposal": proposal.value, "cycle": cycle.value}
    if proposal is not ProposalState.APPROVED:
        sentence = say("Only an approved plan is carried into the register: this is {state}.", state=proposal.label)
        return Verdict(False, APPROVED, sentence, facts)
    if cycle is not CycleState.DECIDED:
        sentence = say("The plan cannot be carried into the register now: the cycle is {state}.", state=cycle.label)
        return Verdict(False, APPROVED, sentence, facts)
    return objections_over(cycle, deadline, unanswered, on)


def first_day_near(first_day: date, reference_date: date) -> Verdict:
    """Judge whether a first day is close enough to the day the plan was counted at to be meant."""
    facts = {"first_day": first_day.isoformat(), "reference_date": reference_date.isoformat()}
    if abs(first_day - reference_date) <= FARTHEST:
        return Verdict(True, NEAR, say("The first day lies near the reference date."), facts)
    sentence = say("This day is more than a year from the reference date {day}.", day=reference_date)
    return Verdict(False, NEAR, sentence, facts)


def posted_already(way: Way, postings: Iterable[Held], first_day: date) -> Verdict:
    """Judge whether the register has the move: a posting there, of this subject, on the first day or later."""
    found = next((held for held in postings if _is_there(held, way, first_day)), None)
    if found is None:
        return Verdict(False, POSTED, say("The register has no such posting."))
    day = found.valid_from
    return Verdict(True, POSTED, say("Is posted there from {day}.", day=day), {"from": found.valid_from.isoformat()})


def still_stands(way: Way, person: Person, day: date) -> Verdict:
    """Judge whether a move not decided on yet still fits the register on a day: else another search is needed."""
    there = posted_already(way, person.postings, day).holds
    place = () if there else chain(_of_target(way, day), _of_post(way, person, day))
    against = next(chain(_of_person(person), place), None)
    if against is None:
        return Verdict(True, STANDS, say("The register is as the plan took it."))
    return Verdict(False, STANDS, against)


def may_post(way: Way, person: Person, first_day: date) -> Verdict:
    """Judge whether the register lets a move begin on a day; the first thing against it is the reason."""
    refusals = chain(_of_person(person), _of_target(way, first_day), _of_postings(way, person, first_day))
    against = next(refusals, None)
    if against is None:
        return Verdict(True, FREE, say("Nothing on file speaks against it."))
    return Verdict(False, FREE, against)


def before(postings: Iterable[Held], first_day: date) -> Held | None:
    """Return the last posting that began before a day."""
    earlier = (held for held in postings if held.valid_from < first_day)
    return max(earlier, key=lambda held: held.valid_from, default=None)


def subjects_there(subject: str, held: Held) -> tuple[str, str]:
    """Return the first and second subject of the new posting: what is not taught first stays on file as the second."""
    first, second = held.subjects
    return (first, second) if subject == first else (subject, first)


def _is_there(held: Held, way: Way, first_day: date) -> bool:
    lasts = held.valid_to is None or held.valid_to >= first_day
    return lasts and held.school_id == way.target_id and held.stage is way.stage and way.subject in held.subjects


def _of_person(person: Person) -> Iterator[Message]:
    if person.has_left:
        yield say("Has left the service.")
    if person.was_upheld:
        yield say("The objection to this move was upheld.")


def _of_target(way: Way, first_day: date) -> Iterator[Message]:
    if way.closed_on is not None and way.closed_on <= first_day:
        yield say("{school} is closed from {day}.", school=way.target, day=way.closed_on)
    unit = has_unit(way.stages, way.stage)
    if not unit.holds:
        yield unit.sentence


def _of_post(way: Way, person: Person, day: date) -> Iterator[Message]:
    now = [held for held in person.postings if held.valid_from <= day and (held.valid_to or day) >= day]
    here = next((held for held in now if held.school_id == way.home_id), None)
    if here is None and now:
        yield _elsewhere(way, now[0])
    elif here is None:
        yield say("Is no longer in post at {home}.", home=way.home)
    elif way.subject not in here.subjects:
        yield say("The file no longer names {subject} as a subject.", subject=way.subject)


def _elsewhere(way: Way, held: Held) -> Message:
    facts = {"school": held.school, "day": held.valid_from, "home": way.home}
    return say("Is at {school} since {day}, no longer at {home}.", **facts)


def _of_postings(way: Way, person: Person, first_day: date) -> Iterator[Message]:
    later = min((held for held in person.postings if held.valid_from >= first_day), key=_start, default=None)
    if later is not None:
        yield say("Another posting, at {school}, begins on {day}.", school=later.school, day=later.valid_from)
    held = before(person.postings, first_day)
    if held is None:
        yield say("Has no posting before {day}.", day=first_day)
    elif held.school_id != way.home_id:
        yield _elsewhere(way, held)
    elif held.valid_to is not None and held.valid_to != day_before(first_day):
        yield say("The posting at {school} ends on {day}.", school=held.school, day=held.valid_to)
    elif way.subject not in held.subjects:
        yield say("The file no longer names {subject} as a subject.", subject=way.subject)


def _start(held: Held) -> date:
    return held.valid_from

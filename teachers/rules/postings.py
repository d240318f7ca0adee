"""Whether a posting fits among the others of a teacher, and since when the teacher counts as being at the school."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta

from policy.messages import say
from policy.months import format_month
from policy.verdict import Verdict
from policy.vocabulary import Stage
from teachers.rules.years import month_of

OVERLAP = "posting-overlap"
UNIT = "posting-unit"
SUBJECTS = "posting-subjects"
AHEAD = "posting-ahead"


@dataclass(frozen=True, slots=True)
class Period:
    """A posting as the rules see it: where, and from which day to which (None: still)."""

    school_id: int
    valid_from: date
    valid_to: date | None
    joined_school: str = ""


def day_before(day: date) -> date:
    """Return the last day of what ends when something new begins."""
    return day - timedelta(days=1)


def fits(others: Iterable[Period], valid_from: date, valid_to: date | None) -> Verdict:
    """Say whether a period shares no day with the others; at most one posting is in force on a day."""
    clash = next((other for other in others if _overlap(other, valid_from, valid_to)), None)
    if clash is None:
        return Verdict(True, OVERLAP, say("No other posting is in force in this time."))
    sentence = (
        say("Another posting is in force from {start} to {end}.", start=clash.valid_from, end=clash.valid_to)
        if clash.valid_to
        else say("Another posting is in force since {start}.", start=clash.valid_from)
    )
    return Verdict(False, OVERLAP, sentence, {"valid_from": clash.valid_from, "valid_to": clash.valid_to})


def not_begun(valid_from: date, on: date) -> Verdict:
    """Say whether a posting is still to come: only then can it be taken back, later it is ended."""
    facts = {"valid_from": valid_from, "on": on}
    if valid_from > on:
        return Verdict(True, AHEAD, say("The posting is still to come."), facts)
    return Verdict(False, AHEAD, say("The posting has begun on {start}; end it instead.", start=valid_from), facts)


def has_unit(stages: Set[Stage], stage: Stage) -> Verdict:
    """Say whether the school has the stage the teacher is to teach at."""
    holds = stage in stages
    sentence = (
        say("The school has the stage {stage}.", stage=stage.label)
        if holds
        else say("The school has no {stage} stage; record its students there first.", stage=stage.label)
    )
    return Verdict(holds, UNIT, sentence, {"stage": stage.value})


def two_subjects(subject: str, second_subject: str) -> Verdict:
    """Say whether the second subject is another one than the first."""
    holds = not second_subject or second_subject != subject
    sentence = (
        say("The subjects differ.")
        if holds
        else say("The second subject is the same as the first; leave it empty or name another.")
    )
    return Verdict(holds, SUBJECTS, sentence)


def joined_school(others: Iterable[Period], school_id: int, valid_from: date) -> str:
    """Return the month of joining the school: kept while postings there follow each other without a gap."""
    before = day_before(valid_from)
    for other in others:
        if other.school_id == school_id and other.valid_to == before:
            return other.joined_school
    return format_month(month_of(valid_from))


def _overlap(other: Period, valid_from: date, valid_to: date | None) -> bool:
    return (other.valid_to is None or other.valid_to >= valid_from) and (
        valid_to is None or other.valid_from <= valid_to
    )

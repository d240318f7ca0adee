"""Deferrals and conduct vetoes: terms that begin and end, judged on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policy.messages import say
from policy.verdict import Verdict
from teachers.vocabulary import DeferralReason

DEFERRED = "deferral-in-force"
VETO = "conduct-veto"
PERIOD = "term-period"


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the reason it has, from a day to a day (None: without an end)."""

    valid_from: date
    valid_to: date | None
    reason: DeferralReason | None = None


def in_force(terms: Iterable[Term], on: date) -> Term | None:
    """Return the term that runs on a day, the one that runs longest where there are several."""
    running = [term for term in terms if term.valid_from <= on and (term.valid_to is None or term.valid_to >= on)]
    return max(running, key=lambda term: term.valid_to or date.max, default=None)


def deferral_in_force(terms: Iterable[Term], on: date) -> Verdict:
    """Say whether a deferral keeps a teacher from rotating on a day."""
    term = in_force(terms, on)
    if term is None or term.reason is None:
        return Verdict(False, DEFERRED, say("No deferral is in force."))
    shown = {"reason": term.reason.value, "valid_from": term.valid_from, "valid_to": term.valid_to}
    sentence = (
        say("Deferred until {end}: {reason}.", end=term.valid_to, reason=term.reason.label)
        if term.valid_to
        else say("Deferred without an end: {reason}.", reason=term.reason.label)
    )
    return Verdict(True, DEFERRED, sentence, shown)


def under_veto(terms: Iterable[Term], on: date) -> Verdict:
    """Say whether a conduct veto is in force on a day; its reason is not told."""
    term = in_force(terms, on)
    if term is None:
        return Verdict(False, VETO, say("No conduct veto is in force."))
    sentence = (
        say("A conduct veto is in force until {end}.", end=term.valid_to)
        if term.valid_to
        else say("A conduct veto is in force, without an end.")
    )
    return Verdict(True, VETO, sentence, {"valid_from": term.valid_from, "valid_to": term.valid_to})


def is_period(valid_from: date, valid_to: date | None) -> Verdict:
    """Say whether a term does not end before it begins."""
    holds = valid_to is None or valid_to >= valid_from
    sentence = (
        say("The term ends after it begins.")
        if holds
        else say("The term ends on {end}, before it begins on {start}.", end=valid_to, start=valid_from)
    )
    return Verdict(holds, PERIOD, sentence)

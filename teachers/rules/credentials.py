"""What a teacher holds, judged on a day: certificate, registration, tier and placement, each with its clause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policy.clauses import source_of
from policy.credentials import CredentialTerms
from policy.messages import listed, say
from policy.verdict import Verdict
from policy.vocabulary import Stage
from teachers.rules.years import years_after
from teachers.vocabulary import CertificateLevel, DualLevel

COVERS = "certificate-covers"
IN_FIELD = "certificate-subject"
REGISTRATION = "registration-due"
PLACEMENT = "placement-in-window"
EVIDENCE = "dual-evidence"
DUAL = "dual-in-force"

_RANKS = {
    CertificateLevel.KINDERGARTEN: 0,
    CertificateLevel.PRIMARY: 1,
    CertificateLevel.JUNIOR: 2,
    CertificateLevel.SENIOR: 3,
    CertificateLevel.VOCATIONAL: 3,
    CertificateLevel.HIGHER: 4,
}
"""A certificate covers its level and those below; senior and vocational schools share one."""

_NEEDED = {Stage.PRIMARY: 1, Stage.JUNIOR: 2, Stage.SENIOR: 3, Stage.VOCATIONAL: 3, Stage.SPECIAL: 1}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A teaching certificate as the rules see it."""

    level: CertificateLevel
    subject: str = ""
    issued_on: date | None = None
    registered_on: date | None = None
    expires_on: date | None = None
    preschool_training: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """A placement in industry as the rules see it."""

    started_on: date
    ended_on: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """A recognition as dual-qualified as the rules see it."""

    level: DualLevel
    valid_from: date
    valid_to: date | None


def certificate_covers(certificates: Sequence[Certificate], stage: Stage, on: date) -> Verdict:
    """Say whether one of the certificates in force allows teaching at a stage."""
    valid = [held for held in certificates if held.expires_on is None or held.expires_on >= on]
    covering = next((held for held in valid if _covers(held, stage)), None)
    shown = {"stage": stage.value, "levels": [held.level.value for held in valid]}
    if covering is not None:
        sentence = say("The {level} covers {stage}.", level=covering.level.label, stage=stage.label)
    elif not certificates:
        sentence = say("No teaching certificate is on file.")
    elif not valid:
        sentence = say("The teaching certificate has expired.")
    elif stage is Stage.KINDERGARTEN:
        sentence = say("Kindergartens need the kindergarten certificate, or preschool training besides another one.")
    else:
        sentence = say("The {level} does not cover {stage}.", level=valid[0].level.label, stage=stage.label)
    return Verdict(covering is not None, COVERS, sentence, shown)


def in_field(certificates: Sequence[Certificate], subject: str) -> Verdict:
    """Say whether the subject taught is one a certificate names; certificates without a subject fit all."""
    named = sorted({held.subject for held in certificates if held.subject})
    holds = not named or subject in named or any(not held.subject for held in certificates)
    sentence = (
        say("The subject taught is that of the certificate.")
        if holds
        else say("Teaches {subject}, but the certificate is for {named}.", subject=subject, named=listed(named))
    )
    return Verdict(holds, IN_FIELD, sentence, {"subject": subject, "certificates": named})


def registration_due(certificates: Sequence[Certificate], on: date, terms: CredentialTerms) -> Verdict:
    """Say whether the periodic registration is in time: a cycle after the last one, or never done."""
    clause = source_of("registration.cycle_years", on)
    last = max((held.registered_on for held in certificates if held.registered_on), default=None)
    if last is None:
        sentence = say("No periodic registration of the certificate is on file.")
        return Verdict(False, REGISTRATION, sentence, {"registered_on": None, "due_on": None}, clause)
    due = years_after(last, terms.registration_cycle_years)
    holds = due >= on
    sentence = (
        say("Registered on {last}; the next registration is due by {due}.", last=last, due=due)
        if holds
        else say("Registered on {last}; the registration was due by {due}.", last=last, due=due)
    )
    return Verdict(holds, REGISTRATION, sentence, {"registered_on": last, "due_on": due}, clause)


def placement_days(placements: Iterable[Placement], first: date, last: date) -> int:
    """Return the days of placement between two days (inclusive); days that overlap count once."""
    within = [(max(held.started_on, first), min(held.ended_on, last), held.days) for held in placements]
    spans = sorted((start, end, days) for start, end, days in within if start <= end)
    counted = sum(min((end - start).days + 1, days or (end - start).days + 1) for start, end, days in spans)
    return min(counted, _union(spans))


def enough_placement(placements: Iterable[Placement], on: date, terms: CredentialTerms) -> Verdict:
    """Say whether the placements of the window that ends on a day reach the months the policy asks for."""
    first = years_after(on, -terms.window_years) + timedelta(days=1)
    days = placement_days(placements, first, on)
    needed = terms.enterprise_months * terms.days_per_month
    shown = {"days": days, "needed_days": needed, "from": first, "to": on, "months": terms.enterprise_months}
    facts = {"days": days, "needed": needed, "first": first}
    sentence = (
        say("{days} days of industry placement since {first}, at least {needed} are needed.", **facts)
        if days >= needed
        else say("Only {days} days of industry placement since {first}; at least {needed} are needed.", **facts)
    )
    return Verdict(days >= needed, PLACEMENT, sentence, shown, source_of("dual.enterprise_months", on))


def dual_evidence(level: DualLevel, work_years: int, placement: Verdict, on: date, terms: CredentialTerms) -> Verdict:
    """Say whether work in an enterprise or placements bear out a tier."""
    needed = terms.enterprise_work_years[level.value]
    if work_years >= needed:
        sentence = say(
            "{years} years of work in an enterprise bear out the {level}.", years=work_years, level=level.label
        )
        return Verdict(
            True,
            EVIDENCE,
            sentence,
            {"work_years": work_years},
            source_of(f"dual.enterprise_work_years.{level.value}", on),
        )
    if placement.holds:
        return Verdict(True, EVIDENCE, placement.sentence, placement.facts, placement.clause)
    sentence = say(
        "Neither {needed} years of work in an enterprise nor enough placement is on file for the {level}.",
        needed=needed,
        level=level.label,
    )
    facts = {"work_years": work_years, "needed_years": needed, **placement.facts}
    return Verdict(False, EVIDENCE, sentence, facts, placement.clause)


def dual_in_force(tiers: Iterable[Tier], on: date) -> Verdict:
    """Say whether a recognition as dual-qualified runs on a day, and which is the highest."""
    order = list(DualLevel)
    running = [tier for tier in tiers if tier.valid_from <= on and (tier.valid_to is None or tier.valid_to >= on)]
    if not running:
        return Verdict(False, DUAL, say("No recognition as dual-qualified is in force."))
    best = max(running, key=lambda tier: order.index(tier.level))
    shown = {"level": best.level.value, "valid_from": best.valid_from, "valid_to": best.valid_to}
    sentence = (
        say("Dual-qualified, {level}, until {end}.", level=best.level.label, end=best.valid_to)
        if best.valid_to
        else say("Dual-qualified, {level}, without an end.", level=best.level.label)
    )
    return Verdict(True, DUAL, sentence, shown)


def dual_term(valid_from: date, terms: CredentialTerms) -> date:
    """Return the last day of a recognition that begins on a day."""
    return years_after(valid_from, terms.validity_years) - timedelta(days=1)


def _covers(held: Certificate, stage: Stage) -> bool:
    if stage is Stage.KINDERGARTEN:
        return held.level is CertificateLevel.KINDERGARTEN or held.preschool_training
    return _RANKS.get(held.level, -1) >= _NEEDED[stage]


def _union(spans: Sequence[tuple[date, date, int | None]]) -> int:
    """Return how many calendar days sorted spans cover."""
    covered, reached = 0, date.min
    for start, end, _ in spans:
        first = max(start, reached + timedelta(days=1)) if reached > date.min else start
        if first <= end:
            covered += (end - first).days + 1
            reached = end
    return covered

from datetime import date, timedelta

from teachers.rules.terms import Term, deferral_in_force, in_force, is_period, under_veto
from teachers.vocabulary import DeferralReason

DAY = date(2026, 9, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def test_a_deferral_holds_from_its_first_to_its_last_day() -> None:
    for term, holds in (
        (Term(DAY, DAY, DeferralReason.STUDY), True),
        (Term(BEFORE, None, DeferralReason.STUDY), True),
        (Term(BEFORE, BEFORE, DeferralReason.STUDY), False),
        (Term(AFTER, None, DeferralReason.STUDY), False),
    ):
        assert deferral_in_force([term], DAY).holds is holds
    assert not deferral_in_force([], DAY).holds


def test_of_several_terms_the_one_that_runs_longest_is_told() -> None:
    short, long = Term(BEFORE, DAY, DeferralReason.STUDY), Term(BEFORE, AFTER, DeferralReason.ILLNESS)
    assert in_force([short, long], DAY) is long
    assert in_force([long, Term(DAY, None, DeferralReason.STUDY)], DAY) != long


def test_a_veto_never_tells_why() -> None:
    verdict = under_veto([Term(BEFORE, AFTER)], DAY)
    assert verdict.holds
    assert set(verdict.facts) == {"valid_from", "valid_to"}
    assert not under_veto([Term(BEFORE, BEFORE)], DAY).holds


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    assert not is_period(DAY, BEFORE).holds
    assert is_period(DAY, DAY).holds
    assert is_period(DAY, None).holds

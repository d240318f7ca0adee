"""Months of a file against each other: born, then at the school, then retired."""

from collections.abc import Mapping
from datetime import date

from policy.messages import Message, say
from policy.months import format_month, month_words, parse_month
from policy.verdict import Verdict
from teachers.rules.years import month_of

BORN_FIRST = "born-before-joining"
JOINED_IN_TIME = "joined-before-posting"
RETIRES_LATER = "retirement-after-birth"


def born_before_joining(birth_month: str, joined: str) -> Verdict:
    """Say whether somebody was born before coming to a school; nothing is asked where a month is not known."""
    holds = not birth_month or not joined or parse_month(birth_month) < parse_month(joined)
    facts = {"born": birth_month, "joined": joined}
    sentence = (
        say("Born before coming to the school.")
        if holds
        else say("Born in {born}, but at the school since {joined}.", **_words(facts))
    )
    return Verdict(holds, BORN_FIRST, sentence, facts)


def joined_in_time(joined: str, valid_from: date) -> Verdict:
    """Say whether the month of coming to the school is not later than the posting there begins."""
    begins = month_of(valid_from)
    holds = not joined or parse_month(joined) <= begins
    facts = {"joined": joined, "begins": format_month(begins)}
    sentence = (
        say("At the school when the posting begins.")
        if holds
        else say("At the school only since {joined}, but posted there from {begins} on.", **_words(facts))
    )
    return Verdict(holds, JOINED_IN_TIME, sentence, facts)


def retires_after_birth(birth_month: str, retirement_month: str) -> Verdict:
    """Say whether the month of retirement comes after the month of birth."""
    holds = not birth_month or not retirement_month or parse_month(birth_month) < parse_month(retirement_month)
    facts = {"born": birth_month, "retires": retirement_month}
    sentence = (
        say("Retires after being born.")
        if holds
        else say("Retirement in {retires} would come before the birth in {born}.", **_words(facts))
    )
    return Verdict(holds, RETIRES_LATER, sentence, facts)


def _words(months: Mapping[str, str]) -> dict[str, Message]:
    """Return months as sentences take them."""
    return {name: month_words(parse_month(month)) for name, month in months.items()}

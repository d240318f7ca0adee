"""Resident identity numbers: the check digit and the date of birth must be right, the region only usually is."""

import re
from datetime import date

from policy.messages import say
from policy.verdict import Verdict
from policy.vocabulary import Sex

FORM = "id-form"
CHECK_DIGIT = "id-check-digit"
BIRTH = "id-birth"
REGION = "id-region"
SEX = "id-sex"
BIRTH_MONTH = "id-birth-month"

_FORM = re.compile(r"\d{17}[\dX]", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_OLDEST_YEAR = 1850
_ISLANDS = (71, 81, 82, 83)
_PROVINCES = frozenset(
    str(number)
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), _ISLANDS)
    for number in numbers
)


def normal_id_number(text: str) -> str:
    """Return an identity number without blanks, its check letter in capitals."""
    return "".join(text.split()).upper()


def judge_id_number(number: str, *, on: date, sex: Sex | None = None, birth_month: str = "") -> tuple[Verdict, ...]:
    """Judge a number against itself and against what else is known of its owner; the first failing verdict is why.

    A region nobody knows today may have existed: see `knows_region`.
    """
    form = _form(number)
    if not form.holds:
        return (form,)
    return (form, _check_digit(number), _birth(number, on), _sex(number, sex), _birth_month(number, birth_month))


def knows_region(number: str) -> Verdict:
    """Say whether the number begins with a province there is: a hint, never a refusal."""
    province = number[:2]
    holds = province in _PROVINCES
    sentence = (
        say("The ID number begins with a known province.")
        if holds
        else say("No province has the number {province}; please look again.", province=province)
    )
    return Verdict(holds, REGION, sentence, {"province": province})


def id_birth_date(number: str) -> date | None:
    """Return the date of birth a number carries, None where it is no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _form(number: str) -> Verdict:
    holds = _FORM.fullmatch(number) is not None
    facts = {"needed": len(_WEIGHTS) + 1, "length": len(number)}
    sentence = (
        say("The ID number has its form.")
        if holds
        else say(
            "An ID number is a row of digits with a digit or X at its end, {needed} in all; here are {length}.", **facts
        )
    )
    return Verdict(holds, FORM, sentence, facts)


def _check_digit(number: str) -> Verdict:
    expected = _CHECK[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % len(_CHECK)]
    holds = number[-1] == expected
    sentence = (
        say("The check digit of the ID number is right.")
        if holds
        else say("The check digit of the ID number does not fit; a digit is mistyped.")
    )
    return Verdict(holds, CHECK_DIGIT, sentence)


def _birth(number: str, on: date) -> Verdict:
    born = id_birth_date(number)
    holds = born is not None and born.year >= _OLDEST_YEAR and born <= on
    sentence = (
        say("The ID number carries a date of birth.")
        if holds
        else say("The date of birth within the ID number ({digits}) is no possible day.", digits=number[6:14])
    )
    return Verdict(holds, BIRTH, sentence)


def _sex(number: str, sex: Sex | None) -> Verdict:
    carried = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    holds = sex is None or sex is carried
    sentence = (
        say("Sex and ID number agree.")
        if holds
        else say("The ID number is one of a {carried} person, but the sex given is another.", carried=carried.label)
    )
    return Verdict(holds, SEX, sentence, {"carried": carried.value})


def _birth_month(number: str, birth_month: str) -> Verdict:
    carried = f"{number[6:10]}-{number[10:12]}"
    holds = not birth_month or birth_month == carried
    facts = {"carried": carried, "given": birth_month}
    sentence = (
        say("Month of birth and ID number agree.")
        if holds
        else say(
            "The ID number says born in {carried}, the month of birth says {given}.", carried=carried, given=birth_month
        )
    )
    return Verdict(holds, BIRTH_MONTH, sentence, facts)

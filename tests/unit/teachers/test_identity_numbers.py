from datetime import date

import pytest

from policy.vocabulary import Sex
from teachers.rules.identity_numbers import (
    BIRTH,
    BIRTH_MONTH,
    CHECK_DIGIT,
    FORM,
    SEX,
    judge_id_number,
    knows_region,
    normal_id_number,
)

DAY = date(2026, 9, 1)
SOUND = "11010519491231002X"
OLD_REGION = "440524188001010014"
"""The standard's own example: its region code is no longer in use."""


def refused_by(number: str, sex: Sex | None = None, birth_month: str = "") -> list[str]:
    return [v.rule for v in judge_id_number(number, on=DAY, sex=sex, birth_month=birth_month) if not v.holds]


@pytest.mark.parametrize("number", [SOUND, OLD_REGION])
def test_a_sound_number_is_taken(number: str) -> None:
    assert refused_by(number) == []


def test_a_number_that_agrees_with_its_owner_is_taken() -> None:
    assert refused_by(SOUND, Sex.FEMALE, "1949-12") == []


@pytest.mark.parametrize(
    "number",
    ["", "1234", SOUND + "1", "11010519491231002Y", "1101051949123100X2", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_another_form_is_refused(number: str) -> None:
    assert refused_by(number) == [FORM]


def test_a_mistyped_digit_is_refused() -> None:
    assert refused_by("110105194912310021") == [CHECK_DIGIT]


def test_a_day_that_is_none_is_refused() -> None:
    assert BIRTH in refused_by("110105194913310029")


def test_a_birth_still_to_come_is_refused() -> None:
    assert BIRTH in refused_by("110105204912310022")


def test_the_other_sex_is_refused() -> None:
    assert refused_by(SOUND, Sex.MALE) == [SEX]


def test_another_month_of_birth_is_refused() -> None:
    assert refused_by(SOUND, None, "1950-01") == [BIRTH_MONTH]


def test_a_region_nobody_knows_is_a_hint_and_no_refusal() -> None:
    assert knows_region("440524188001010014").holds
    assert not knows_region("190105194912310024").holds


def test_blanks_and_a_small_letter_do_not_matter() -> None:
    assert normal_id_number(" 110105 19491231 002x ") == SOUND

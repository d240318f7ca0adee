from datetime import date

from policy.vocabulary import Stage
from teachers.rules.postings import OVERLAP, SUBJECTS, UNIT, Period, fits, has_unit, joined_school, two_subjects
from teachers.rules.years import school_year_on, years_after

ENDED = Period(1, date(2015, 9, 1), date(2026, 8, 31), "2015-09")
RUNNING = Period(2, date(2026, 9, 1), None, "2026-09")


def test_a_posting_after_the_others_fits() -> None:
    assert fits([ENDED], date(2026, 9, 1), None).holds


def test_a_posting_between_others_fits() -> None:
    assert fits([ENDED, Period(3, date(2027, 9, 1), None)], date(2026, 9, 1), date(2027, 8, 31)).holds


def test_a_posting_on_a_day_of_another_is_refused() -> None:
    for valid_from, valid_to in (
        (date(2026, 8, 31), None),
        (date(2014, 9, 1), date(2015, 9, 1)),
        (date(2014, 1, 1), None),
    ):
        verdict = fits([ENDED], valid_from, valid_to)
        assert not verdict.holds
        assert verdict.rule == OVERLAP


def test_a_posting_beside_one_without_an_end_is_refused() -> None:
    assert not fits([RUNNING], date(2030, 9, 1), None).holds


def test_a_stage_the_school_has_not_is_refused() -> None:
    verdict = has_unit({Stage.PRIMARY}, Stage.JUNIOR)
    assert (verdict.holds, verdict.rule) == (False, UNIT)
    assert has_unit({Stage.PRIMARY}, Stage.PRIMARY).holds


def test_the_same_subject_twice_is_refused() -> None:
    verdict = two_subjects("语文", "语文")
    assert (verdict.holds, verdict.rule) == (False, SUBJECTS)
    assert two_subjects("语文", "").holds
    assert two_subjects("语文", "音乐").holds


def test_the_month_of_joining_goes_on_without_a_gap_at_the_same_school_only() -> None:
    assert joined_school([ENDED], 1, date(2026, 9, 1)) == "2015-09"
    assert joined_school([ENDED], 2, date(2026, 9, 1)) == "2026-09"
    assert joined_school([ENDED], 1, date(2026, 10, 1)) == "2026-10"


def test_a_school_year_begins_in_september() -> None:
    assert school_year_on(date(2026, 8, 31)) == 2025
    assert school_year_on(date(2026, 9, 1)) == 2026


def test_a_leap_day_some_years_on_is_the_day_before() -> None:
    assert years_after(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)

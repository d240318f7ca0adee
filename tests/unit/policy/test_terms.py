from datetime import date
from decimal import Decimal

import pytest

from policy.credentials import credentials_on
from policy.lookup import Lookup
from policy.quality import quality_on
from policy.staffing import staffing_on
from policy.training import training_on
from policy.vocabulary import Stage

TODAY = date(2026, 9, 1)


def test_credits_of_a_cycle_add_up() -> None:
    credit = training_on(TODAY).credit
    assert credit.total == credit.required + credit.elective + credit.school == 36
    assert credit.required == credit.required_public + credit.required_professional == 16


def test_activities_that_are_no_course_take_more_hours_per_credit() -> None:
    hours = training_on(TODAY).credit.hours_per_credit
    assert hours["training"] == 10
    assert {value for kind, value in hours.items() if kind != "training"} == {20}


def test_hours_follow_the_rules_of_their_day() -> None:
    assert training_on(date(2005, 1, 1)).hours.total == 240
    hours = training_on(TODAY).hours
    assert (hours.cycle_years, hours.total, hours.new_teacher) == (5, 360, 120)
    assert (hours.principal_qualify, hours.principal_cycle, hours.professional_per_year) == (300, 360, 90)


def test_credentials_are_read() -> None:
    terms = credentials_on(TODAY)
    assert (terms.enterprise_months, terms.window_years, terms.days_per_month) == (6, 5, 30)
    assert (terms.registration_cycle_years, terms.first_registration_days, terms.validity_years) == (5, 60, 5)
    assert terms.ratio_denominator == "specialised"
    assert list(terms.enterprise_work_years.values()) == [1, 3, 5]


def test_staffing_is_read() -> None:
    terms = staffing_on(TODAY)
    assert terms.competition_rounds == ("校内", "学区/片区", "跨校", "组织调剂")
    assert (terms.cross_school_choices, terms.publicity_working_days) == (1, 5)
    assert (terms.contract_min_years, terms.probation_months) == (3, 12)
    assert terms.students_per_staff == {
        Stage.PRIMARY: Decimal(19),
        Stage.JUNIOR: Decimal("13.5"),
        Stage.SENIOR: Decimal("12.5"),
    }


def test_quality_is_read() -> None:
    terms = quality_on(TODAY)
    assert (terms.min_students, terms.indicators_to_meet, terms.remaining_min_percent) == (50, 6, 85)


def test_value_of_another_type_is_refused_and_never_converted() -> None:
    values = Lookup({"n": 1, "b": True, "d": Decimal("1.5"), "t": "x", "l": (1, 2)})
    wrong = [
        (values.integer, "b"),
        (values.integer, "d"),
        (values.decimal, "n"),
        (values.flag, "n"),
        (values.text, "n"),
        (values.day, "t"),
        (values.integers, "n"),
        (values.texts, "t"),
    ]
    for read, key in wrong:
        with pytest.raises(TypeError):
            read(key)
    with pytest.raises(KeyError):
        values.integer("absent")

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.credentials import credentials_on
from policy.vocabulary import Stage
from teachers.rules.credentials import (
    Certificate,
    Placement,
    Tier,
    certificate_covers,
    dual_evidence,
    dual_in_force,
    dual_term,
    enough_placement,
    in_field,
    placement_days,
    registration_due,
)
from teachers.rules.years import years_after
from teachers.vocabulary import CertificateLevel, DualLevel

DAY = date(2026, 9, 1)
TERMS = credentials_on(DAY)
NEEDED = TERMS.enterprise_months * TERMS.days_per_month
OPENING = years_after(DAY, -TERMS.window_years) + timedelta(days=1)
"""The first day of the window that ends on the day."""

COVERED = {
    CertificateLevel.KINDERGARTEN: {Stage.KINDERGARTEN},
    CertificateLevel.PRIMARY: {Stage.PRIMARY, Stage.SPECIAL},
    CertificateLevel.JUNIOR: {Stage.PRIMARY, Stage.JUNIOR, Stage.SPECIAL},
    CertificateLevel.SENIOR: {Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR, Stage.VOCATIONAL, Stage.SPECIAL},
    CertificateLevel.VOCATIONAL: {Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR, Stage.VOCATIONAL, Stage.SPECIAL},
    CertificateLevel.HIGHER: {Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR, Stage.VOCATIONAL, Stage.SPECIAL},
    CertificateLevel.INTERNSHIP: set[Stage](),
}


@pytest.mark.parametrize("level", list(CertificateLevel))
def test_a_certificate_covers_its_level_and_those_below(level: CertificateLevel) -> None:
    covered = {stage for stage in Stage if certificate_covers([Certificate(level)], stage, DAY).holds}
    assert covered == COVERED[level]


def test_another_certificate_covers_a_kindergarten_only_with_preschool_training() -> None:
    trained = Certificate(CertificateLevel.PRIMARY, preschool_training=True)
    assert certificate_covers([trained], Stage.KINDERGARTEN, DAY).holds
    assert not certificate_covers([replace(trained, preschool_training=False)], Stage.KINDERGARTEN, DAY).holds


def test_no_certificate_covers_nothing() -> None:
    assert not certificate_covers([], Stage.PRIMARY, DAY).holds


def test_an_expired_certificate_covers_nothing() -> None:
    expired = Certificate(CertificateLevel.SENIOR, expires_on=DAY - timedelta(days=1))
    assert not certificate_covers([expired], Stage.PRIMARY, DAY).holds
    assert certificate_covers([replace(expired, expires_on=DAY)], Stage.PRIMARY, DAY).holds


def test_teaching_another_subject_than_the_certificate_names_is_out_of_field() -> None:
    held = [Certificate(CertificateLevel.JUNIOR, "物理")]
    assert in_field(held, "物理").holds
    assert not in_field(held, "数学").holds
    assert in_field([*held, Certificate(CertificateLevel.PRIMARY)], "数学").holds
    assert in_field([], "数学").holds


def test_registration_is_due_a_cycle_after_the_last() -> None:
    last = years_after(DAY, -TERMS.registration_cycle_years)
    assert registration_due([Certificate(CertificateLevel.JUNIOR, registered_on=last)], DAY, TERMS).holds
    late = [Certificate(CertificateLevel.JUNIOR, registered_on=last - timedelta(days=1))]
    assert not registration_due(late, DAY, TERMS).holds
    assert not registration_due([Certificate(CertificateLevel.JUNIOR)], DAY, TERMS).holds


def span(first: date, days: int) -> Placement:
    return Placement(first, first + timedelta(days=days - 1))


def test_exactly_the_days_needed_within_the_window_are_enough() -> None:
    assert enough_placement([span(OPENING, NEEDED)], DAY, TERMS).holds
    assert not enough_placement([span(OPENING, NEEDED - 1)], DAY, TERMS).holds


def test_days_before_the_window_do_not_count() -> None:
    assert not enough_placement([span(OPENING - timedelta(days=1), NEEDED)], DAY, TERMS).holds


def test_days_that_overlap_count_once() -> None:
    both = [span(OPENING, 100), span(OPENING + timedelta(days=50), 100)]
    assert placement_days(both, OPENING, DAY) == 150


def test_fewer_days_worked_count_as_worked() -> None:
    part_time = replace(span(OPENING, 100), days=40)
    assert placement_days([part_time], OPENING, DAY) == 40


@given(st.lists(st.tuples(st.integers(-400, 2000), st.integers(1, 400), st.integers(1, 500)), max_size=6))
def test_days_counted_are_never_more_than_the_calendar_has(rows: list[tuple[int, int, int]]) -> None:
    placements = [
        Placement(OPENING + timedelta(start), OPENING + timedelta(start + length), min(days, length + 1))
        for start, length, days in rows
    ]
    counted = placement_days(placements, OPENING, DAY)
    calendar = {
        place.started_on + timedelta(offset)
        for place in placements
        for offset in range((place.ended_on - place.started_on).days + 1)
        if OPENING <= place.started_on + timedelta(offset) <= DAY
    }
    assert 0 <= counted <= len(calendar)


@pytest.mark.parametrize("level", list(DualLevel))
def test_years_of_work_or_enough_placement_bear_out_a_tier(level: DualLevel) -> None:
    nothing = enough_placement([], DAY, TERMS)
    enough = enough_placement([span(OPENING, NEEDED)], DAY, TERMS)
    years = TERMS.enterprise_work_years[level.value]
    assert dual_evidence(level, years, nothing, DAY, TERMS).holds
    assert not dual_evidence(level, years - 1, nothing, DAY, TERMS).holds
    assert dual_evidence(level, 0, enough, DAY, TERMS).holds


def test_a_tier_is_in_force_to_its_last_day_and_the_highest_counts() -> None:
    junior = Tier(DualLevel.JUNIOR, date(2024, 1, 1), None)
    senior = Tier(DualLevel.SENIOR, date(2022, 1, 1), DAY)
    assert dual_in_force([junior, senior], DAY).facts["level"] == "senior"
    assert dual_in_force([junior, senior], DAY + timedelta(days=1)).facts["level"] == "junior"
    assert not dual_in_force([senior], DAY + timedelta(days=1)).holds
    assert not dual_in_force([], DAY).holds


def test_a_recognition_runs_for_the_policys_term() -> None:
    assert dual_term(DAY, TERMS) == years_after(DAY, TERMS.validity_years) - timedelta(days=1)

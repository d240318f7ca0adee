from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid, NotAllowed
from policy.catalogue import parameters
from policy.training import training_on
from training.rules import (
    Decider,
    booking,
    category_for,
    check,
    check_decider,
    check_proof,
    check_together,
    conversion_on,
    credits_for,
    cycle_of,
    first_day,
    reversal,
    shown,
    shown_hours,
    standing,
    title_key,
)
from training.vocabulary import (
    OPEN,
    Account,
    ActivityKind,
    Category,
    Conversion,
    Ledger,
    RecordDraft,
    RecordState,
    Standing,
    Step,
    Taken,
)

ON = date(2026, 6, 18)
CYCLE = cycle_of(ON)
DAYS = st.dates(min_value=first_day(), max_value=date(2060, 12, 31))
CONVERSIONS = st.builds(
    Conversion, hours_per_credit=st.integers(1, 1000), effective_from=st.just(ON), source=st.just("a rule")
)


def a_draft(**changes: object) -> RecordDraft:
    values: dict[str, object] = {
        "kind": ActivityKind.TRAINING,
        "category": Category.REQUIRED_PROFESSIONAL,
        "title": "初中数学单元整体教学研修",
        "start_on": date(2026, 6, 12),
        "end_on": date(2026, 6, 12),
        "hours": 800,
    }
    return RecordDraft(**{**values, **changes})  # type: ignore[arg-type]


def standing_with(credits: dict[Category, int], on: date = ON) -> Standing:
    return standing({name: Fraction(value) for name, value in credits.items()}, {}, CYCLE, on=on)


def test_kinds_of_activity_are_those_the_policy_converts() -> None:
    assert {kind.value for kind in ActivityKind} == set(training_on(ON).credit.hours_per_credit)


def test_every_state_has_words_for_office_and_applicant() -> None:
    assert all(str(state.label) and str(state.to_applicant.label) for state in RecordState)
    told = {str(state.to_applicant.label) for state in OPEN}
    assert told == {"under review", "the school agrees, the district decides"}
    assert not any("approved" in word for word in told)  # nobody is told that after the first of two steps


def test_first_cycle_begins_with_the_first_credit_rule_and_cycles_follow_each_other() -> None:
    assert first_day() == parameters()["credit.total"].versions[0].effective_from
    assert (CYCLE.start, CYCLE.end) == (date(2026, 1, 1), date(2030, 12, 31))
    assert cycle_of(date(2025, 12, 31)).end.toordinal() + 1 == CYCLE.start.toordinal()


def taken(first: int, last: int, hours: int) -> Taken:
    return Taken("研修", date(2026, 6, first), date(2026, 6, last), hours)


@pytest.mark.parametrize(
    ("days", "hours", "others", "fits"),
    [
        ((12, 12), 800, (), True),
        ((12, 12), 800, (taken(13, 13, 800),), True),
        ((12, 12), 600, (taken(12, 12, 200),), True),
        ((12, 12), 601, (taken(12, 12, 200),), False),
        ((12, 12), 600, (taken(12, 12, 600),), False),
        ((12, 13), 800, (taken(12, 12, 800),), True),
        ((12, 13), 801, (taken(12, 12, 800),), False),
        ((12, 12), 800, (taken(10, 14, 3200),), True),
        ((12, 12), 800, (taken(10, 14, 3300),), False),
        ((12, 13), 1000, (taken(13, 14, 1000), taken(12, 12, 400)), True),
        ((12, 13), 1001, (taken(13, 14, 1000), taken(12, 12, 400)), False),
    ],
)
def test_hours_have_room_on_their_days_beside_those_of_other_records(
    days: tuple[int, int], hours: int, others: tuple[Taken, ...], fits: bool
) -> None:
    draft = a_draft(start_on=date(2026, 6, days[0]), end_on=date(2026, 6, days[1]), hours=hours)
    if fits:
        check_together(draft, others)
    else:
        with pytest.raises(Invalid) as refusal:
            check_together(draft, others)
        assert refusal.value.field == "hours"
        assert "研修" in str(refusal.value.message)


@given(DAYS)
def test_every_day_lies_in_exactly_one_cycle(day: date) -> None:
    cycle = cycle_of(day)
    assert cycle.start <= day <= cycle.end
    assert cycle_of(cycle.start) == cycle_of(cycle.end) == cycle
    assert cycle.end.year - cycle.start.year + 1 == training_on(day).hours.cycle_years


@given(st.sampled_from(ActivityKind), st.integers(1, 100_000), DAYS)
def test_credits_follow_the_conversion_of_the_day_exactly(kind: ActivityKind, hours: int, day: date) -> None:
    per = training_on(day).credit.hours_per_credit[kind.value]
    assert credits_for(kind, hours, day) * per * 100 == hours
    assert conversion_on(kind, day).effective_from <= day


@given(st.integers(1, 100_000), CONVERSIONS)
def test_each_ledger_of_a_booking_comes_to_nothing(hours: int, conversion: Conversion) -> None:
    lines = booking(hours, conversion)
    for ledger in Ledger:
        assert sum(line.worth for line in lines if line.ledger is ledger) == 0
    held = {line.ledger: line.worth for line in lines if line.account is Account.TEACHER}
    assert held == {
        Ledger.HOURS: Fraction(hours, 100),
        Ledger.CREDITS: Fraction(hours, 100 * conversion.hours_per_credit),
    }


@given(st.integers(1, 100_000), CONVERSIONS)
def test_a_reversal_takes_back_exactly_what_was_booked(hours: int, conversion: Conversion) -> None:
    lines = booking(hours, conversion)
    undone = reversal(lines)
    assert all(one.worth + two.worth == 0 for one, two in zip(lines, undone, strict=True))


def test_school_based_study_has_its_own_category() -> None:
    assert category_for(ActivityKind.SCHOOL_BASED, None) is Category.SCHOOL
    with pytest.raises(Invalid) as refusal:
        category_for(ActivityKind.TRAINING, Category.SCHOOL)
    assert refusal.value.field == "category"
    with pytest.raises(Invalid):
        category_for(ActivityKind.TRAINING, None)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": ""}, "title", "name of the activity"),
        ({"end_on": date(2026, 6, 11)}, "end_on", "before the first day"),
        ({"end_on": date(2026, 6, 19)}, "end_on", "has not ended yet"),
        ({"start_on": date(2015, 12, 31), "end_on": date(2016, 1, 2)}, "start_on", "counted from"),
        ({"start_on": date(2025, 12, 30), "end_on": date(2026, 1, 3)}, "start_on", "into the next"),
        ({"hours": 0}, "hours", "more than 0"),
        ({"hours": 801}, "hours", "At most 8 hours a day"),
        ({"start_on": date(2026, 6, 11), "hours": 1601}, "hours", "2 days make 16 hours"),
    ],
)
def test_what_cannot_be_logged_is_refused_with_its_field(changes: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(a_draft(**changes), on=ON)
    assert refusal.value.field == field
    assert words in str(refusal.value.message)


def test_an_activity_of_several_days_may_hold_their_hours_together() -> None:
    check(a_draft(start_on=date(2026, 6, 11), hours=1600), on=ON)


def test_certificates_are_asked_for_where_others_issue_them() -> None:
    with pytest.raises(Invalid) as refusal:
        check_proof(ActivityKind.TRAINING, 0)
    assert refusal.value.field == "files"
    check_proof(ActivityKind.TRAINING, 1)
    check_proof(ActivityKind.SCHOOL_BASED, 0)


def test_titles_are_compared_without_blanks_width_and_marks() -> None:
    assert title_key("函数 教学：专题（一）") == title_key("函数教学专题(一)")
    assert title_key("函数教学专题二") != title_key("函数教学专题一")
    assert title_key("……") != ""


def test_nobody_decides_on_an_own_record() -> None:
    with pytest.raises(NotAllowed):
        check_decider(Decider(1, 7), teacher_id=7, school_by=None, step=Step.SCHOOL)
    with pytest.raises(NotAllowed):
        check_decider(Decider(1, 7), teacher_id=7, school_by=None, step=Step.DISTRICT)
    check_decider(Decider(1, None), teacher_id=7, school_by=None, step=Step.SCHOOL)


def test_nobody_decides_at_both_steps() -> None:
    with pytest.raises(Invalid):
        check_decider(Decider(1, None), teacher_id=7, school_by=1, step=Step.DISTRICT)
    check_decider(Decider(2, None), teacher_id=7, school_by=1, step=Step.DISTRICT)


def test_empty_account_misses_everything() -> None:
    empty = standing_with({})
    assert [empty.counted, empty.missing, empty.needed] == [0, 36, 36]
    assert [line.missing for line in empty.categories] == [6, 10, 10, 10]


def test_professional_surplus_makes_up_for_electives_and_never_the_other_way() -> None:
    rich = standing_with({Category.REQUIRED_PROFESSIONAL: 13, Category.ELECTIVE: 6})
    assert rich.line(Category.ELECTIVE).missing == 1
    assert rich.line(Category.REQUIRED_PROFESSIONAL).missing == 0
    poor = standing_with({Category.REQUIRED_PROFESSIONAL: 6, Category.ELECTIVE: 19})
    assert poor.line(Category.REQUIRED_PROFESSIONAL).missing == 4


def test_credits_no_category_asks_for_do_not_complete_the_cycle() -> None:
    lopsided = standing_with({Category.SCHOOL: 36})
    assert [lopsided.earned, lopsided.counted, lopsided.missing, lopsided.beyond] == [36, 10, 26, 26]


def test_pace_is_even_through_the_cycle() -> None:
    assert standing_with({}, on=CYCLE.start).due == Fraction(36, 1826)
    assert standing_with({}, on=CYCLE.end).due == standing_with({}, on=date(2035, 1, 1)).due == 36
    half = standing_with({Category.ELECTIVE: 2})
    assert half.behind == half.due - 2 > 0
    assert standing_with({Category.ELECTIVE: 5}).behind == 0


@given(st.dictionaries(st.sampled_from(Category), st.fractions(0, 60, max_denominator=2000)))
def test_counted_and_missing_make_up_what_is_asked(credits: dict[Category, Fraction]) -> None:
    found = standing(credits, {}, CYCLE, on=ON)
    assert found.counted + found.missing == found.needed
    assert found.counted + found.beyond == found.earned
    assert 0 <= found.counted <= found.needed
    assert found.counted <= found.earned
    assert sum(line.offset for line in found.categories) == 0


def test_figures_are_cut_and_never_rounded_up() -> None:
    assert [shown(Fraction(*pair)) for pair in ((4, 1), (15, 2), (1, 4), (1, 3), (359, 10), (-1, 4))] == [
        "4.0",
        "7.5",
        "0.25",
        "0.33",
        "35.9",
        "−0.25",
    ]
    assert shown(Fraction(35_999, 1000)) == "35.99"
    assert [shown_hours(hours) for hours in (800, 50, 125)] == ["8", "0.5", "1.25"]

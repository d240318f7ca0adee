from datetime import date, datetime
from decimal import Decimal

import pytest

from policy.values import Flaw, Form, Kind, decimal_places, read_value, shown

PERCENT = Form(Kind.INTEGER, low=0, high=100)
STANDARD = Form(Kind.DECIMAL, low=0, high=100, places=2)


def refused(form: Form, raw: object) -> bool:
    return isinstance(read_value(form, raw), Flaw)


def test_whole_numbers_inside_the_range_are_taken() -> None:
    assert [read_value(PERCENT, raw) for raw in (0, 42, 100)] == [0, 42, 100]


@pytest.mark.parametrize("raw", [-1, 101, 10.0, Decimal("10"), True, "10", None, [10], {"x": 1}, date(2026, 1, 1)])
def test_everything_else_is_no_percentage(raw: object) -> None:
    assert refused(PERCENT, raw)


@pytest.mark.parametrize("raw", [Decimal("4.2"), Decimal("4.20"), Decimal("4.2000"), 4, 4.25, Decimal("1E+1")])
def test_decimals_that_need_at_most_the_allowed_places_are_taken_exactly(raw: int | float | Decimal) -> None:
    assert read_value(STANDARD, raw) == Decimal(str(raw))


@pytest.mark.parametrize(
    "raw",
    [
        Decimal("4.201"),
        Decimal("4." + "0" * 40 + "1"),
        Decimal("1E-999999"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("-Infinity"),
        float("nan"),
        Decimal("100.01"),
        True,
        "4.2",
    ],
)
def test_decimals_beyond_range_or_places_are_refused(raw: object) -> None:
    assert refused(STANDARD, raw)


def test_decimal_places_are_those_a_number_needs() -> None:
    assert [decimal_places(Decimal(text)) for text in ("0", "0.00", "10", "1E+3", "4.2", "4.20", "0.05")] == [
        0,
        0,
        0,
        0,
        1,
        1,
        2,
    ]


def test_only_true_and_false_are_yes_and_no() -> None:
    form = Form(Kind.BOOLEAN)
    assert read_value(form, True) is True
    assert read_value(form, False) is False
    assert refused(form, 1)
    assert refused(form, "true")


def test_date_is_a_day_without_a_time_and_not_a_text() -> None:
    form = Form(Kind.DATE)
    assert read_value(form, date(2026, 9, 1)) == date(2026, 9, 1)
    assert refused(form, datetime(2026, 9, 1, 8, 0))  # noqa: DTZ001 - TOML has local times, and they are refused
    assert refused(form, "2026-09-01")


def test_month_is_year_and_month_in_quotes() -> None:
    form = Form(Kind.MONTH)
    assert read_value(form, "1965-01") == "1965-01"
    assert refused(form, "1965-13")
    assert refused(form, 1965)


def test_choice_must_be_among_the_choices() -> None:
    form = Form(Kind.CHOICE, choices=("district", "near"))
    assert read_value(form, "near") == "near"
    flaw = read_value(form, "far")
    assert isinstance(flaw, Flaw)
    assert "district, near" in str(flaw.cure)
    assert refused(form, 1)


def test_list_of_numbers_keeps_length_range_and_order() -> None:
    form = Form(Kind.INTEGERS, low=0, high=9, length=2, ascending=True)
    assert read_value(form, [1, 1]) == (1, 1)
    for raw in ([1], [1, 2, 3], [2, 1], [-1, 2], [1, 10], [1, 2.0], [True, 2], 1, "12"):
        assert refused(form, raw), raw


def test_permutation_names_everything_once_and_begins_as_asked() -> None:
    form = Form(Kind.CHOICES, choices=("a", "b", "c"), permutation=True, first="a")
    assert read_value(form, ["a", "c", "b"]) == ("a", "c", "b")
    for raw in (["a", "b"], ["a", "b", "b"], ["b", "a", "c"], ["a", "b", "c", "c"], ["a", "b", "d"], [], "abc", [1]):
        assert refused(form, raw), raw


def test_texts_are_trimmed_and_never_empty() -> None:
    assert read_value(Form(Kind.TEXTS), [" 体育 ", "音乐"]) == ("体育", "音乐")
    assert refused(Form(Kind.TEXTS), ["体育", " "])
    assert refused(Form(Kind.TEXTS), ["体育", 1])
    assert refused(Form(Kind.TEXT), " ")


def test_values_are_shown_as_they_are_written() -> None:
    assert shown({"a": [1, True], "b": "x"}) == "{a = [1, true], b = x}"
    assert shown(16**9000) == "…"

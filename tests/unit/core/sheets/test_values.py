from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.sheets.columns import Column, Kind
from core.sheets.faults import Refusal
from core.sheets.values import Cell, Masked, Oddity, parse
from policy.messages import say
from policy.months import month
from tests.unit.core.sheets.samples import PEOPLE, Colour

CODE = Column(key="code", header=say("Code of the test"), kind=Kind.CODE)
PHONE = Column(key="phone", header=say("Phone of the test"), kind=Kind.CODE, length=11)
IDENTITY = PEOPLE.column("id_number")
ID = "11010519491231002X"


def sentence(column: Column, cell: Cell) -> str:
    refusal = parse(column, cell)
    assert isinstance(refusal, Refusal), refusal
    assert str(refusal.cure)
    return str(refusal.message)


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("name", "  王芳 ", "王芳"),
        ("name", "Rene\u0301", "Ren\u00e9"),
        ("name", "𠮷㛃·阿卜杜拉", "𠮷㛃·阿卜杜拉"),
        ("name", 12.0, "12"),
        ("name", "'=1+1", "=1+1"),
        ("remark", "one\r\ntwo", "one\ntwo"),
        ("staff_no", "000123", "000123"),
        ("staff_no", 123.0, "123"),
        ("id_number", ID, ID),
        ("id_number", "110105********002X", "110105********002X"),
        ("born", datetime.combine(date(2019, 9, 1), time()), date(2019, 9, 1)),
        ("born", date(2019, 9, 1), date(2019, 9, 1)),
        ("born", "2019-09-01", date(2019, 9, 1)),
        ("born", "2019/9/1", date(2019, 9, 1)),
        ("born", "2019.9.1", date(2019, 9, 1)),
        ("born", "2019年9月1日", date(2019, 9, 1)),
        ("born", 20190901.0, date(2019, 9, 1)),
        ("since", "2019-09", month(2019, 9)),
        ("since", "2019.10", month(2019, 10)),
        ("since", "2019年9月", month(2019, 9)),
        ("since", 201909.0, month(2019, 9)),
        ("since", date(2019, 9, 30), month(2019, 9)),
        ("hours", 12.0, 12),
        ("hours", "12", 12),
        ("hours", "12.0", 12),
        ("share", 0.1 + 0.2, Decimal("0.3")),
        ("share", "0.50", Decimal("0.5")),
        ("share", 1e-2, Decimal("0.01")),
        ("colour", "Reddish", Colour.RED),
        ("colour", "ＲＥＤ ", Colour.RED),
        ("mentor", True, True),
        ("mentor", "是", True),
        ("mentor", 0.0, False),
        ("mentor", "No", False),
        ("subjects", "语文；道法;语文； ", ("语文", "道法")),
        ("likes", "blue；Reddish", (Colour.BLUE, Colour.RED)),
        ("subjects", "；", None),
        ("hours", "", None),
        ("hours", None, None),
        ("hours", "   ", None),
    ],
)
def test_a_cell_becomes_the_value_people_mean(key: str, cell: Cell, value: Any) -> None:
    found = parse(PEOPLE.column(key), cell)
    assert found == value
    assert not isinstance(found, Refusal)


@pytest.mark.parametrize(
    ("key", "cell", "said"),
    [
        ("name", "", "required"),
        ("name", "王\u200b芳", "U+200B"),
        ("name", "\u202e芳王", "U+202E"),
        ("name", "王\x07", "U+0007"),
        ("name", "\ue000", "U+E000"),
        ("name", "王\n芳", "line break"),
        ("name", "x" * 51, "51 characters"),
        ("name", "Ghost", "Ghosts"),
        ("name", 1.1010519491231e17, "digits"),
        ("staff_no", "12 3", "blank"),
        ("staff_no", "１２３", "full-width"),
        ("staff_no", 12.5, "no code"),
        ("staff_no", -3.0, "no code"),
        ("staff_no", True, "date or a time"),
        ("staff_no", date(2019, 9, 1), "date or a time"),
        ("id_number", 1.1010519491231e17, "digits"),
        ("id_number", 123.0, "digits"),
        ("id_number", "1.10105E+17", "digits"),
        ("id_number", "12345", "5 characters"),
        ("born", "2019-02-30", "calendar"),
        ("born", "12019-02-03", "not a date"),
        ("born", date(1019, 2, 3), "calendar"),
        ("born", 45000.0, "not a date"),
        ("born", time(8, 30), "not a date"),
        ("since", "2019/13", "no month 13"),
        ("since", 2019.1, "not a month"),
        ("since", "last year", "not a month"),
        ("hours", "12.5", "form"),
        ("hours", 41.0, "above 40"),
        ("hours", -1.0, "below 0"),
        ("hours", "１２", "full-width"),
        ("hours", "1,200", "separators"),
        ("hours", timedelta(hours=3), "form"),
        ("hours", 1e300, "form"),
        ("hours", "9" * 20, "too many digits"),
        ("share", "0.125", "2 decimals"),
        ("share", "inf", "form"),
        ("colour", "green", "values of this column"),
        ("mentor", "perhaps", "yes nor no"),
        ("likes", "blue；green", "green"),
        ("hours", Oddity.FORMULA, "formula"),
        ("hours", Oddity.ERROR, "error"),
    ],
)
def test_what_is_no_value_is_refused_with_what_and_how(key: str, cell: Cell, said: str) -> None:
    assert said in sentence(PEOPLE.column(key), cell)


def test_a_number_of_sixteen_digits_is_no_code_any_more() -> None:
    assert parse(CODE, 123456789012345.0) == "123456789012345"
    assert "digits" in sentence(CODE, 1234567890123456.0)


def test_a_short_number_in_a_column_of_fixed_length_may_have_lost_its_zeros() -> None:
    assert parse(PHONE, 13800000000.0) == "13800000000"
    assert "zeros" in sentence(PHONE, 380000000.0)
    assert "characters" in sentence(PHONE, 138000000000.0)


def test_a_masked_value_is_known_as_such_in_personal_columns_only() -> None:
    assert isinstance(parse(IDENTITY, "110105********002X"), Masked)
    assert not isinstance(parse(PEOPLE.column("name"), "A*"), Masked)


def test_a_mask_never_shows_a_short_value() -> None:
    assert IDENTITY.masked("123") == "***"
    careless = Column(key="x", header=say("Code of the test"), mask=lambda value: value)
    assert "secret" not in careless.masked("secret")
    assert Column(key="x", header=say("Code of the test"), personal=True).masked("secret") == "******"

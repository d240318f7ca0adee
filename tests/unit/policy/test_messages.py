"""What sentences say of days, months, spans and lists, in both languages."""

from datetime import UTC, date, datetime

import pytest

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from core.sentences import from_json, to_json
from policy.messages import Message, listed, say
from policy.months import month_words, parse_month, span_words

CHINESE = translator(Language.CHINESE, TRANSLATIONS)
ENGLISH = translator(Language.ENGLISH, TRANSLATIONS)


def test_a_day_is_written_as_the_language_writes_it() -> None:
    sentence = say("{school} is closed from {day}.", school="A", day=date(2026, 5, 1))
    assert sentence.text() == "A is closed from 1 May 2026."
    assert "2026年5月1日" in sentence.text(CHINESE)


def test_an_instant_is_no_day() -> None:
    moment = datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert say("{moment}", moment=moment).text() == str(moment)


def test_a_day_that_was_kept_reads_the_same() -> None:
    sentence = say("{school} is closed from {day}.", school="A", day=date(2026, 12, 31))
    kept = from_json(to_json(sentence))
    assert kept.text() == sentence.text()
    assert kept.text(CHINESE) == sentence.text(CHINESE)


@pytest.mark.parametrize(
    ("written", "english", "chinese"), [("2016-09", "Sep 2016", "2016年9月"), ("1999-12", "Dec 1999", "1999年12月")]
)
def test_months(written: str, english: str, chinese: str) -> None:
    words = month_words(parse_month(written))
    assert (words.text(), words.text(CHINESE)) == (english, chinese)


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "0 months", "0个月"),
        (1, "1 month", "1个月"),
        (11, "11 months", "11个月"),
        (12, "1 year", "1年"),
        (13, "1 year and 1 month", "1年1个月"),
        (119, "9 years and 11 months", "9年11个月"),
        (120, "10 years", "10年"),
    ],
)
def test_spans_are_counted_in_years_and_months(count: int, english: str, chinese: str) -> None:
    words = span_words(count)
    assert (words.text(ENGLISH), words.text(CHINESE)) == (english, chinese)


@pytest.mark.parametrize("fact", [1, "1"])
def test_one_thing_is_not_spoken_of_as_several(fact: object) -> None:
    sentence = say("{count} rows", count=fact)
    assert sentence.text(ENGLISH) == "1 row"
    assert sentence.text(CHINESE) == say("{count} rows", count=2).text(CHINESE).replace("2", "1")


def test_a_language_without_a_form_for_one_says_the_sentence() -> None:
    assert say("{count} rows", count=1).text() == "1 rows"
    assert say("{number} at work", number=1).text(ENGLISH) == "1 at work"


def test_lists_are_joined_as_the_language_joins_them() -> None:
    assert listed(["A"]) == "A"
    three = listed(["A", say("kindergarten"), "C"])
    assert isinstance(three, Message)
    assert three.text() == "A, kindergarten, C"
    assert three.text(CHINESE).count("、") == 2


def test_a_list_of_thousands_can_be_said() -> None:
    many = listed([str(number) for number in range(5_000)])
    assert isinstance(many, Message)
    assert many.text().split(", ") == [str(number) for number in range(5_000)]

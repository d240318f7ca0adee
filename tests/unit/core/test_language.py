"""Spans of days and credits as people write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask, g

from core.i18n import Language
from core.paths import ROOT
from core.web.language import Reader, days, tenths

MAY = date(2026, 5, 24)
SPANS = [
    (date(2026, 5, 24), "2026年5月24日", "24 May 2026"),
    (date(2026, 5, 27), "2026年5月24日至27日", "24 to 27 May 2026"),
    (date(2026, 6, 2), "2026年5月24日至6月2日", "24 May to 2 Jun 2026"),
    (date(2027, 5, 24), "2026年5月24日至2027年5月24日", "24 May 2026 to 24 May 2027"),
]


@contextmanager
def read_in(language: Language) -> Iterator[None]:
    """Be within a request of somebody who reads a language."""
    with Flask("tests", root_path=str(ROOT)).test_request_context():
        g.reader = Reader(language)
        yield


@pytest.mark.parametrize(("last", "chinese", "english"), SPANS)
def test_days_say_month_and_year_once(last: date, chinese: str, english: str) -> None:
    for language, expected in ((Language.CHINESE, chinese), (Language.ENGLISH, english)):
        with read_in(language):
            assert days(MAY, last) == expected


@pytest.mark.parametrize(("value", "written"), [(3, "3.0"), ("3.5", "3.5"), ("0.25", "0.25"), ("0.50", "0.5")])
def test_tenths_take_a_second_decimal_only_where_it_counts(value: object, written: str) -> None:
    assert tenths(value) == written

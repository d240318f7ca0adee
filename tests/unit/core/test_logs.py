"""Log lines: JSON, one a line whatever is in them, and no personal numbers."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from core import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Where a logger of its own writes to."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.line_formatter())
    logger = logging.getLogger("junheng.test-lines")
    logger.addHandler(handler)
    logger.propagate = False
    yield out
    logger.removeHandler(handler)


def test_a_line_stays_one_line_and_says_when_and_what(lines: io.StringIO) -> None:
    logging.getLogger("junheng.test-lines").warning("first\r\nsecond\u2028third", extra={"job": 7})
    assert len(lines.getvalue().splitlines()) == 1
    line = json.loads(lines.getvalue())
    assert line["event"] == "first\r\nsecond\u2028third"
    assert (line["job"], line["level"]) == (7, "warning")
    assert line["at"].endswith("Z")


def test_personal_numbers_are_masked_wherever_they_stand(lines: io.StringIO) -> None:
    number, phone = "110101199003070003", "13812345678"
    try:
        raise ValueError(f"bad {number}")
    except ValueError:
        logging.getLogger("junheng.test-lines").exception("of %s", phone, extra={"values": [{"n": number}]})
    text = lines.getvalue()
    assert number not in text
    assert phone not in text
    assert "110101********0003" in text
    assert "138****5678" in text

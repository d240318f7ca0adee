"""Names are kept in one form, invisible characters are refused, rare ones stay."""

import pytest

from core.errors import Invalid
from core.text import clean, escaped_like


@pytest.mark.parametrize("name", ["张三", "𠮷田", "买买提·艾力", "㛃"])
def test_rare_characters_stay(name: str) -> None:
    assert clean(name) == name


def test_text_is_trimmed_and_composed() -> None:
    assert clean("  e\u0301 ") == "é"


@pytest.mark.parametrize("text", ["张\u200b三", "a\u202eb", "a\x00b", "a\nb"])
def test_invisible_characters_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        clean(text)


def test_line_breaks_are_kept_where_lines_are_meant() -> None:
    assert clean("a\r\nb", lines=True) == "a\nb"


def test_wildcards_of_a_search_are_literal() -> None:
    assert escaped_like("50%_\\") == "50\\%\\_\\\\"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.guarding import guarded, unguarded

DANGEROUS = ["=1+1", "+86", "-1", "@x", "\t=", "\r=", "\n=", "\0x", "＝1", "＋1", "－1", "＠x", " =1", "'=1", "''@x"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "王芳", "it's", "'tis", "1+1", "a=b"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@pytest.mark.parametrize("text", ["000123", "110105194912310021", "13800000000000"])
def test_digits_that_a_spreadsheet_would_cut_are_quoted_in_codes(text: str) -> None:
    assert guarded(text) == text
    assert guarded(text, code=True) == f"'{text}"


@given(st.text(st.sampled_from("'=+-@\t\r\n ＝a1")) | st.text(), st.booleans())
def test_a_quote_put_on_comes_off_again(text: str, code: bool) -> None:
    assert unguarded(guarded(text, code=code)) == text

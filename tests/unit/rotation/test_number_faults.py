"""What is wrong with a typed number or table, in the words of a form."""

import pytest

from policy.catalogue import parameters
from policy.values import Flaw, read_value
from rotation.forms.number_faults import fault_in_tables, told
from rotation.forms.number_fields import typed_value


def _said(key: str, typed: str) -> str:
    flaw = typed_value(parameters()[key], typed)
    assert isinstance(flaw, Flaw)
    return f"{flaw.message} {flaw.cure}"


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("rotation.max_rate_percent", "12.5"),
        ("rotation.max_rate_percent", "400"),
        ("travel.detour", "x"),
        ("shortage.slopes", "1"),
        ("shortage.slopes", "2,1"),
        ("burden.preference_bonus", "a,b,c,d,e"),
        ("priorities.order", "balance,shortage,burden,moves"),
        ("rotation.scope", "far"),
    ],
)
def test_a_form_speaks_of_no_brackets_and_no_quotes(key: str, typed: str) -> None:
    said = _said(key, typed)
    assert "bracket" not in said
    assert "quote" not in said
    assert "decimal point" not in said
    assert "[" not in said


def test_digits_of_a_chinese_keyboard_are_digits() -> None:
    assert typed_value(parameters()["rotation.max_rate_percent"], "１２") == 12
    assert typed_value(parameters()["burden.preference_bonus"], "３０，２４，１８，１２，６") == (30, 24, 18, 12, 6)


def test_a_flaw_of_the_rule_set_keeps_its_own_words_for_files() -> None:
    form = parameters()["shortage.slopes"].form
    flaw = read_value(form, [1])
    assert isinstance(flaw, Flaw)
    assert "square brackets" in str(flaw.cure)
    assert "square brackets" not in str(told(flaw, form, "1").cure)


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("[load.primary]\n数学 12", 2, "in quotes"),
        ("[load.primary]\nmaths 12", 2, "equals sign"),
        ("[load.primary]\n\n'数学' = =", 3, "no number"),
        ("[load]\n[load]", 2, "twice"),
        ("[load.primary]\na = 1\na = 2", 3, "twice"),
    ],
)
def test_a_fault_of_the_tables_names_the_line_of_the_box(written: str, line: int, words: str) -> None:
    fault = str(fault_in_tables(written))
    assert f"Line {line} " in fault
    assert words in fault


def test_the_box_takes_its_three_tables_only() -> None:
    assert fault_in_tables('[load.primary]\n"*" = 15\n[subject_alias]\n"思政" = "道德与法治"') is None
    assert fault_in_tables("") is None
    assert "rotation does not belong here" in str(fault_in_tables("[rotation]\nscope = 'near'"))

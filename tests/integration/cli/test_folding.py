from app.cli.width import folded, width

COLUMNS = 24


def test_a_line_that_fits_stays_as_it_is() -> None:
    assert folded("  All rules hold.", COLUMNS) == "  All rules hold."


def test_words_stay_whole_and_what_follows_is_indented() -> None:
    assert folded("  one two three four five six", COLUMNS) == "  one two three four\n    five six"


def test_chinese_folds_anywhere_but_never_before_a_closing_mark() -> None:
    rows = folded("各校都不超核定编制，各校都不超高级岗位数。", COLUMNS).split("\n")
    assert all(width(row) <= COLUMNS for row in rows)
    assert not any(row.strip().startswith(("，", "。")) for row in rows)
    assert "".join(row.strip() for row in rows) == "各校都不超核定编制，各校都不超高级岗位数。"


def test_a_word_longer_than_the_terminal_is_left_whole() -> None:
    path = "/a/very/long/path/that/nobody/should/break"
    assert path in folded(f"in {path}", COLUMNS)

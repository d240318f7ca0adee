import io

import pytest

from app.cli.progress import ProgressLines
from app.cli.width import aligned, cut, left, right, width
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from optimizer.solution import Progress

CHINESE = translator(Language.CHINESE, TRANSLATIONS)
COLUMNS = 60


def shown(steps: list[Progress], *, live: bool) -> str:
    stream = io.StringIO()
    progress = ProgressLines(stream, CHINESE, live=live)
    for step in steps:
        progress(step)
    progress.finish()
    return stream.getvalue()


def test_where_nobody_looks_a_line_is_written_at_most_once_a_second() -> None:
    steps = [Progress("shortage", 1000 - number, 900, number / 10) for number in range(25)]
    lines = shown(steps, live=False).splitlines()
    assert [line.rsplit("，", 1)[1] for line in lines] == ["0.0秒", "1.0秒", "2.0秒", "2.4秒"]


def test_the_last_step_of_a_line_is_always_written() -> None:
    steps = [Progress("shortage", 20, 10, 0.0), Progress("shortage", 10, 10, 0.1), Progress("balance", 5, None, 0.2)]
    lines = shown(steps, live=False).splitlines()
    assert lines[1] == "缺口：已找到0.10分，下界0.10分，已证最优，0.1秒"
    assert lines[2] == "均衡：已找到0.05人，下界—，尚未定论，0.2秒"


def test_on_a_terminal_each_line_of_the_order_is_rewritten_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    steps = [Progress("shortage", 123456, 100, 1.0), Progress("shortage", 100, 100, 2.0), Progress("moves", 7, 7, 3.0)]
    text = shown(steps, live=True)
    assert text.count("\n") == 2
    first, second = text.split("\n")[0].split("\r")[1:]
    assert width(second) >= width(first), "what stood there before is overwritten"


def test_a_live_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS // 2))
    text = shown([Progress("shortage", 123456789, 100, 1.0)], live=True)
    assert width(text.strip()) < COLUMNS // 2
    assert text.endswith("…\n")


def test_chinese_characters_take_two_columns() -> None:
    assert [width(text) for text in ("abc", "均衡", "a均", "é", "e\u0301", "，")] == [3, 4, 3, 1, 1, 2]
    assert (left("均", 4), right("均", 4)) == ("均  ", "  均")
    assert (cut("均衡尺", 6), cut("均衡尺", 5), cut("均衡尺", 4)) == ("均衡尺", "均衡…", "均…")


def test_columns_are_aligned_by_what_is_seen() -> None:
    assert aligned([["均衡", "1"], ["ab", "10"]], frozenset({1})) == ["均衡   1", "ab    10"]


def test_a_line_that_comes_up_again_unchanged_is_passed_over() -> None:
    steps = [Progress("shortage", 20, 10, 1.0), Progress("balance", 5, None, 2.0), Progress("shortage", 20, 10, 3.0)]
    assert len(shown(steps, live=False).splitlines()) == 2


def test_the_clock_runs_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.progress._EVERY_SECONDS", 0.0)
    for live, expected in ((True, "准备求解，0秒"), (False, "")):
        stream = io.StringIO()
        ProgressLines(stream, CHINESE, live=live).wait()
        assert stream.getvalue().strip() == expected

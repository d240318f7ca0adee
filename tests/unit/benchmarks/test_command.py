from pathlib import Path

import pytest

from benchmarks.__main__ import chosen, main, read_options
from benchmarks.registry import INSTANCES, METHODS


def names(*arguments: str) -> list[tuple[str, str]]:
    pairs, _ = chosen(read_options(arguments))
    return [(instance.name, method) for instance, method in pairs]


def test_full_run_measures_every_method_on_all_districts_but_the_smallest() -> None:
    pairs, skipped = chosen(read_options(()))
    measured = [instance.name for instance, method in pairs if method == "ours"]
    assert sorted([*measured, *(name for name, _ in skipped)]) == sorted(set(INSTANCES) - {"XS"})
    assert len(pairs) == len(measured) * len(METHODS)


def test_quick_run_measures_the_smallest_district() -> None:
    assert names("--quick") == [("XS", method) for method in METHODS]


def test_run_can_be_narrowed_to_parts() -> None:
    assert names("--only", "XS,mip", "--only", "S,ours") == [("XS", "mip"), ("S", "ours")]
    assert names("--only", "S") == [("S", method) for method in METHODS]
    assert ("M", "greedy") in names("--only", ",greedy")


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(("--only", "nowhere,ours"))
    assert "'nowhere,ours' is not known" in capsys.readouterr().err


def test_table_is_written_where_asked(tmp_path: Path) -> None:
    file = tmp_path / "table.md"
    main(["--only", "XS,greedy", "--date", "2026-09-01", "--out", str(file)])
    text = file.read_text(encoding="utf-8")
    assert "## XS" in text
    assert "- Date: 2026-09-01" in text
    assert [found.name for found in tmp_path.iterdir()] == ["table.md"]


def test_part_of_a_run_is_printed_and_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--only", "XS,greedy"])
    assert "## XS" in capsys.readouterr().out

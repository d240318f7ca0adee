import csv
import re
from pathlib import Path

import pytest

from optimizer.check import evaluate, verify
from optimizer.report import write, write_document
from optimizer.report.placing import place
from optimizer.solution import Status
from policy.messages import untranslated
from tests.optimizer.check.makers import go
from tests.optimizer.report.sample import MOVES, RECORD, district, reasons_of, solution_of, write_sample

CSV_FILES = ("moves.csv", "cells.csv", "units.csv", "coefficients.csv", "unfilled.csv")
ALL_FILES = {*CSV_FILES, "plan.xlsx", "report.json"}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_plan_writes_every_file_and_leaves_no_draft(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    assert names_in(tmp_path / "plan") == ALL_FILES


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name)
    for file in ALL_FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_the_independent_checker_confirms_the_files(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    assert verify(district(), tmp_path / "plan") == ()


def test_the_moves_are_written_as_they_are(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    assert rows_of(tmp_path / "plan" / "moves.csv") == [
        ["staff_no", "name", "from_school", "to_school", "stage", "subject", "minutes", "preference_rank", "reason"],
        ["T1", "Teacher T1", "A", "B", "primary", "数学", "25", "1", "to teach 数学"],
        ["T2", "=1+1", "A", "C", "primary", "体育", "50", "", "to teach 体育"],
    ]


def test_cells_are_written_in_fte_with_two_decimals(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    assert rows_of(tmp_path / "plan" / "cells.csv") == [
        ["school", "stage", "subject", "required", "before", "after"],
        ["A", "primary", "数学", "1.00", "3.00", "1.00"],
        ["B", "primary", "数学", "1.50", "0.50", "1.50"],
        ["C", "primary", "体育", "1.80", "0.00", "1.00"],
        ["C", "primary", "音乐", "0.25", "0.00", "0.00"],
    ]


def test_units_are_counted_in_heads_against_their_target(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    rows = rows_of(tmp_path / "plan" / "units.csv")
    assert rows[1:4] == [
        ["A", "primary", "backbone", "300", "3.00", "1", "0"],
        ["A", "primary", "degree", "300", "12.60", "1", "0"],
        ["A", "primary", "pe_arts", "300", "2.70", "0", "0"],
    ]
    assert {row[0] for row in rows[1:]} == {"A", "B"}, "a unit below the smallest size is not counted"


def test_what_stays_short_is_written_with_its_funnel(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    assert rows_of(tmp_path / "plan" / "unfilled.csv")[1:] == [
        ["C", "primary", "体育", "0.80", "1", "1", "1", "0", "none-spare"],
        ["C", "primary", "音乐", "0.25", "0", "0", "0", "0", "no-qualified"],
    ]


def test_csv_files_are_plain_utf8_with_lf(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    for name in CSV_FILES:
        content = (tmp_path / "plan" / name).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_csv_files_are_sorted_by_key(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    for name in CSV_FILES:
        rows = rows_of(tmp_path / "plan" / name)[1:]
        assert rows == sorted(rows)


def test_coefficients_have_four_decimals_or_nothing(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    rows = rows_of(tmp_path / "plan" / "coefficients.csv")[1:]
    assert len(rows) == 6
    assert all(re.fullmatch(r"(\d+\.\d{4})?", cell) for row in rows for cell in row[2:4])
    assert rows[0] == ["junior", "backbone", "", "", "0.45"]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "plan" / "moves.csv").write_text("old", encoding="utf-8")
    write_sample(tmp_path / "plan")
    assert (tmp_path / "plan" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "plan" / "moves.csv").read_text(encoding="utf-8").startswith("staff_no")


def test_an_inspection_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan")
    before = (tmp_path / "plan" / "report.json").read_bytes()
    problem, moves = district(), go(MOVES[0])
    solution = solution_of(problem, moves)

    def refuse(folder: Path) -> None:
        assert names_in(folder) == ALL_FILES
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        write(
            tmp_path / "plan",
            problem,
            solution,
            evaluate(problem, moves),
            reasons_of(moves),
            RECORD,
            untranslated,
            refuse,
        )
    assert (tmp_path / "plan" / "report.json").read_bytes() == before
    assert names_in(tmp_path / "plan") == ALL_FILES


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN])
def test_a_run_without_a_plan_writes_its_report_alone_and_takes_the_old_plan_away(
    tmp_path: Path, status: Status
) -> None:
    write_sample(tmp_path / "plan")
    write_sample(tmp_path / "plan", plan=(), status=status, lines=())
    assert names_in(tmp_path / "plan") == {"report.json"}


def test_a_folder_made_for_a_plan_that_is_refused_is_taken_away_again(tmp_path: Path) -> None:
    def refuse(folder: Path) -> None:
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        place(tmp_path / "plan", refuse)
    assert not names_in(tmp_path)


def test_a_report_alone_may_be_written_into_a_new_folder(tmp_path: Path) -> None:
    write_document(tmp_path / "deep" / "plan", {"status": "invalid"})
    assert names_in(tmp_path / "deep" / "plan") == {"report.json"}

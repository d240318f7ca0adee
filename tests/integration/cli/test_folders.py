from pathlib import Path

from app.cli.exits import Exit
from tests.integration.cli.conftest import Run


def test_plan_is_not_written_over_the_tables_it_is_made_from(run: Run, tables: Path) -> None:
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    answer = run("plan", "solve", tables, "--out", tables)
    assert answer.code == Exit.USAGE
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def test_plan_is_not_written_over_the_tables_of_another_district(run: Run, tables: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "schools.csv").write_text("school\n", encoding="utf-8")
    assert run("plan", "solve", tables, "--out", other).code == Exit.USAGE


def test_changed_tables_are_told_by_their_fingerprint(run: Run, tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    assert run("plan", "solve", tables, "--out", out).code == Exit.OK
    assert run("plan", "check", tables, out).code == Exit.OK
    schools = tables / "schools.csv"
    schools.write_text(schools.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    answer = run("plan", "check", tables, out)
    assert answer.code == Exit.DISAGREES
    assert "input_sha256" in answer.out


def test_plan_that_kept_to_another_carries_its_moves_and_is_checked_by_them(
    run: Run, tables: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    assert run("plan", "solve", tables, "--out", first).code == Exit.OK
    assert run("plan", "solve", tables, "--from", first / "moves.csv", "--out", again).code == Exit.OK
    assert (again / "earlier.csv").is_file()
    assert run("plan", "check", tables, again).code == Exit.OK
    (again / "earlier.csv").write_text("staff_no,to_school,subject\nT1,S2,音乐\n", encoding="utf-8")
    assert run("plan", "check", tables, again).code == Exit.DISAGREES


def test_eligibility_decided_by_hand_is_told(run: Run, tables: Path) -> None:
    answer = run("--lang", "en", "plan", "solve", tables)
    assert "decides over the computed eligibility of 3 teachers (T1, T2, T3)" in answer.err

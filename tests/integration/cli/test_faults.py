import json
from pathlib import Path

from app.cli.exits import Exit
from tests.integration.cli.conftest import Run

MANY = 60


def break_tables(tables: Path, faults: int) -> None:
    rows = [f"X{number},某人,S1,primary,语文,2012-13,none,yes" for number in range(faults)]
    with (tables / "teachers.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def test_every_fault_is_told_with_its_place_and_cure(run: Run, tables: Path) -> None:
    break_tables(tables, MANY)
    outcome = run("plan", "solve", tables)
    assert (outcome.code, outcome.out) == (Exit.INVALID, "")
    lines = outcome.err.splitlines()
    assert lines[:5] == [
        "数据有60处错误，没有求解。",
        "teachers.csv",
        "  第5行joined_school列：“2012-13”",
        "    “2012-13”不是年月。",
        "    改法：请按“年-月”填写，例如2015-09。",
    ]
    assert outcome.err.count("不是年月") == MANY


def test_faults_are_all_in_the_report_and_nothing_else_is_written(run: Run, tables: Path, tmp_path: Path) -> None:
    break_tables(tables, MANY)
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.code == Exit.INVALID
    assert [path.name for path in (tmp_path / "plan").iterdir()] == ["report.json"]
    report = json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))
    assert (report["status"], len(report["faults"]), report["tiers"]) == ("invalid", MANY, [])
    assert report["faults"][0]["row"] == 5
    assert "另有10项" in outcome.err
    assert "report.json" in outcome.err


def test_without_a_folder_a_bad_input_writes_nothing(run: Run, tables: Path, tmp_path: Path) -> None:
    break_tables(tables, 1)
    run("plan", "solve", tables)
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_json_of_a_bad_input_is_its_report(run: Run, tables: Path) -> None:
    break_tables(tables, 2)
    outcome = run("plan", "solve", tables, "--json")
    assert len(json.loads(outcome.out)["faults"]) == 2


def test_the_other_commands_refuse_a_bad_input_too(run: Run, tables: Path) -> None:
    break_tables(tables, 1)
    assert run("plan", "eligibility", tables).code == Exit.INVALID
    assert run("plan", "check", tables, tables).code == Exit.INVALID
    assert run("plan", "explain", tables, tables, "--teacher", "T1").code == Exit.INVALID


def test_a_folder_without_tables_is_told_what_is_missing(run: Run, tmp_path: Path) -> None:
    outcome = run("plan", "solve", tmp_path)
    assert outcome.code == Exit.INVALID
    assert "缺少schools表" in outcome.err

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli import planner
from app.cli.exits import Exit
from optimizer.problem import Move, Problem
from optimizer.solution import Solution, Status, StoppedBy
from tests.integration.cli.conftest import Run, solution, try_every_plan

FILES = {"report.json", "moves.csv", "cells.csv", "units.csv", "coefficients.csv", "unfilled.csv", "plan.xlsx"}

pytestmark = pytest.mark.usefixtures("searched")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_plan_is_written_summed_up_and_confirmed(run: Run, tables: Path, tmp_path: Path) -> None:
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.code == Exit.OK
    assert names_in(tmp_path / "plan") == FILES
    assert outcome.out.splitlines()[0] == "交流1人，各项目标均已证最优"
    assert str(tmp_path / "plan") in outcome.out
    checked = run("plan", "check", tables, tmp_path / "plan")
    assert (checked.code, checked.out) == (Exit.OK, "各项规则全部成立，各项数值与数据表一致。\n")


def test_the_summary_states_lines_people_rules_and_what_stays_short(run: Run, tables: Path) -> None:
    text = run("plan", "solve", tables).out
    for words in (
        "缺口", "均衡", "负担", "人次", "不动", "下界", "已证最优", "符合交流条件2人，交流1人", "11项硬性规则全部成立",
        "共缺0.50人", "望岳小学（小学音乐）缺0.50人", "--out",
    ):  # fmt: skip
        assert words in text


def test_without_a_folder_nothing_is_written(run: Run, tables: Path, tmp_path: Path) -> None:
    before = names_in(tmp_path)
    assert run("plan", "solve", tables).code == Exit.OK
    assert names_in(tmp_path) == before


def test_json_is_the_report_and_nothing_else(run: Run, tables: Path, tmp_path: Path) -> None:
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan", "--json", "--seed", "3", "--workers", "1")
    report = json.loads(outcome.out)
    assert report == json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))
    assert (report["status"], report["moves"], report["seed"], report["workers"]) == ("optimal", 1, 3, 1)


def test_progress_goes_to_standard_error(run: Run, tables: Path) -> None:
    outcome = run("plan", "solve", tables)
    assert "缺口：已找到1.50分，下界1.00分，距下界33.33%，0.5秒" in outcome.err
    assert "已找到" not in outcome.out


def test_files_stay_chinese_where_only_the_locale_is_english(
    run: Run, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.out.startswith("1 teacher moves")
    assert "交流1人" in (tmp_path / "plan" / "report.json").read_text(encoding="utf-8")


def test_files_are_english_where_it_is_asked_for(run: Run, tables: Path, tmp_path: Path) -> None:
    run("plan", "solve", tables, "--out", tmp_path / "plan", "--lang", "en")
    assert "1 moves, at most" in (tmp_path / "plan" / "report.json").read_text(encoding="utf-8")


def test_an_infeasible_district_has_its_own_code_and_a_report(run: Run, tables: Path, tmp_path: Path) -> None:
    (tables / "policy.toml").write_text(
        "[rotation]\nmin_rate_percent = 100\nmax_rate_percent = 100\n", encoding="utf-8"
    )
    (tables / "locks.csv").write_text("staff_no,action,school\nT1,stay,\n", encoding="utf-8")
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.code == Exit.INFEASIBLE
    assert names_in(tmp_path / "plan") == {"report.json"}
    report = json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))
    assert (report["status"], report["conflict"], report["moves"]) == ("infeasible", ["min-moves", "locks"], 0)
    assert outcome.out.splitlines()[:2] == [
        "已证明：没有方案能同时满足全部规则。",
        "不能同时成立的规则：交流人数不少于最低比例、人工锁定的去留",
    ]


def test_running_out_of_time_without_a_plan_is_not_called_infeasible(
    run: Run, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(problem: Problem, **settings: Any) -> Solution:
        return solution(Status.UNKNOWN, settings, stopped_by=StoppedBy.TIME)

    monkeypatch.setattr(planner, "solve", too_slow)
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.code == Exit.NO_PLAN
    assert json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))["conflict"] is None
    assert "没有证明方案不存在" in outcome.out


@pytest.mark.parametrize("lie", ["a value", "a move that no rule allows", "a bound above the value"])
def test_a_plan_that_fails_the_check_is_never_handed_out(
    run: Run, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    def lying(problem: Problem, **settings: Any) -> Solution:
        found = try_every_plan(problem, **settings)
        first, *others = found.lines
        if lie == "a move that no rule allows":
            return replace(found, moves=(Move("T3", "S1", "语文"),))
        value = first.value or 0
        changed = replace(first, value=value - 1) if lie == "a value" else replace(first, bound=value + 1)
        return replace(found, lines=(changed, *others))

    monkeypatch.setattr(planner, "solve", lying)
    outcome = run("plan", "solve", tables, "--out", tmp_path / "plan")
    assert outcome.code == Exit.INTERNAL
    assert outcome.out == ""
    assert names_in(tmp_path / "plan") == {"report.json"}
    report = json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))
    assert (report["status"], report["moves"], report["tiers"]) == ("unknown", 0, [])


def test_a_re_solve_keeps_to_the_earlier_plan(run: Run, tables: Path, tmp_path: Path) -> None:
    run("plan", "solve", tables, "--out", tmp_path / "one")
    earlier = tmp_path / "one" / "moves.csv"
    outcome = run("plan", "solve", tables, "--out", tmp_path / "two", "--from", earlier)
    assert outcome.code == Exit.OK
    report = json.loads((tmp_path / "two" / "report.json").read_text(encoding="utf-8"))
    assert [line["name"] for line in report["tiers"]][:2] == ["shortage", "changes"]
    assert (report["tiers"][1]["value"], report["before"]["changes"]) == (0, 1)


def test_an_earlier_plan_that_cannot_be_read_is_a_fault(run: Run, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "moves.csv").write_text("name\nx\n", encoding="utf-8")
    outcome = run("plan", "solve", tables, "--from", tmp_path / "moves.csv")
    assert outcome.code == Exit.INVALID
    assert "缺少staff_no列" in outcome.err

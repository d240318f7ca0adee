import json
from pathlib import Path

import pytest

from app.cli import planner
from optimizer import explain
from tests.integration.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("searched")


@pytest.fixture
def mover(run: Run, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Solve with the reasons the product gives; return who moves."""
    monkeypatch.setattr(planner, "reasons", explain.reasons)
    run("plan", "solve", tables, "--out", tmp_path / "plan")
    return (tmp_path / "plan" / "moves.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]


def test_the_reason_in_the_list_of_moves_is_in_chinese(mover: str, tmp_path: Path) -> None:
    text = (tmp_path / "plan" / "moves.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].endswith(",补望岳小学语文缺口0.5人")


def test_a_mover_is_told_the_reason_what_it_serves_and_its_part(
    mover: str, run: Run, tables: Path, tmp_path: Path
) -> None:
    told = run("plan", "explain", tables, tmp_path / "plan", "--teacher", mover).out.splitlines()
    assert told[0].endswith("由青崖小学去望岳小学教语文：补望岳小学语文缺口0.5人。")
    assert told[1] == "- 望岳小学语文：不交流缺0.5人（折合全时），交流后缺0.0人"
    assert told[2] == ""
    assert len(told[3:]) == 5, "a head and the four lines"


def test_what_a_move_serves_is_data_too(mover: str, run: Run, tables: Path, tmp_path: Path) -> None:
    answer = json.loads(run("plan", "explain", tables, tmp_path / "plan", "--teacher", mover, "--json").out)
    assert answer["serves"] == ["望岳小学语文：不交流缺0.5人（折合全时），交流后缺0.0人"]

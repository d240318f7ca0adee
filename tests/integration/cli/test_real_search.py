import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.cli.exits import Exit
from core.paths import ROOT

COMMAND = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def junheng(*arguments: object) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


def test_the_real_search_writes_a_plan_that_passes_the_check(tables: Path, tmp_path: Path) -> None:
    solved = junheng("plan", "solve", tables, "--out", tmp_path / "plan", "--workers", 1)
    assert solved.returncode == Exit.OK, solved.stderr
    assert junheng("plan", "check", tables, tmp_path / "plan").returncode == Exit.OK


def test_the_same_call_writes_the_same_moves(tables: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert junheng("plan", "solve", tables, "--out", tmp_path / name, "--workers", 2).returncode == Exit.OK
    assert (tmp_path / "one" / "moves.csv").read_bytes() == (tmp_path / "two" / "moves.csv").read_bytes()


def test_ctrl_c_keeps_the_best_plan_found(tmp_path: Path) -> None:
    words = [*COMMAND, "demo", "--out", str(tmp_path), "--workers", "2"]
    with subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first step: something was found or bounded
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
    report = json.loads((tmp_path / "plan" / "report.json").read_text(encoding="utf-8"))
    assert process.returncode in {Exit.OK, Exit.NO_PLAN}
    assert report["stopped_by"] in {"cancel", "proof"}

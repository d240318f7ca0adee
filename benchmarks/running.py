"""Starts a process per measurement, one after the other, and ends those that do not keep their limit."""

import os
import signal
import subprocess
import sys

from benchmarks.answer import Measurement, from_json
from benchmarks.registry import ROOT, Instance

GRACE = 60.0
"""Seconds beyond the limit for starting, loading, and judging the plan, before a process is ended."""


def run(instance: Instance, method: str, limit: float, workers: int, grace: float = GRACE) -> Measurement:
    """Measure one method on one instance; a failure is a measurement too, with its reason as the note."""
    command = [sys.executable, "-m", "benchmarks.child", instance.name, method, f"--limit={limit}"]
    child = subprocess.Popen(
        [*command, f"--workers={workers}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        start_new_session=True,
    )
    try:
        output, complaints = child.communicate(timeout=limit + grace)
    except subprocess.TimeoutExpired:
        end(child)
        return failure(instance, method, limit + grace, "ended: limit not kept")
    except BaseException:
        end(child)
        raise
    if child.returncode != 0:
        return failure(instance, method, None, f"failed: {last_line(complaints) or child.returncode}")
    try:
        return from_json(last_line(output))
    except ValueError:
        return failure(instance, method, None, "failed: no measurement")


def end(child: "subprocess.Popen[str]") -> None:
    """End a process and all it started."""
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def last_line(text: str) -> str:
    """The last line that says anything."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def failure(instance: Instance, method: str, seconds: float | None, note: str) -> Measurement:
    """A measurement without a plan."""
    return Measurement(
        instance=instance.name,
        method=method,
        size={},
        values={},
        before={},
        broken=(),
        lines=(),
        bounds={},
        proven=(),
        first_plan=None,
        seconds=seconds,
        peak_mb=None,
        note=note,
    )

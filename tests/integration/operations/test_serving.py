"""The real commands as real processes: serve with its worker, limits, signals, and what a refused start says."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import database
from core.paths import ROOT
from tests.support.site import SECRET, config_in

COMMAND = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())"]
HALF_OPEN = 200


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder with its database."""
    config = config_in(tmp_path / "instance")
    database.upgrade(config.database_url)
    return config.instance


def environment(instance: Path) -> dict[str, str]:
    """Return the surroundings of a command."""
    settings = {"JUNHENG_INSTANCE": str(instance), "JUNHENG_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("JUNHENG_")}, **settings}


def run(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *words, "--lang", "en"], env=environment(instance), capture_output=True, text=True, timeout=90
    )


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int, path: str = "/health") -> tuple[int, str]:
    """Fetch a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


@contextmanager
def serving(instance: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start a server and end it."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--lang", "en", *words],
        env=environment(instance),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(lambda: answer(port)[0] == 200)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def worker_of(instance: Path) -> list[str]:
    """Return the workers that signed in."""
    lines = (instance / "logs" / "worker.log").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if json.loads(line)["event"] == "worker started"]


def test_it_serves_with_a_worker_and_ends_cleanly(instance: Path) -> None:
    with serving(instance) as (process, port):
        assert answer(port, "/jobs")[0] == 200  # the sign-in page, after a redirect
        assert answer(port, "/nothing")[0] in {200, 404}
        wait_for(lambda: (instance / "logs" / "worker.log").exists() and bool(worker_of(instance)))
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
        assert process.returncode == 0, out
    log = (instance / "logs" / "worker.log").read_text(encoding="utf-8")
    assert '"worker ended"' in log
    requests = [json.loads(line) for line in (instance / "logs" / "serve.log").read_text("utf-8").splitlines()]
    assert any(line["event"] == "request" and line["path"] == "/health" and line["request"] for line in requests)


def test_a_worker_does_not_outlive_its_server(instance: Path) -> None:
    log = instance / "logs" / "worker.log"
    with serving(instance) as (process, _):
        wait_for(lambda: log.exists() and bool(worker_of(instance)))
        process.kill()
        wait_for(lambda: '"worker ended"' in log.read_text(encoding="utf-8"))


def test_slow_visitors_do_not_lock_out_the_others(instance: Path) -> None:
    with serving(instance, "--no-worker") as (_, port):
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(HALF_OPEN)]
        try:
            for half in slow:
                half.sendall(b"GET / HTTP/1.1\r\nHost: 127")
            began = time.monotonic()
            assert [answer(port)[0] for _ in range(20)] == [200] * 20
            assert time.monotonic() - began < 20
        finally:
            for half in slow:
                half.close()


def test_a_start_that_cannot_be_says_why_and_how_to_mend_it(instance: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run(instance, "serve", "--no-worker", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "--port" in refused.stderr
    (instance / "keys.json").unlink()
    assert "keys.json" in run(instance, "serve", "--no-worker").stderr
    nowhere = run(tmp_path / "nowhere", "worker", "--once")
    assert nowhere.returncode == 2
    assert "Traceback" not in nowhere.stderr


def test_a_worker_does_what_waits_and_ends(instance: Path) -> None:
    done = run(instance, "worker", "--once")
    assert done.returncode == 0, done.stderr

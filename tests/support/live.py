"""A running site for browser tests: the real command in its own processes, on a free port, over an instance folder."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.paths import ROOT

COMMAND = ROOT / ".venv" / "bin" / "junheng"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Live:
    """Where the site answers, the process behind it, and the folder it works in."""

    url: str
    process: subprocess.Popen[bytes]
    instance: Path


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(instance: Path, *options: str, **environment: str) -> Iterator[Live]:
    """Run `junheng serve` over an instance folder until the block ends."""
    port = free_port()
    env = {**os.environ, "JUNHENG_INSTANCE": str(instance), "PYTHONSAFEPATH": "1", **environment}
    log = instance / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(COMMAND), "serve", "--port", str(port), *options], env=env, stdout=output, stderr=output, cwd=ROOT
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url + "/health", process, log)
            yield Live(url, process, instance)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            if process.poll() is None:
                process.kill()
                process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address answers; a process that ended says why in its log."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            told = log.read_text(errors="replace")[-3000:]
            raise AssertionError(f"the site ended with {process.returncode}:\n{told}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer:\n{log.read_text(errors='replace')[-3000:]}")

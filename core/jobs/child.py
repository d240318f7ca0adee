"""A process of its own for each run: whatever the work does to memory, threads or the processor, the worker lives on.

The child reads from a pipe that only the worker holds: when the worker dies, even by SIGKILL, the pipe ends and the
child ends its whole process group, so that nothing goes on calculating for nobody.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

PROC = Path("/proc")
KILOBYTE = 1024


class Child:
    """A running child process and all it started."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            env=None if environment is None else dict(environment),
            start_new_session=os.name == "posix",
            creationflags=flags,
        )

    @property
    def pid(self) -> int:
        """The process id, which is also its group's."""
        return self._process.pid

    def ended(self) -> int | None:
        """Return the exit code, None while it runs; a negative one is the signal that ended it."""
        return self._process.poll()

    def kill(self) -> None:
        """End the child and everything it started, at once, and wait until it is gone."""
        if os.name == "posix":
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            except PermissionError:  # macOS answers so for a group of which only a zombie is left
                pass
        else:
            self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of the pipe."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def memory(self) -> int:
        """Return the bytes the child and its helpers occupy; zero where the system does not tell."""
        if not PROC.is_dir():
            return 0
        return sum(_resident(entry) for entry in PROC.iterdir() if entry.name.isdigit() and _group(entry) == self.pid)


def end_with_parent() -> None:
    """In a child: end the whole process group as soon as the worker is gone."""
    threading.Thread(target=_wait_for_parent, name="parent-watch", daemon=True).start()


def _wait_for_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    if os.name == "posix":
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


def _group(process: Path) -> int:
    """Return the process group of a process, zero where it has just ended."""
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except (OSError, ValueError, IndexError):
        return 0


def _resident(process: Path) -> int:
    """Return the memory of a process without what it shares by forking."""
    try:
        fields = (process / "statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0

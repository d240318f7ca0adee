"""Files that keep a reader busy, and a look at the processes that are about them."""

import threading
import time
from pathlib import Path

from core.errors import Busy
from core.sheets.faults import Refused
from core.sheets.reader import Reader
from tests.unit.core.sheets.corpus import sheet_of
from tests.unit.core.sheets.samples import PEOPLE, csv_file

SLOW = sheet_of((b"<row>" + b"<c/>" * 100 + b"</row>") * 24_000)
"""More than two million cells without anything in them: seconds of work in a file of some kilobytes."""
LARGE = csv_file([["工号", "姓名"], *([f"T{each}", "很长的名字" * 9] for each in range(50_000))])


def children() -> list[int]:
    """The processes that read for this one."""
    started = [pid for task in Path("/proc/self/task").iterdir() for pid in said(task / "children").split()]
    return [int(pid) for pid in started if b"core.sheets.child" in said(Path(f"/proc/{pid.decode()}/cmdline"))]


def said(file: Path) -> bytes:
    """What the system says of a thread or a process; nothing of one that has just ended."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def child_at_work() -> int:
    """The process that is reading, as soon as it is about its file."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for pid in children():
            time.sleep(0.3)
            return pid
        time.sleep(0.01)
    raise AssertionError("nobody reads")


class Reading(threading.Thread):
    """Somebody else's file being read."""

    def __init__(self, reader: Reader, data: bytes) -> None:
        super().__init__()
        self._reader, self._data = reader, data
        self.outcome = ""
        self.start()

    def run(self) -> None:
        """Read, and remember how it ended."""
        try:
            self._reader.grid_of(PEOPLE, "x.xlsx", self._data)
            self.outcome = "read"
        except (Refused, Busy) as error:
            self.outcome = type(error).__name__ + " " + error.message.text()

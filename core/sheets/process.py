"""One child process for one file: asked through a pipe, answered through a pipe, ended when its time is up.

A fresh interpreter rather than a fork: the server has threads, connections and keys, and the child must have none.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from tempfile import TemporaryDirectory
from typing import IO

from core.paths import ROOT
from core.sheets.wire import Ending

_CHUNK = 1024 * 1024
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT", "SYSTEMDRIVE")
"""What an interpreter needs to start; the settings of the site, its secret among them, stay behind."""
_OUT_OF_MEMORY = frozenset({Ending.OUT_OF_MEMORY, -6, -9})
"""Besides our own code: compiled code aborts (SIGABRT), the system kills (SIGKILL)."""
_OUT_OF_TIME = -24  # SIGXCPU


class Outcome(StrEnum):
    """How the process ended."""

    ANSWERED = "answered"
    TIME = "time"
    MEMORY = "memory"
    TOO_LONG = "too long an answer"
    BROKE_OFF = "broke off"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process said before it ended, and how it ended."""

    outcome: Outcome
    code: int
    data: bytes


def ask(arguments: Sequence[str], question: bytes, *, seconds: float, most: int) -> Answer:
    """Start the child, hand the question over and wait for its answer; after `seconds` the child is ended.

    Whatever it leaves on the disk is gone when this returns, even if it was killed. Raises `OSError` where the system
    has no process, or no disk, to give.
    """
    with TemporaryDirectory(prefix="junheng-") as folder:
        child = _started(arguments, folder)
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        alarm = threading.Timer(seconds, end)
        alarm.daemon = True
        try:
            alarm.start()
            _hand_over(child.stdin, question)
            data = _heard(child.stdout, most)
            if len(data) > most:
                child.kill()
            code = child.wait()
        finally:
            alarm.cancel()
            child.kill()
            child.wait()
            _let_go(child)
    return Answer(_outcome(code, late=late.is_set(), long=len(data) > most), code, data)


def _started(arguments: Sequence[str], folder: str) -> "subprocess.Popen[bytes]":
    """Start a fresh interpreter in a group of its own; temporary files go into a folder the caller clears away."""
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    environment["OPENBLAS_NUM_THREADS"] = "1"  # openpyxl loads numpy, whose threads would reserve memory on all cores
    return subprocess.Popen(
        [sys.executable, "-m", "core.sheets.child", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _hand_over(pipe: IO[bytes] | None, question: bytes) -> None:
    """Write the question; a child that has ended does not hear it, and how it ended is told later."""
    if pipe is None:
        return
    try:
        pipe.write(question)
        pipe.close()
    except OSError:
        pass


def _heard(pipe: IO[bytes] | None, most: int) -> bytes:
    """Read the answer, as far as it is no longer than may be."""
    pieces, length = [], 0
    while pipe is not None and length <= most and (piece := pipe.read(_CHUNK)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _let_go(child: "subprocess.Popen[bytes]") -> None:
    """Close the pipes."""
    for pipe in (child.stdin, child.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # the rest of the question has nobody to hear it
            pass


def _outcome(code: int, *, late: bool, long: bool) -> Outcome:
    """Say how the child ended."""
    if long:
        return Outcome.TOO_LONG
    if code == Ending.ANSWERED:
        return Outcome.ANSWERED
    if late or code == _OUT_OF_TIME:
        return Outcome.TIME
    return Outcome.MEMORY if code in _OUT_OF_MEMORY else Outcome.BROKE_OFF

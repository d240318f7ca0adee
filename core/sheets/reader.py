"""The reader of what people hand in: each file in a limited process of its own, so many at once and no more.

Whatever a file does to the process that reads it, the site goes on answering and whoever handed it in is told.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import TypeVar

from core.errors import Busy
from core.i18n import Language
from core.sheets import wire
from core.sheets.archive import MEGABYTE, SAVE_AGAIN
from core.sheets.columns import Sheet
from core.sheets.faults import Fault, Refused
from core.sheets.grid import Grid
from core.sheets.process import Answer, Outcome, ask
from core.sheets.wire import Garbled, Head
from policy.messages import say

Result = TypeVar("Result")
log = logging.getLogger("junheng.sheets")
RETRY_SECONDS = 10
_SMALLER = say("Copy the filled rows alone into a fresh template; split longer tables into several files.")
_REASONS = {
    Outcome.TIME: (say("Reading the file took more time than one file may take."), _SMALLER),
    Outcome.MEMORY: (say("Reading the file took more memory than one file may take."), _SMALLER),
    Outcome.TOO_LONG: (say("The cells of the file hold more text than one file may bring."), _SMALLER),
    Outcome.BROKE_OFF: (say("Reading the file broke off; it may be damaged."), SAVE_AGAIN),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take, and how many are read `at_once`, how many more wait, for how long (`patience`).

    `seconds` are those of the clock: Windows has no other limit. Those who wait hold a thread of the server each.
    """

    seconds: float = 90.0
    cpu_seconds: int = 60
    memory_mb: int = 768
    answer_mb: int = 64
    at_once: int = 2
    waiting: int = 2
    patience: float = 5.0


class Reader:
    """Reads files within limits; one for the whole process of the server."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._room = BoundedSemaphore(self._limits.at_once + self._limits.waiting)
        self._places = BoundedSemaphore(self._limits.at_once)

    def grid_of(self, sheet: Sheet, file_name: str, data: bytes) -> Grid:
        """Return the cells of a file, as `reading.grid_of` would.

        Raises `Refused` where it cannot be taken, `Busy` where too many are being read.
        """
        return self._asked(wire.READ, sheet, {"file": file_name}, data, wire.grid_in)

    def error_workbook(
        self, sheet: Sheet, file_name: str, data: bytes, faults: Sequence[Fault], language: Language
    ) -> bytes:
        """Return the file as .xlsx with every fault marked where it is.

        Raises `Refused`, `Busy`.
        """
        facts = {"file": file_name, "faults": wire.faults_out(faults), "language": language.value}
        return self._asked(wire.MARK, sheet, facts, data, wire.book_in)

    def _asked(
        self, action: str, sheet: Sheet, facts: Head, data: bytes, take: Callable[[Head, bytes], Result]
    ) -> Result:
        """Have a process do something with a file, and take its answer."""
        limits = self._limits
        arguments = (action, str(limits.memory_mb), str(limits.cpu_seconds))
        question = wire.packed({"sheet": wire.outline(sheet), **facts}, data)
        with self._place():
            try:
                answer = ask(arguments, question, seconds=limits.seconds, most=limits.answer_mb * MEGABYTE)
            except OSError as error:
                log.exception("no process could be started to read a file")
                raise _busy() from error
        if answer.outcome is not Outcome.ANSWERED:
            raise _not_read(sheet, answer, data)
        try:
            head, body = wire.parted(answer.data)
            refusal = wire.refusal_in(head)
            if refusal is None:
                return take(head, body)
        except Garbled as error:
            raise _not_read(sheet, replace(answer, outcome=Outcome.BROKE_OFF), data) from error
        raise refusal

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Hold one of the places, after a short wait where all are taken.

        Raises `Busy`.
        """
        if not self._room.acquire(blocking=False):
            log.warning("too many files at once")
            raise _busy()
        try:
            if not self._places.acquire(timeout=self._limits.patience):
                log.warning("a file waited too long for its turn")
                raise _busy()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._room.release()


def _busy() -> Busy:
    """Return the answer to whoever comes when there is no room."""
    message = say("Several files are being read at this moment; yours has to wait.")
    return Busy(message, say("Try again in a few seconds."), wait_seconds=RETRY_SECONDS)


def _not_read(sheet: Sheet, answer: Answer, data: bytes) -> Refused:
    """Put on the log how a process ended without an answer; return the refusal for the person."""
    facts = {"table": sheet.name, "outcome": answer.outcome, "code": answer.code, "bytes": len(data)}
    log.warning("a file was not read", extra={**facts, "place": wire.failure_in(answer.data)})
    return Refused(*_REASONS[answer.outcome])

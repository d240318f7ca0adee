"""Answers that take long to count and hold until anything is written: the audit chain's last link dates them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import ref

from sqlalchemy.orm import Session

from core import audit

Answer = TypeVar("Answer")


class UntilWritten(Generic[Answer]):
    """The last few answers of this process, each for one question and one state of one database.

    Whatever is written leaves a link in the chain, in its own transaction, so an unchanged last link means unchanged
    records. Only for looking: what a transaction has written itself has no link yet.
    """

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Hashable, Answer](), Lock()

    def answer(self, tx: Session, question: Hashable, count: Callable[[], Answer]) -> Answer:
        """Return what was counted for the question since the last writing, or count."""
        key = (ref(tx.get_bind()), audit.head(tx), question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = count()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

"""What was counted is counted again as soon as anything was written, and never for another question or database."""

from flask import Flask

from core import audit
from core.audit import Subject
from core.db import reading, transaction
from core.remembering import UntilWritten


def look(kept: UntilWritten[int], question: str, value: int) -> int:
    """Ask as a request does: with a snapshot of its own."""
    reading().rollback()
    reading().expunge_all()
    return kept.answer(reading(), question, lambda: value)


def test_an_answer_holds_until_something_is_written(site: Flask) -> None:
    kept = UntilWritten[int](4)
    assert look(kept, "a", 1) == 1
    assert look(kept, "a", 2) == 1
    with transaction() as tx:
        audit.record(tx, "a.done", Subject("a", "1"), by=audit.System())
    assert look(kept, "a", 3) == 3


def test_another_question_has_its_own_answer(site: Flask) -> None:
    kept = UntilWritten[int](4)
    assert (look(kept, "a", 1), look(kept, "b", 2), look(kept, "a", 3)) == (1, 2, 1)


def test_the_oldest_answer_makes_room(site: Flask) -> None:
    kept = UntilWritten[int](2)
    for question, value in (("a", 1), ("b", 2), ("c", 3)):
        look(kept, question, value)
    assert (look(kept, "c", 9), look(kept, "a", 9)) == (3, 9)

"""Several solves at once. Solvers release the interpreter's lock, so threads are enough.

Answers come back in the order of the questions and every question is answered, so the number of workers changes how
long a search takes and not what it finds.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def in_parallel(workers: int, answer: Callable[[Question], Answer], questions: Iterable[Question]) -> Iterator[Answer]:
    """Answer every question, `workers` at a time; yield the answers in order, in the caller's thread."""
    with ThreadPoolExecutor(max(1, workers)) as pool:
        yield from pool.map(answer, questions)

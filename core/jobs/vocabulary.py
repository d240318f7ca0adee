"""The words of background work: states, kinds, and the two ways a handler is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.enums import LabelledEnum
from policy.messages import Message, say

HOUR_SECONDS = 3600


class JobState(LabelledEnum):
    """Where a job stands; `failed` got an answer it must live with, `dead` broke off too often."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DEAD = "dead"


JobState.words(
    {
        JobState.QUEUED: (say("waiting"), "none"),
        JobState.RUNNING: (say("running"), "run"),
        JobState.DONE: (say("completed"), "ok"),
        JobState.FAILED: (say("could not be done"), "bad"),
        JobState.CANCELLED: (say("cancelled"), "warn"),
        JobState.DEAD: (say("given up"), "bad"),
    }
)
JobState.moves(
    {
        JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
        JobState.RUNNING: frozenset(
            {JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.DEAD, JobState.QUEUED}
        ),
        JobState.FAILED: frozenset({JobState.QUEUED}),
        JobState.CANCELLED: frozenset({JobState.QUEUED}),
        JobState.DEAD: frozenset({JobState.QUEUED}),
    }
)

OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})
"""States that are not the end."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work: what runs, what people call it, and its limits; `heavy` ones do not run side by side."""

    run: Callable[[Any], None]
    label: Message
    heavy: bool = False
    seconds: int = HOUR_SECONDS
    attempts: int = 3


class Fenced(Exception):
    """This run no longer owns its job: another worker took over, or the job was ended. Write nothing and stop."""


class Cancelled(Exception):
    """Somebody asked the job to stop, and the handler did."""

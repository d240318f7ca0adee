"""One line of the doctor: what was looked at, how it stands, how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from policy.messages import Message


class Level(StrEnum):
    """How a thing stands; only `bad` makes the command fail."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; `key` is its name for programs."""

    key: str
    level: Level
    message: Message
    cure: Message | None = None


def ok(key: str, message: Message) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(key, Level.OK, message)


def warn(key: str, message: Message, cure: Message) -> Finding:
    """Say that a thing should be mended soon."""
    return Finding(key, Level.WARN, message, cure)


def bad(key: str, message: Message, cure: Message) -> Finding:
    """Say that a thing must be mended now."""
    return Finding(key, Level.BAD, message, cure)

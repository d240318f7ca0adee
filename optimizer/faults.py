"""What is wrong with an input: every fault with its place and its cure, collected and raised together."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy.messages import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or warning: file, row as a person counts it (header = row 1, 0 = the whole table), column, value."""

    file: str
    row: int
    column: str
    value: str
    message: Message
    cure: Message


class InputFaults(Exception):
    """The input is not sound; carries every fault found, and the warnings."""

    def __init__(self, faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> None:
        super().__init__(f"{len(faults)} input faults")
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)

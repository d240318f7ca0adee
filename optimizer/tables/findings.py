"""Where faults and warnings are collected while the tables are read, so that all of them can be told at once."""

from dataclasses import dataclass, field

from optimizer.faults import Fault, InputFaults
from policy.messages import Message


@dataclass(frozen=True, slots=True)
class Place:
    """One cell, row or table of the input: row as a person counts it (header = 1, 0 = the whole table)."""

    file: str
    row: int = 0
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class Findings:
    """Everything found wrong (faults) or worth a look (warnings) so far."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, message: Message, cure: Message) -> None:
        """Note something that must be mended before anything is solved."""
        self.faults.append(Fault(place.file, place.row, place.column, place.value, message, cure))

    def warn(self, place: Place, message: Message, cure: Message) -> None:
        """Note something that is allowed but may not be meant."""
        self.warnings.append(Fault(place.file, place.row, place.column, place.value, message, cure))

    def stop_at_faults(self, file_order: list[str]) -> None:
        """Raise InputFaults when there is any fault, listed file by file and row by row."""
        if self.faults:
            raise InputFaults(in_order(self.faults, file_order), in_order(self.warnings, file_order))


def in_order(found: list[Fault], file_order: list[str]) -> list[Fault]:
    """Sort by file (in the order given, other files last) and row; what was found first stays first in a row."""
    rank = {name: position for position, name in enumerate(file_order)}
    return sorted(found, key=lambda fault: (rank.get(fault.file, len(rank)), fault.file, fault.row))

"""Faults of an input on the terminal: all at once, by file, each with its place and its cure."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.cli.speech import Speech
from optimizer.faults import Fault
from policy.messages import Message, say


def fault_lines(faults: Sequence[Fault], speech: Speech, most: int | None = None) -> list[str]:
    """Return faults as text, grouped by file; no more than `most`, the rest as a number."""
    shown = faults if most is None else faults[:most]
    lines = list(_by_file(shown, speech))
    if len(shown) < len(faults):
        lines.append(speech(say("and {number:,} more", number=len(faults) - len(shown))))
    return lines


def _by_file(faults: Sequence[Fault], speech: Speech) -> Iterable[str]:
    """A head for each file, its faults below."""
    for file, group in groupby(faults, key=lambda fault: fault.file):
        yield file
        for fault in group:
            yield "  " + speech(_place(fault))
            yield "    " + speech(fault.message)
            if fault.cure.template:
                yield "    " + speech(say("Cure: {cure}", cure=fault.cure))


def _place(fault: Fault) -> Message:
    """Where a fault is, as exactly as it is known."""
    if not fault.row:
        where = say("column {column}", column=fault.column) if fault.column else say("the whole table")
    elif fault.column:
        where = say("row {row}, column {column}", row=fault.row, column=fault.column)
    else:
        where = say("row {row}", row=fault.row)
    return say("{where}: “{value}”", where=where, value=fault.value) if fault.value else where

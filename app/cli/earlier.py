"""Reading the moves of an earlier plan, for a re-solve that changes little and to explain it."""

from collections.abc import Mapping
from pathlib import Path

from optimizer.check.reading import EARLIER, Row, Unreadable, moves_of, read_table
from optimizer.faults import Fault, InputFaults
from optimizer.problem import Move
from policy.messages import say

_COLUMNS = ("staff_no", "to_school", "subject")


def read_earlier(path: Path) -> tuple[Move, ...]:
    """Return the moves in a `moves.csv` of an earlier run; raise InputFaults where it cannot be read as one."""
    return moves_of(_rows(path, _COLUMNS))


def read_plan(directory: Path) -> tuple[tuple[Move, ...], Mapping[str, str]]:
    """Return the moves of a plan's folder and, by staff number, the reasons written beside them."""
    rows = _rows(directory / "moves.csv", (*_COLUMNS, "reason"))
    return moves_of(rows), {row["staff_no"]: row["reason"] for row in rows}


def kept_to(directory: Path) -> tuple[Move, ...] | None:
    """Return the earlier moves a plan's folder says it was to keep to, None where there were none."""
    return read_earlier(directory / EARLIER) if (directory / EARLIER).is_file() else None


def _rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """Read the table; raise InputFaults with its place and its cure."""
    cure = say("Give the moves.csv that an earlier plan wrote.")
    if not path.is_file():
        raise InputFaults([Fault(str(path), 0, "", "", say("There is no such file."), cure)])
    try:
        return read_table(path.parent, path.name, columns)
    except Unreadable as unreadable:
        found = unreadable.disagreement
        row = int(found.where) + 1 if found.where.isdecimal() else 0
        raise InputFaults([Fault(str(path), row, "", "", found.message, cure)]) from unreadable

"""Reading what a run handed back; whatever cannot be read is said as such, never a traceback."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from optimizer.check.records import Disagreement
from optimizer.problem import Move
from policy.messages import Message, say

MOVES = ("staff_no", "name", "from_school", "to_school", "stage", "subject", "minutes", "preference_rank", "reason")

EARLIER = "earlier.csv"
"""The moves a re-solve was asked to keep to, beside its own: without them its line `changes` cannot be judged."""

Row = dict[str, str]


class Unreadable(Exception):
    """A file that cannot be read as §5 describes it; carries the disagreement to hand back."""

    def __init__(self, file: str, where: str, message: Message) -> None:
        super().__init__(f"{file} {where}: {message}")
        self.disagreement = Disagreement(file, where, message)


def read_report(directory: Path) -> dict[str, object]:
    """Return `report.json` as an object; raise Unreadable."""
    name = "report.json"
    text = _read_text(directory, name)
    try:
        report = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(name, "", say("The file is not JSON: {error}.", error=str(error))) from error
    if not isinstance(report, dict):
        raise Unreadable(name, "", say("The file must hold a JSON object."))
    return report


def read_table(directory: Path, name: str, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file that has at least these columns; raise Unreadable."""
    content = io.StringIO(_read_text(directory, name), newline="")
    try:
        rows = [row for row in csv.reader(content, strict=True) if row]
    except csv.Error as error:
        raise Unreadable(name, "", say("The file is not CSV: {error}.", error=str(error))) from error
    header = rows[0] if rows else []
    absent = [column for column in columns if column not in header]
    if absent:
        raise Unreadable(name, "", say("Column {column} is missing.", column=absent[0]))
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            message = say("The row has {found} fields, the header {wanted}.", found=len(row), wanted=len(header))
            raise Unreadable(name, str(number), message)
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def moves_of(rows: Sequence[Row]) -> tuple[Move, ...]:
    """Return the moves that the rows of `moves.csv` name, in their order."""
    return tuple(Move(row["staff_no"], row["to_school"], row["subject"]) for row in rows)


def _read_text(directory: Path, name: str) -> str:
    try:
        with (directory / name).open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(name, "", say("The file cannot be opened: {error}.", error=error.strerror or "")) from error
    except UnicodeDecodeError as error:
        raise Unreadable(name, "", say("The file is not UTF-8 text.")) from error


def read_earlier(directory: Path) -> tuple[Move, ...] | None:
    """Return the earlier moves a run's folder keeps, None where it kept to none; raise Unreadable."""
    if not (directory / EARLIER).is_file():
        return None
    return moves_of(read_table(directory, EARLIER, ("staff_no", "to_school", "subject")))

"""The tables of a plan as text, column by column as `rotation-problem.md` §5 orders them."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.check.reading import EARLIER
from optimizer.problem import Move
from optimizer.report.cells import CellLine
from optimizer.report.formats import hundredths, ratio
from optimizer.report.funnel import Unfilled
from optimizer.report.indicators import Coefficient, UnitIndicator
from optimizer.report.movers import Mover
from policy.messages import Translate


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its name, its columns and its rows, already as text and sorted by key."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """The file's content: a header, one line per row, LF endings."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return stream.getvalue()


def moves_table(movers: Sequence[Mover], translate: Translate) -> Table:
    """`moves.csv`: one row per move, the reason in the reader's language."""
    columns = (
        "staff_no",
        "name",
        "from_school",
        "to_school",
        "stage",
        "subject",
        "minutes",
        "preference_rank",
        "reason",
    )
    rows = [
        (
            mover.move.staff_no,
            mover.teacher.name,
            mover.teacher.school,
            mover.move.to_school,
            mover.teacher.stage.value,
            mover.move.subject,
            str(mover.minutes),
            str(mover.rank or ""),
            mover.reason.text(translate),
        )
        for mover in movers
    ]
    return _sorted("moves.csv", columns, rows)


def earlier_table(earlier: Iterable[Move]) -> Table:
    """`earlier.csv`: the moves of the plan that was to be kept to."""
    rows = [(move.staff_no, move.to_school, move.subject) for move in earlier]
    return _sorted(EARLIER, ("staff_no", "to_school", "subject"), rows)


def cells_table(cells: Iterable[CellLine]) -> Table:
    """`cells.csv`: FTE required, before and after."""
    columns = ("school", "stage", "subject", "required", "before", "after")
    rows = [(*line.cell, *map(hundredths, (line.required, line.before, line.after))) for line in cells]
    return _sorted("cells.csv", columns, rows)


def units_table(units: Iterable[UnitIndicator]) -> Table:
    """`units.csv`: heads before and after against the target, a number of teachers with two decimals."""
    columns = ("school", "stage", "indicator", "students", "target", "before", "after")
    rows = [
        (unit.school, unit.stage, unit.indicator, unit.students, hundredths(unit.target), unit.before, unit.after)
        for unit in units
    ]
    return _sorted("units.csv", columns, rows)


def coefficients_table(coefficients: Iterable[Coefficient]) -> Table:
    """`coefficients.csv`: 差异系数 before and after, and its limit."""
    columns = ("stage", "indicator", "before", "after", "limit")
    rows = [
        (entry.stage, entry.indicator, ratio(entry.before), ratio(entry.after), hundredths(entry.limit))
        for entry in coefficients
    ]
    return _sorted("coefficients.csv", columns, rows)


def unfilled_table(unfilled: Iterable[Unfilled]) -> Table:
    """`unfilled.csv`: what stays short, the funnel in people, and the cause as a code."""
    columns = (
        "school",
        "stage",
        "subject",
        "shortage",
        "qualified",
        "eligible",
        "within_travel",
        "spare",
        "cause",
    )
    rows = [
        (
            entry.cell[0],
            entry.cell[1].value,
            entry.cell[2],
            hundredths(entry.shortage),
            str(entry.qualified),
            str(entry.eligible),
            str(entry.within_travel),
            str(entry.spare),
            entry.cause,
        )
        for entry in unfilled
    ]
    return _sorted("unfilled.csv", columns, rows)


def _sorted(name: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Table:
    """Make a table with its rows as text, sorted by key; every key stands in the first columns."""
    return Table(name, columns, tuple(sorted(tuple(map(str, row)) for row in rows)))

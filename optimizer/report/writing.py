"""Writing a plan's folder: the report, the tables and the workbook."""

from collections.abc import Callable, Mapping
from pathlib import Path

from optimizer.check.reading import EARLIER
from optimizer.check.records import Evaluation
from optimizer.problem import Problem
from optimizer.report import tables
from optimizer.report.document import Document, as_json, plan_document
from optimizer.report.outcome import Outcome, outcome_of
from optimizer.report.placing import REPORT, place
from optimizer.report.record import RunRecord
from optimizer.report.workbook.book import write_workbook
from optimizer.solution import Solution, Status
from policy.messages import Message, Translate

Inspect = Callable[[Path], None]


def write(
    directory: Path,
    problem: Problem,
    solution: Solution,
    evaluation: Evaluation,
    reasons: Mapping[str, Message],
    run: RunRecord,
    translate: Translate,
    inspect: Inspect = lambda folder: None,
) -> Document:
    """Write everything a run hands back into `directory` and return the report.

    A run without a plan writes `report.json` only. `inspect` sees the finished folder before it is put in place; what
    it raises keeps the files from being handed out.
    """
    document = plan_document(solution, evaluation, run, translate)
    if solution.status not in {Status.OPTIMAL, Status.FEASIBLE}:
        write_document(directory, document)
        return document
    outcome = outcome_of(problem, solution.moves, reasons)

    def fill(folder: Path) -> None:
        write_tables(folder, outcome, translate)
        if run.earlier is not None:
            _write_text(folder / EARLIER, tables.earlier_table(run.earlier).text())
        write_workbook(folder / "plan.xlsx", outcome, solution, evaluation, run, translate)
        _write_text(folder / REPORT, as_json(document))
        inspect(folder)

    place(directory, fill)
    return document


def write_document(directory: Path, document: Document) -> None:
    """Write `report.json` alone: there is no plan, and none of an earlier run may seem to be this one's."""
    place(directory, lambda folder: _write_text(folder / REPORT, as_json(document)))


def write_tables(folder: Path, outcome: Outcome, translate: Translate) -> None:
    """Write the CSV files of a plan."""
    for table in (
        tables.moves_table(outcome.movers, translate),
        tables.cells_table(outcome.cells),
        tables.units_table(outcome.units),
        tables.coefficients_table(outcome.coefficients),
        tables.unfilled_table(outcome.unfilled),
    ):
        _write_text(folder / table.name, table.text())


def _write_text(path: Path, text: str) -> None:
    """Write UTF-8 without BOM, line endings as they are; bytes of a file name that are no text are spelled out."""
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")

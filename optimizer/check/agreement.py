"""`junheng plan check`: what a run handed back, against what the tables give."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from optimizer.check.district import survey
from optimizer.check.evaluation import evaluate_in
from optimizer.check.funnel import unfilled_cells
from optimizer.check.plan import Plan, lay
from optimizer.check.reading import MOVES, Row, Unreadable, moves_of, read_earlier, read_report, read_table
from optimizer.check.records import Disagreement, Evaluation
from optimizer.check.report import FILE, fingerprint_disagreements, report_disagreements
from optimizer.check.tables import (
    CELLS,
    COEFFICIENTS,
    UNFILLED,
    UNITS,
    Fields,
    Key,
    cell_rows,
    coefficient_rows,
    compare,
    idle_coefficients,
    move_rows,
    unfilled_rows,
    unit_rows,
)
from optimizer.problem import Move, Problem
from optimizer.solution import Status
from policy.messages import say


def verify(
    problem: Problem,
    directory: Path,
    earlier: Sequence[Move] | None = None,
    fingerprints: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Disagreement, ...]:
    """Return everything in which the files of a run differ from a recomputation; empty where all agrees.

    `earlier` are the moves of an earlier plan where the run was asked to keep to it (`--from`); left out, they are
    those the folder keeps. `fingerprints` are hashes the report must state, by its keys. A report without a plan is a
    disagreement: there is nothing that could be confirmed.
    """
    try:
        report = read_report(directory)
        if report.get("status") not in (Status.OPTIMAL, Status.FEASIBLE):
            message = say("The status is {status}: there is no plan to check.", status=str(report.get("status")))
            return (Disagreement(FILE, "status", message),)
        rows = read_table(directory, "moves.csv", MOVES)
        earlier = read_earlier(directory) if earlier is None else earlier
    except Unreadable as unreadable:
        return (unreadable.disagreement,)
    moves = moves_of(rows)
    district = survey(problem)
    evaluation = evaluate_in(district, moves)
    found = [Disagreement("moves.csv", rule.name, rule.detail) for rule in evaluation.rules if not rule.holds]
    found.extend(report_disagreements(problem, evaluation, report, moves, earlier))
    found.extend(fingerprint_disagreements(report, fingerprints))
    found.extend(_tables(problem, directory, lay(district, moves), evaluation, rows))
    return tuple(found)


def _tables(
    problem: Problem, directory: Path, plan: Plan, evaluation: Evaluation, moves: Sequence[Row]
) -> list[Disagreement]:
    names = {teacher.staff_no: teacher.name for teacher in problem.teachers}
    found = compare("moves.csv", ("staff_no", "to_school", "subject"), moves, move_rows(evaluation, names))
    wanted: tuple[tuple[str, Sequence[str], int, dict[Key, Fields]], ...] = (
        ("cells.csv", CELLS, 3, cell_rows(evaluation)),
        ("units.csv", UNITS, 3, unit_rows(evaluation)),
        ("coefficients.csv", COEFFICIENTS, 2, coefficient_rows(evaluation.coefficients)),
        ("unfilled.csv", UNFILLED, 3, unfilled_rows(unfilled_cells(plan))),
    )
    for name, columns, keys, rows in wanted:
        try:
            optional = idle_coefficients(evaluation) if name == "coefficients.csv" else ()
            found.extend(compare(name, columns[:keys], read_table(directory, name, columns), rows, optional))
        except Unreadable as unreadable:
            found.append(unreadable.disagreement)
    return found

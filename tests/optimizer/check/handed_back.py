"""Writes what a run hands back, the way §5 describes it, for the tests of the agreement to spoil."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from optimizer.check import evaluate_in, lay, survey, unfilled_cells
from optimizer.problem import Move, Problem
from tests.optimizer.brute_force import brute_force


def hand_back(problem: Problem, directory: Path) -> tuple[Move, ...]:
    """Write the proven best plan of a small district into the folder, and return its moves."""
    result = brute_force(problem)
    district = survey(problem)
    evaluation = evaluate_in(district, result.moves)
    tiers = [
        {
            "name": line,
            "value": evaluation.values[line],
            "best": result.best[line],
            "cap": result.cap[line],
            "bound": result.best[line],
            "status": "optimal",
            "seconds": 0.1,
        }
        for line in result.lines
    ]
    report = {
        "status": "optimal",
        "tiers": tiers,
        "moves": evaluation.moves,
        "eligible": evaluation.eligible,
        "backbone_moves": evaluation.backbone_moves,
        "before": dict(evaluation.before),
        "rules": [{"name": r.name, "holds": r.holds, "detail": str(r.detail)} for r in evaluation.rules],
        "faults": [],
        "warnings": [],
        "conflict": None,
        "relaxations": [],
        "stopped_by": "proof",
    }
    write_report(directory, report)
    names = {teacher.staff_no: teacher.name for teacher in problem.teachers}
    write_table(
        directory / "moves.csv",
        "staff_no,name,from_school,to_school,stage,subject,minutes,preference_rank,reason",
        (
            (
                *(f.move.staff_no, names[f.move.staff_no], f.from_school, f.move.to_school, f.stage, f.move.subject),
                *(f.minutes, "" if f.preference_rank is None else f.preference_rank, "because"),
            )
            for f in evaluation.move_facts
        ),
    )
    write_table(
        directory / "cells.csv",
        "school,stage,subject,required,before,after",
        ((*c.cell, fte(c.required), fte(c.before), fte(c.after)) for c in evaluation.cells),
    )
    write_table(
        directory / "units.csv",
        "school,stage,indicator,students,target,before,after",
        ((u.school, u.stage, u.indicator, u.students, fte(u.target), u.before, u.after) for u in evaluation.units),
    )
    write_table(
        directory / "coefficients.csv",
        "stage,indicator,before,after,limit",
        (
            (c.stage, c.indicator, *("" if v is None else f"{v:.4f}" for v in (c.before, c.after)), fte(c.limit))
            for c in evaluation.coefficients
        ),
    )
    write_table(
        directory / "unfilled.csv",
        "school,stage,subject,shortage,qualified,eligible,within_travel,spare,cause",
        (
            (*u.cell, fte(u.shortage), u.qualified, u.eligible, u.within_travel, u.spare, u.cause)
            for u in unfilled_cells(lay(district, result.moves))
        ),
    )
    return result.moves


def fte(hundredths: int) -> str:
    """Write hundredths with two decimals."""
    return f"{hundredths / 100:.2f}"


def read_json(directory: Path) -> dict[str, Any]:
    """Return the report, to change it."""
    report: dict[str, Any] = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    return report


def write_report(directory: Path, report: object) -> None:
    """Write the report."""
    (directory / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def write_table(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def change_field(path: Path, column: str, value: str, row: int = 0) -> None:
    """Overwrite one field of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row + 1][rows[0].index(column)] = value
    write_table(path, ",".join(rows[0]), rows[1:])

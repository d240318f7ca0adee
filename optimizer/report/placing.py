"""Putting files in place at once: a crash leaves a folder as it was or without a plan, never with half of one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

REPORT = "report.json"
OURS = (
    "moves.csv",
    "cells.csv",
    "units.csv",
    "coefficients.csv",
    "unfilled.csv",
    "shared.csv",
    "plan.xlsx",
)
"""The files beside `report.json` that a plan may consist of; others in the folder are left alone."""

Fill = Callable[[Path], None]


def place(directory: Path, fill: Fill) -> None:
    """Let `fill` write into a new folder beside `directory`, then move its files into place.

    Whatever `fill` raises leaves `directory` untouched. `report.json` goes first and comes last: a folder without it
    holds no plan. Files of an earlier plan that this one does not have are removed.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    draft = directory.parent / f".{directory.name}.{os.getpid()}.draft"
    draft.mkdir()
    try:
        fill(draft)
        directory.mkdir(exist_ok=True)
        for name in (REPORT, *OURS):
            if name == REPORT or not (draft / name).exists():
                (directory / name).unlink(missing_ok=True)
        for name in (*OURS, REPORT):
            if (draft / name).exists():
                (draft / name).replace(directory / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)

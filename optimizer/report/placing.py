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
    "earlier.csv",
    "plan.xlsx",
)
"""The files beside `report.json` that a plan may consist of; others in the folder are left alone."""

Fill = Callable[[Path], None]


def place(directory: Path, fill: Fill) -> None:
    """Let `fill` write into a new folder inside `directory`, then move its files into place.

    Whatever `fill` raises leaves `directory` as it was. `report.json` goes first and comes last: a folder without it
    holds no plan. Files of an earlier plan that this one does not have are removed. The draft lies inside, because
    beside a folder that is a mount there is another file system, and files cannot be renamed across.
    """
    is_new = not directory.exists()
    directory.mkdir(parents=True, exist_ok=True)
    draft = directory / f".draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        fill(draft)
        for name in (REPORT, *OURS):
            if name == REPORT or not (draft / name).exists():
                (directory / name).unlink(missing_ok=True)
        for name in (*OURS, REPORT):
            if (draft / name).exists():
                (draft / name).replace(directory / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if is_new and not any(directory.iterdir()):
            directory.rmdir()

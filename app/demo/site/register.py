"""The register of the demo, imported from its tables like anybody's: staged, tried, written in one transaction each."""

import csv
import io
from collections import defaultdict
from datetime import date
from pathlib import Path

from accounts.identity import Identity
from app.demo.site.filling import classes_table, codes_of, with_numbers
from app.imports.kinds import KINDS
from core.db import transaction
from core.sheets import staging
from teachers.rules.years import school_year_on

ORDER = ("schools", "classes", "demand", "teachers", "travel")
"""Schools first: everything else names them."""


class Refused(Exception):
    """A table of the demo was not taken: a defect of ours, told with its first faults."""


def load_register(tables: Path, *, by: Identity, on: date) -> dict[str, int]:
    """Import schools, demand, teachers and travel times; returns the rows written of each."""
    written = {}
    for kind in ORDER:
        data = table_of(kind, tables, on)
        written[kind] = import_table(kind, data, by=by, on=on) if data.count(b"\n") > 1 else 0
    return written


def import_table(kind: str, data: bytes, *, by: Identity, on: date) -> int:
    """Import one CSV table as if it had been uploaded.

    Raises `Refused`.
    """
    importer = KINDS[kind].importer(by, on)
    with transaction() as tx:
        batch = staging.stage(tx, kind, f"{kind}.csv", data, by=by)
        staging.dry_run(tx, batch, importer, by=by)
        faults = batch.preview.faults(0, 5)
        if faults:
            told = "; ".join(f"{fault.row} {fault.header}: {fault.message} {fault.value}" for fault in faults)
            raise Refused(f"{kind}: {told}")
        return staging.apply(tx, batch, importer, by=by, on=on)


def table_of(kind: str, tables: Path, on: date) -> bytes:
    """Return a table of the planner as the import takes it; students stand beside their schools."""
    if kind == "classes":
        return classes_table(codes_of(tables), on)
    data = (tables / f"{kind}.csv").read_bytes()
    if kind == "teachers":
        return with_numbers(data)
    if kind == "schools":
        return with_students(data, tables / "units.csv")
    return with_year(data, school_year_on(on)) if kind == "demand" else data


def with_year(demand: bytes, year: int) -> bytes:
    """Return the demand with the school year it is of."""
    head, *rows = demand.decode().splitlines()
    return "\n".join([f"{head},school_year", *(f"{row},{year}" for row in rows), ""]).encode()


def with_students(schools: bytes, units: Path) -> bytes:
    """Return the schools with a column of students for every stage they have."""
    students: dict[str, dict[str, str]] = defaultdict(dict)
    with units.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            students[row["school"]][f"students_{row['stage']}"] = row["students"]
    stages = sorted({stage for row in students.values() for stage in row})
    rows = list(csv.DictReader(io.StringIO(schools.decode())))
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [*rows[0], *stages], restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, **students[row["school"]]})
    return target.getvalue().encode()

"""A corner of the demo district for journeys: eight schools, some three hundred teachers, solved in seconds."""

import csv
from collections.abc import Callable
from pathlib import Path

from app.demo.write import generate

KEPT = frozenset(
    ("2119260103", "2119260104", "3119260110", "2119260203", "3119260202", "2119260301", "2119260302", "3119260305")
)
Row = dict[str, str]


def write_small_district(folder: Path) -> None:
    """Write the tables of the eight schools into a folder; everything that names another school is left out."""
    whole = folder / "whole"
    generate(whole)
    teams: dict[str, int] = {}
    for row in _rows(whole / "teachers.csv"):
        if row["team"] and row["school"] not in KEPT:
            teams[row["team"]] = 1
    staff = {row["staff_no"] for row in _rows(whole / "teachers.csv") if row["school"] in KEPT}
    for name, keep in (
        ("schools", lambda row: row["school"] in KEPT),
        ("units", lambda row: row["school"] in KEPT),
        ("demand", lambda row: row["school"] in KEPT),
        ("teachers", lambda row: row["school"] in KEPT),
        ("preferences", lambda row: row["staff_no"] in staff and row["school"] in KEPT),
        ("travel", lambda row: row["from"] in KEPT | staff and row["to"] in KEPT),
        ("locks", lambda row: row["staff_no"] in staff and (not row["school"] or row["school"] in KEPT)),
    ):
        _copy(whole / f"{name}.csv", folder / f"{name}.csv", keep, set(teams))
    (folder / "policy.toml").write_bytes((whole / "policy.toml").read_bytes())
    for file in whole.iterdir():
        file.unlink()
    whole.rmdir()


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _copy(source: Path, target: Path, keep: Callable[[Row], bool], broken_teams: set[str]) -> None:
    rows = [row for row in _rows(source) if keep(row)]
    ranks: dict[str, int] = {}
    with source.open(encoding="utf-8", newline="") as text:
        names = next(csv.reader(text))
    with target.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            if "partners" in row:
                row["partners"] = ";".join(code for code in row["partners"].split(";") if code in KEPT)
            if "rank" in row:
                ranks[row["staff_no"]] = ranks.get(row["staff_no"], 0) + 1
                row["rank"] = str(ranks[row["staff_no"]])
            if row.get("team") in broken_teams:
                row["team"] = ""
            writer.writerow(row)

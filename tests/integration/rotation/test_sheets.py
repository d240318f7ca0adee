"""Preferences as a workbook: what is exported changes nothing when it comes back, and faults name their cell."""

import csv
import io
from collections.abc import Sequence

import pytest
from flask import Flask

from core.db import reading, transaction
from core.i18n import Language
from core.sheets import staging
from core.sheets.models import ImportBatch
from core.sheets.plan import RowState
from core.sheets.writing import export
from rotation.queries.cycles import current_cycle
from rotation.sheets import PREFERENCES, PreferenceImporter, preference_rows
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import TODAY

Row = Sequence[object]


def _rows() -> list[dict[str, object]]:
    cycle = current_cycle(reading())
    assert cycle is not None
    return preference_rows(reading(), cycle)


def _file(rows: Sequence[Row]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([("Staff number", "Rank of the choice", "School code"), *rows])
    return stream.getvalue().encode()


def _dry_run(name: str, data: bytes, people: People) -> ImportBatch:
    reading().rollback()
    with transaction() as tx:
        batch = staging.stage(tx, "preferences", name, data, by=people.hr)
    with transaction() as tx:
        tx.add(batch)
        staging.dry_run(tx, batch, PreferenceImporter(), by=people.hr)
    return batch


def test_an_export_brought_back_changes_nothing(site: Flask, people: People) -> None:
    rows = _rows()
    batch = _dry_run("p.xlsx", export(PREFERENCES, rows, Language.CHINESE), people)
    assert (batch.total_rows, batch.same_rows) == (len(rows), len(rows))


def test_rows_are_laid_over_the_lists_on_file(site: Flask, people: People) -> None:
    first = _rows()[0]
    batch = _dry_run("p.csv", _file([(first["staff_no"], first["rank"], "")]), people)
    assert (batch.changed_rows, batch.error_rows) == (1, 0)
    with transaction() as tx:
        mode = staging.Mode.ALL_OR_NOTHING
        written = staging.apply(tx, batch, PreferenceImporter(), mode=mode, by=people.hr, on=TODAY)
    assert written == 1
    assert first not in _rows()
    ranks = [row["rank"] for row in _rows() if row["staff_no"] == first["staff_no"]]
    assert ranks == list(range(1, len(ranks) + 1))


@pytest.mark.parametrize(
    ("row", "column"),
    [(("nobody", 1, "{school}"), "A"), (("{staff}", 1, "000"), "C"), (("{staff}", 99, "{school}"), "B")],
)
def test_a_fault_names_its_cell(site: Flask, people: People, row: Row, column: str) -> None:
    known = _rows()[0]
    words = {"staff": known["staff_no"], "school": known["school"]}
    cells = [str(cell).format(**words) for cell in row]
    batch = _dry_run("p.csv", _file([cells]), people)
    assert batch.error_rows == 1
    faults = batch.preview.faults()
    assert f"{column}2" in {fault.cell for fault in faults}
    assert batch.preview.count(RowState.ERROR) == 1


def test_a_school_twice_on_one_list_is_refused(site: Flask, people: People) -> None:
    known = _rows()[0]
    rows = [(known["staff_no"], 4, known["school"])]
    assert _dry_run("p.csv", _file(rows), people).error_rows == 1

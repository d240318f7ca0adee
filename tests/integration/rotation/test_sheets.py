"""Preferences as a workbook: what is exported changes nothing when it comes back, and faults name their cell."""

import csv
import io
from collections.abc import Sequence
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import reading, transaction
from core.i18n import Language
from core.sheets import staging
from core.sheets.models import ImportBatch
from core.sheets.plan import RowState
from core.sheets.writing import export
from rotation import queries
from rotation.planning.asking import about_now
from rotation.queries.cycles import current_cycle
from rotation.sheets import PREFERENCES, PreferenceImporter, preference_rows
from teachers.models import School
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import TODAY

Row = Sequence[object]


def _rows() -> list[dict[str, object]]:
    cycle = current_cycle(reading())
    assert cycle is not None
    return preference_rows(reading(), cycle)


def _last_choice() -> dict[str, object]:
    """Return the last choice of somebody with several: it can be taken off without leaving a gap."""
    rows = _rows()
    return next(row for row, then in pairwise(rows) if then["rank"] == 1 and row["rank"] != 1)


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
    first = _last_choice()
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


def _faults_of(rows: Sequence[Row], people: People) -> dict[str, str]:
    return {fault.cell: str(fault.message) for fault in _dry_run("p.csv", _file(rows), people).preview.faults()}


def test_a_gap_in_a_list_is_refused_at_the_row(site: Flask, people: People) -> None:
    last = _last_choice()
    found = _faults_of([(last["staff_no"], 1, "")], people)
    assert "Choice 1 would be empty" in found["B2"]


def test_who_is_not_on_the_eligibility_list_files_nothing_on_paper_either(site: Flask, people: People) -> None:
    cycle = current_cycle(reading())
    assert cycle is not None
    line = queries.eligibility_list(reading(), cycle.id, people.hr, eligible=False)[0][0]
    other = next(row["school"] for row in _rows() if row["school"] != line.school.code)
    assert "not on the eligibility list" in _faults_of([(line.staff_no, 1, other)], people)["A2"]


def test_a_school_the_form_would_refuse_is_refused_in_the_table(site: Flask, people: People) -> None:
    cycle, filed = current_cycle(reading()), {row["staff_no"] for row in _rows()}
    assert cycle is not None
    lines = queries.eligibility_list(reading(), cycle.id, people.hr, eligible=True, size=1000)[0]
    line = next(line for line in lines if line.staff_no not in filed)
    codes = [code for code in reading().execute(select(School.code)).scalars() if code != line.school.code]
    about = about_now(reading(), cycle, line.teacher_id)
    assert about is not None
    refused = next(code for code in codes if about.refusal(code) is not None)
    allowed = next(code for code in codes if about.refusal(code) is None)
    assert "cannot be chosen" in _faults_of([(line.staff_no, 1, refused)], people)["C2"]
    assert _faults_of([(line.staff_no, 1, allowed)], people) == {}

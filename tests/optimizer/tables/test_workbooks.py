"""One .xlsx says the same as a folder of CSV files, typed cells included; what a spreadsheet spoils is refused."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from optimizer.faults import Fault, InputFaults
from optimizer.tables import read
from policy.months import month
from tests.optimizer.tables.sound_district import sound_tables, write_folder, write_workbook

TEXT_CURE = "Set the column to text and type the value again."
Typed = dict[tuple[str, int, str], object]


def fault_of(source: Path) -> Fault:
    with pytest.raises(InputFaults) as refusal:
        read(source)
    (fault,) = refusal.value.faults
    return fault


def test_workbook_equals_the_folder(tmp_path: Path) -> None:
    folder = read(write_folder(sound_tables(), tmp_path / "district"))
    workbook = read(write_workbook(sound_tables(), tmp_path / "district.xlsx"))
    assert workbook.problem == folder.problem
    assert (workbook.overrides, workbook.warnings) == (folder.overrides, folder.warnings)
    assert workbook.policy_sha256 == folder.policy_sha256


def test_typed_cells_equal_text_cells(tmp_path: Path) -> None:
    typed: Typed = {
        ("schools", 2, "authorised_headcount"): 20.0,
        ("schools", 2, "longitude"): 116.1,
        ("units", 2, "students"): 400,
        ("demand", 2, "required"): 2.0,
        ("demand", 5, "required"): 0.25,
        ("teachers", 2, "birth_month"): date(1985, 1, 1),
        ("teachers", 2, "joined_school"): date(2015, 9, 15),
        ("teachers", 6, "retirement_month"): date(2048, 3, 1),
        ("teachers", 3, "fte"): 0.5,
        ("preferences", 2, "rank"): 1,
        ("travel", 2, "minutes"): 25.0,
    }
    expected = read(write_folder(sound_tables(), tmp_path / "district")).problem
    assert read(write_workbook(sound_tables(), tmp_path / "typed.xlsx", typed)).problem == expected


def test_number_shows_as_the_spreadsheet_shows_it(tmp_path: Path) -> None:
    typed: Typed = {("demand", 2, "required"): 0.1 + 0.2, ("schools", 2, "longitude"): 0.00001}
    problem = read(write_workbook(sound_tables(), tmp_path / "d.xlsx", typed)).problem
    assert next(iter(problem.required.values())) == 30
    assert problem.schools[0].longitude == 0.00001


def test_short_number_in_a_key_column_is_taken_as_its_digits(tmp_path: Path) -> None:
    tables = sound_tables()
    for rows in tables.values():
        rows[:] = [["1001" if value == "T5" else value for value in row] for row in rows]
    typed: Typed = {("teachers", 6, "staff_no"): 1001.0, ("preferences", 4, "staff_no"): 1001}
    assert read(write_workbook(tables, tmp_path / "d.xlsx", typed)).problem.teachers[4].staff_no == "1001"


@pytest.mark.parametrize(("table", "row", "column"), [("teachers", 2, "staff_no"), ("schools", 2, "school")])
def test_key_typed_as_a_long_number_is_refused_because_digits_are_lost(
    tmp_path: Path, table: str, row: int, column: str
) -> None:
    tables = {name: rows for name, rows in sound_tables().items() if name not in {"preferences", "travel", "locks"}}
    source = write_workbook(tables, tmp_path / "d.xlsx", {(table, row, column): 110101194912310123})
    with pytest.raises(InputFaults) as refusal:
        read(source)
    fault = refusal.value.faults[0]
    assert (fault.file, fault.row, fault.column) == (f"d.xlsx/{table}", row, column)
    assert str(fault.message).startswith("The cell is a number of more digits than a spreadsheet keeps")
    assert str(fault.cure) == TEXT_CURE


def test_long_key_typed_as_text_keeps_every_digit(tmp_path: Path) -> None:
    tables = sound_tables()
    tables["teachers"][5][0] = tables["preferences"][3][0] = "110101194912310123"
    assert read(write_workbook(tables, tmp_path / "d.xlsx")).problem.teachers[4].staff_no == "110101194912310123"


def test_text_turned_into_a_date_is_refused(tmp_path: Path) -> None:
    source = write_workbook(sound_tables(), tmp_path / "d.xlsx", {("schools", 2, "zone"): date(2026, 3, 1)})
    fault = fault_of(source)
    assert (fault.file, fault.row, fault.column) == ("d.xlsx/schools", 2, "zone")
    assert str(fault.message) == "The spreadsheet has turned the cell into a date or time."
    assert str(fault.cure) == TEXT_CURE


def test_number_in_a_month_column_is_refused(tmp_path: Path) -> None:
    source = write_workbook(sound_tables(), tmp_path / "d.xlsx", {("teachers", 2, "birth_month"): 198501})
    assert str(fault_of(source).message) == "“198501” is not a month."


def test_error_cell_is_refused_even_where_empty_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sound_tables().items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "schools":
                sheet.write_formula(2, rows[0].index("senior_posts"), "=NA()", None, "#N/A")
    fault = fault_of(path)
    assert (fault.file, fault.row, fault.column) == ("d.xlsx/schools", 3, "senior_posts")
    assert str(fault.message) == "The cell holds a spreadsheet error."


def test_formula_counts_by_its_value_and_without_one_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sound_tables().items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    sheet.write_string(number, position, value)
            if name == "units":
                sheet.write_formula(1, 2, "=200+200", None, 400)
                sheet.write_formula(2, 2, "=1+1", None, "")
    fault = fault_of(path)
    assert (fault.row, fault.column, str(fault.message)) == (3, "students", "The cell is empty.")


def test_blank_formatted_rows_and_far_formatted_cells_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    with xlsxwriter.Workbook(path) as book:
        grey = book.add_format({"bg_color": "#eeeeee"})
        for name, rows in sound_tables().items():
            sheet = book.add_worksheet(name)
            if name == "units":
                sheet.write_blank(1_048_575, 16_383, None, grey)
                sheet.write_string(40, 0, "  ")
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    sheet.write_string(number, position, value)
    assert read(path).problem == read(write_folder(sound_tables(), tmp_path / "district")).problem


def test_value_to_the_right_of_the_table_is_refused(tmp_path: Path) -> None:
    tables = sound_tables()
    tables["units"][2].extend(["", "note"])
    fault = fault_of(write_workbook(tables, tmp_path / "d.xlsx"))
    assert (fault.file, fault.row) == ("d.xlsx/units", 3)
    assert str(fault.message) == "The row has 5 fields, the header has 3."
    assert str(fault.cure) == "Clear the cells to the right of the last column name, or give their column a name."


def test_sheet_that_is_no_table_is_warned_of_and_not_opened(tmp_path: Path) -> None:
    tables = {**sound_tables(), "说明": [["see the manual"] * 200]}
    (warning,) = read(write_workbook(tables, tmp_path / "d.xlsx")).warnings
    assert (warning.file, str(warning.message)) == (
        "d.xlsx/说明",
        "“说明” is not the name of a table and is ignored.",
    )


def test_missing_sheet_is_told(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in sound_tables().items() if name != "units"}
    fault = fault_of(write_workbook(tables, tmp_path / "d.xlsx"))
    assert (fault.file, str(fault.message)) == ("d.xlsx/units", "The table units is missing.")


def test_empty_sheet_has_no_header(tmp_path: Path) -> None:
    fault = fault_of(write_workbook({**sound_tables(), "travel": []}, tmp_path / "d.xlsx"))
    assert (fault.file, fault.row, str(fault.message)) == ("d.xlsx/travel", 1, "There is no header in row 1.")


def test_first_and_last_months_of_dates_are_right(tmp_path: Path) -> None:
    typed: Typed = {("teachers", 6, "joined_school"): date(2018, 12, 31)}
    problem = read(write_workbook(sound_tables(), tmp_path / "d.xlsx", typed)).problem
    assert problem.teachers[4].joined_school == month(2018, 12)

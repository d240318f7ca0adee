"""CSV files in every shape they come in: what is read, and what is refused before a single cell is parsed."""

from pathlib import Path

import pytest

from optimizer.faults import Fault, InputFaults
from optimizer.tables import read
from tests.optimizer.tables.sound_district import cut_row, drop, drop_column, edited, put, sound_tables, write_folder

UTF8_CURE = "Save the file as UTF-8; in a spreadsheet choose “CSV UTF-8” when saving."
REQUIRED_UNITS = "school, stage, students"


def faults_of(source: Path) -> list[tuple[object, ...]]:
    with pytest.raises(InputFaults) as refusal:
        read(source)
    return [_plain(fault) for fault in refusal.value.faults]


def _plain(fault: Fault) -> tuple[object, ...]:
    return fault.file, fault.row, fault.column, str(fault.message), str(fault.cure)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(sound_tables(), tmp_path / "district")


def test_byte_order_mark_changes_nothing(folder: Path, tmp_path: Path) -> None:
    marked = write_folder(sound_tables(), tmp_path / "marked", encoding="utf-8-sig")
    assert (marked / "units.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(marked).problem == read(folder).problem


def test_order_of_columns_changes_nothing(folder: Path, tmp_path: Path) -> None:
    turned = {name: [row[::-1] for row in rows] for name, rows in sound_tables().items()}
    assert read(write_folder(turned, tmp_path / "turned")).problem == read(folder).problem


def test_line_ends_blank_lines_blank_rows_and_spaces_change_nothing(folder: Path) -> None:
    expected = read(folder).problem
    text = (folder / "units.csv").read_text(encoding="utf-8")
    loose = text.replace(",", " , ").replace("\n", "\r\n\r\n") + " , ,\r\n,,\r\n"
    (folder / "units.csv").write_bytes(loose.encode())
    assert read(folder).problem == expected


def test_surplus_fields_that_are_blank_are_passed_over(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", ",, \n"), encoding="utf-8")
    assert read(folder).warnings == ()


def test_quoted_field_may_hold_commas_and_line_breaks_and_rows_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    tables = edited(put("schools", 2, "name", 'First,\n"old"'), put("schools", 3, "area", "x"))
    ((_, row, column, *_),) = faults_of(write_folder(tables, tmp_path))
    assert (row, column) == (3, "area")


def test_partners_are_separated_by_either_semicolon_and_may_have_blanks(tmp_path: Path) -> None:
    source = write_folder(edited(put("schools", 2, "partners", " S3 ； S2;;S3 ")), tmp_path)
    assert read(source).problem.schools[0].partners == ("S3", "S2")


def test_file_in_another_encoding_is_refused_with_its_place_and_likely_encoding(folder: Path) -> None:
    (folder / "demand.csv").write_bytes("school,stage,subject,required\nS1,primary,语文,1\n".encode("gb18030"))
    assert faults_of(folder) == [
        (
            "demand.csv",
            2,
            "",
            "The file is not UTF-8 (byte 42); its encoding is probably GB18030.",
            UTF8_CURE,
        )
    ]


def test_utf16_file_is_named_as_such(folder: Path) -> None:
    (folder / "demand.csv").write_bytes("school".encode("utf-16"))
    ((*_, message, _cure),) = faults_of(folder)
    assert message == "The file is not UTF-8 (byte 1); its encoding is probably UTF-16."


def test_bytes_of_no_encoding_are_refused(folder: Path) -> None:
    (folder / "demand.csv").write_bytes(b"school\n\xff\xff\xff")
    ((_, row, _, message, _cure),) = faults_of(folder)
    assert (row, message) == (2, "The file is not UTF-8 (byte 8); its encoding is probably unknown.")


def test_nul_character_is_refused_with_its_row(folder: Path) -> None:
    (folder / "travel.csv").write_bytes(b"from,to,minutes\nT1,S2,\x001\n")
    assert faults_of(folder) == [
        (
            "travel.csv",
            2,
            "",
            "The file contains a NUL character; it is not a text file, or its encoding is UTF-16.",
            UTF8_CURE,
        )
    ]


def test_quote_that_never_ends_is_refused(folder: Path) -> None:
    (folder / "travel.csv").write_bytes(b'from,to,minutes\nT1,"S2,1\n')
    ((file, _, _, message, _cure),) = faults_of(folder)
    assert (file, message) == ("travel.csv", "The line cannot be cut into fields.")


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolon"), ("\t", "tab"), ("，", "full-width comma")])
def test_another_separator_is_refused_by_its_name(folder: Path, separator: str, name: str) -> None:
    (folder / "travel.csv").write_text(f"from{separator}to{separator}minutes\n", encoding="utf-8")
    ((_, row, _, message, cure),) = faults_of(folder)
    assert (row, message) == (1, f"The fields are separated by another character than a comma: {name}.")
    assert cure == "Save the file with commas between the fields."


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\nfrom,to,minutes\n", b" , ,\nT1,S2,1\n"])
def test_file_without_a_header_in_its_first_row_is_refused(folder: Path, content: bytes) -> None:
    (folder / "travel.csv").write_bytes(content)
    assert faults_of(folder) == [
        (
            "travel.csv",
            1,
            "",
            "There is no header in row 1.",
            "Write the column names in row 1: from, to, minutes.",
        )
    ]


def test_short_row_is_one_fault_and_its_key_still_counts(tmp_path: Path) -> None:
    assert faults_of(write_folder(edited(cut_row("teachers", 2, 5)), tmp_path)) == [
        (
            "teachers.csv",
            2,
            "",
            "The row has 5 fields, the header has 21.",
            "Check the row for a missing or surplus comma; put a field that contains a comma in double quotes.",
        )
    ]


def test_long_row_is_one_fault(folder: Path) -> None:
    with (folder / "units.csv").open("a", encoding="utf-8") as stream:
        stream.write("S2,junior,1,200\n")
    ((file, row, _, message, _cure),) = faults_of(folder)
    assert (file, row, message) == ("units.csv", 6, "The row has 4 fields, the header has 3.")


def test_column_given_twice_is_refused_in_either_language(tmp_path: Path) -> None:
    tables = sound_tables()
    for number, row in enumerate(tables["units"]):
        row.append("学段" if number == 0 else "primary")
    assert faults_of(write_folder(tables, tmp_path)) == [
        ("units.csv", 1, "学段", "The column stage is there twice.", "Keep one of the two columns.")
    ]


def test_missing_column_is_one_fault_and_nothing_else_is_blamed_for_it(tmp_path: Path) -> None:
    assert faults_of(write_folder(edited(drop_column("schools", "school")), tmp_path)) == [
        (
            "schools.csv",
            1,
            "school",
            "The column school is missing.",
            "Add the column, with the header school / 学校标识码.",
        )
    ]


@pytest.mark.parametrize("column", ["school", "stage"])
def test_units_without_a_column_do_not_blame_the_teachers(tmp_path: Path, column: str) -> None:
    assert [fault[:3] for fault in faults_of(write_folder(edited(drop_column("units", column)), tmp_path))] == [
        ("units.csv", 1, column)
    ]


def test_too_many_columns_are_refused(folder: Path) -> None:
    (folder / "travel.csv").write_text("from,to,minutes" + ",x" * 98 + "\n", encoding="utf-8")
    ((_, _, _, message, _cure),) = faults_of(folder)
    assert message == "The table has 101 columns; at most 100 are read."


def test_too_many_rows_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_teachers = len(sound_tables()["teachers"])
    monkeypatch.setattr("optimizer.tables.csv_folder.MAX_ROWS", rows_of_teachers)
    assert read(folder).warnings == ()
    monkeypatch.setattr("optimizer.tables.csv_folder.MAX_ROWS", rows_of_teachers - 1)
    assert ("teachers.csv", "The table has more than 5 rows.") in [(fault[0], fault[3]) for fault in faults_of(folder)]


def test_too_large_a_file_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 1024 * 1024
    monkeypatch.setattr("optimizer.tables.csv_folder.MAX_FILE_BYTES", limit)
    path = folder / "units.csv"
    path.write_bytes(path.read_bytes().ljust(limit, b"\n"))
    assert read(folder).warnings == ()
    path.write_bytes(path.read_bytes() + b"\n")
    ((file, row, _, message, _cure),) = faults_of(folder)
    assert (file, row, message) == ("units.csv", 0, "The file is larger than 1 MB.")


@pytest.mark.parametrize("name", ["schools", "units", "teachers"])
def test_missing_table_is_told_with_its_columns(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    file, row, _, message, cure = faults_of(folder)[0]
    assert (file, row, message) == (f"{name}.csv", 0, f"The table {name} is missing.")
    assert str(cure).startswith("Add it, with the columns ")


def test_missing_units_do_not_blame_the_teachers(tmp_path: Path) -> None:
    source = write_folder(edited(drop("units")), tmp_path)
    assert [fault[0] for fault in faults_of(source)] == ["units.csv"]


def test_district_without_any_demand_is_refused(tmp_path: Path) -> None:
    ((file, _, _, message, _cure),) = faults_of(write_folder(edited(drop("demand")), tmp_path))
    assert (file, message) == ("demand.csv", "Neither the table demand nor the table classes is there.")


def test_empty_folder_is_told_which_tables_are_missing(tmp_path: Path) -> None:
    assert [fault[0] for fault in faults_of(tmp_path)] == ["schools.csv", "units.csv", "demand.csv", "teachers.csv"]


def test_table_in_both_languages_is_refused(folder: Path) -> None:
    (folder / "学段.csv").write_bytes((folder / "units.csv").read_bytes())
    assert faults_of(folder) == [
        ("学段.csv", 0, "", "The table units is there twice: as units.csv and as 学段.csv.", "Keep one of the two.")
    ]


def test_folder_named_like_a_table_is_refused(folder: Path) -> None:
    (folder / "locks.csv").unlink()
    (folder / "locks.csv").mkdir()
    ((file, _, _, message, _cure),) = faults_of(folder)
    assert (file, message) == ("locks.csv", "The file cannot be opened: Is a directory.")


@pytest.mark.parametrize("name", ["nowhere", "district.csv"])
def test_source_that_is_neither_folder_nor_workbook_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "district.csv").write_bytes(b"x")
    ((file, row, _, _, cure),) = faults_of(tmp_path / name)
    assert (file, row, cure) == (name, 0, "Name a folder of CSV files, or one .xlsx with a sheet per table.")

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from core.sheets import reading as reading_module
from core.sheets.faults import Refused
from core.sheets.reading import Reading, read
from tests.unit.core.sheets.corpus import SHEET, sheet_of
from tests.unit.core.sheets.samples import HEADERS, PEOPLE, csv_file, replaced, xlsx

SIMPLE = ["工号", "姓名", "出生日期"]


def notes(reading: Reading) -> str:
    return " ".join(str(sentence) for note in reading.notes for sentence in note)


def test_a_wrong_dimension_hides_no_row() -> None:
    rows: list[list[Any]] = [SIMPLE, *([f"T{number:04d}", f"教师{number}", None] for number in range(500))]
    data = replaced(xlsx(rows), SHEET, rb"<dimension[^>]*>", b'<dimension ref="A1"/>')
    reading = read(PEOPLE, "wps.xlsx", data)
    assert reading.total == 500
    assert reading.rows[-1].values["name"] == "教师499"
    assert not reading.faults


def test_a_workbook_of_another_writer_is_read() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(SIMPLE)
    sheet.append(["1", "王芳", date(1990, 5, 1)])
    target = io.BytesIO()
    workbook.save(target)
    [row] = read(PEOPLE, "x.xlsx", target.getvalue()).rows
    assert row.values == {"staff_no": "1", "name": "王芳", "born": date(1990, 5, 1)}


def test_every_fault_says_where_and_what() -> None:
    reading = read(PEOPLE, "x.xlsx", xlsx([["登记表"], [], SIMPLE, ["1", "A", "2019-13-01"], ["", "B"]]))
    first, second = reading.faults
    assert (first.cell, first.header, first.value, first.sheet) == (
        "C4",
        "出生日期",
        "2019-13-01",
        "People of the test",
    )
    assert (second.cell, second.header, second.value) == ("A5", "工号", "")
    assert str(first.cure)


def test_an_identity_number_typed_as_a_number_is_refused_by_cell() -> None:
    [fault] = read(PEOPLE, "x.xlsx", xlsx([["工号", "姓名", "身份证号"], ["1", "A", 110105194912310021]])).faults
    assert fault.cell == "C2"
    assert fault.value.startswith("1.10105")
    assert "Text" in str(fault.cure)


def test_a_formula_without_a_saved_result_is_reported_as_a_formula() -> None:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, [*SIMPLE, "Full name of nobody"])
    sheet.write_row(1, 0, ["1"])
    sheet.write_formula(1, 1, '="A"&"B"', None, "AB")
    sheet.write_row(2, 0, ["2"])
    sheet.write_formula(2, 1, '="A"&"B"', None, "")
    sheet.write_formula(2, 3, "=1+1", None, "")
    workbook.close()
    data = replaced(target.getvalue(), SHEET, rb' t="str"><f>([^<]*)</f><v></v>', rb"><f>\1</f><v></v>")
    reading = read(PEOPLE, "x.xlsx", data)
    assert reading.rows[0].values["name"] == "AB"
    assert [(fault.cell, "formula" in str(fault.message)) for fault in reading.faults] == [("B3", True)]


def test_an_error_of_the_spreadsheet_is_reported() -> None:
    row = b'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>staff_no</t></is></c>'
    head += b'<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
    [fault] = read(PEOPLE, "x.xlsx", sheet_of(head + row)).faults
    assert fault.cell == "B2"
    assert "error" in str(fault.message)


def test_cells_without_references_follow_each_other() -> None:
    row = b"<row><c><v>1</v></c><c><v>2</v></c></row>"
    head = b'<row><c t="inlineStr"><is><t>staff_no</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
    assert read(PEOPLE, "x.xlsx", sheet_of(head + row)).rows[0].values == {"staff_no": "1", "name": "2"}


@pytest.mark.parametrize(
    "header", ["Number of staff", "number of STAFF *", " 工 号\n", "staff_no", "工号：", "（工号）"]
)
def test_headers_may_be_written_in_many_ways(header: str) -> None:
    data = xlsx([[header, "姓名"], ["1", "A"]])
    if header == "（工号）":
        with pytest.raises(Refused, match="required columns"):
            read(PEOPLE, "x.xlsx", data)
    else:
        assert read(PEOPLE, "x.xlsx", data).given == {"staff_no", "name"}


def test_an_unknown_column_is_told_and_not_read() -> None:
    reading = read(PEOPLE, "x.xlsx", xlsx([["姓名", "星座", "工号"], ["A", "Leo", "1"]]))
    assert reading.rows[0].values == {"name": "A", "staff_no": "1"}
    assert "星座" in notes(reading)
    assert not reading.faults


def test_content_without_a_header_is_a_fault() -> None:
    reading = read(PEOPLE, "x.xlsx", xlsx([["工号", None, "姓名"], ["1", "?", "A"], ["2", None, "B", "beyond"]]))
    assert [fault.cell for fault in reading.faults] == ["B2", "D3"]


def test_hidden_rows_merged_cells_and_other_sheets_are_told() -> None:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet("名册")
    sheet.write_row(0, 0, SIMPLE)
    sheet.write_row(1, 0, ["1", "A"])
    sheet.write_row(2, 0, ["2"])
    sheet.merge_range(2, 1, 3, 1, "B")
    sheet.set_row(1, None, None, {"hidden": True})
    workbook.add_worksheet("校车")
    workbook.close()
    reading = read(PEOPLE, "x.xlsx", target.getvalue())
    assert reading.total == 2
    told = notes(reading)
    assert "hidden" in told
    assert "B3:B4" in told
    assert "校车" in told


def test_a_file_with_faults_beyond_counting_is_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "MOST_FAULTS", 10)
    wrong = [["工号", "出生日期", "姓名"], *([str(each), "never", "A"] for each in range(11))]
    assert len(read(PEOPLE, "x.csv", csv_file(wrong[:-1])).faults) == 10
    with pytest.raises(Refused, match="cells of the file have faults"):
        read(PEOPLE, "x.csv", csv_file(wrong))


def test_blank_rows_are_no_rows_and_numbers_stay_those_of_the_sheet() -> None:
    reading = read(PEOPLE, "x.xlsx", xlsx([SIMPLE, [], ["1", "A"], [" ", "\u3000"], ["2", "B"]]))
    assert [row.number for row in reading.rows] == [3, 5]


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", ""), ("utf-8-sig", ""), ("gb18030", "GB 18030"), ("gbk", "GB 18030")]
)
def test_csv_is_read_in_the_encodings_of_the_country(encoding: str, told: str) -> None:
    reading = read(PEOPLE, "名册.csv", csv_file([["工号", "姓名"], ["000123", "王芳"]], encoding))
    assert reading.rows[0].values == {"staff_no": "000123", "name": "王芳"}
    assert told in notes(reading)
    assert bool(told) == bool(reading.notes)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_separators_are_found_out(separator: str) -> None:
    text = separator.join(SIMPLE) + "\n" + separator.join(["1", '"A, B"', "2019-09-01"]) + "\n"
    assert read(PEOPLE, "x.csv", text.encode()).rows[0].values["name"] == "A, B"


def test_the_template_of_an_older_version_is_told() -> None:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    workbook.add_worksheet().write_row(0, 0, SIMPLE)
    workbook.worksheets()[0].write_row(1, 0, ["1", "A"])
    workbook.set_custom_property("junheng.sheet", "people", "text")
    workbook.set_custom_property("junheng.version", 0, "number")
    workbook.close()
    assert "older version" in notes(read(PEOPLE, "x.xlsx", target.getvalue()))


def test_all_headers_of_the_sample_are_understood() -> None:
    reading = read(PEOPLE, "x.xlsx", xlsx([HEADERS, ["1", "A"]]))
    assert reading.given == {column.key for column in PEOPLE.columns}

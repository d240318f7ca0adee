import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from core.i18n import Language
from core.sheets import slimming
from core.sheets.faults import Fault, Refused
from core.sheets.marking import error_workbook
from core.sheets.reading import read
from policy.messages import say
from tests.unit.core.sheets.corpus import HEAD, ROW, sheet_of
from tests.unit.core.sheets.samples import PEOPLE, csv_file, xlsx

ROWS: list[list[str | None]] = [
    ["登记表"],
    ["工号", "姓名", "出生日期"],
    ["1", "A", "2019-13-01"],
    ["2", "Ghost", None],
    ["3", "C", None],
]
TINT = "F4CCCC"


def marked(name: str, data: bytes, language: Language = Language.ENGLISH) -> Any:
    faults = read(PEOPLE, name, data).faults
    return openpyxl.load_workbook(io.BytesIO(error_workbook(PEOPLE, name, data, faults, language)))


def judge(workbook: Any) -> None:
    sheet, listing = workbook.worksheets
    assert sheet["A1"].value == "登记表"
    assert sheet["D2"].value == "What is wrong"
    assert "出生日期: The calendar has no such day" in sheet["D3"].value
    assert "Ghosts cannot teach. Write the name of a person." in sheet["D4"].value
    assert sheet["D5"].value is None
    assert sheet["C3"].value == "2019-13-01"
    assert sheet["C3"].fill.fgColor.rgb.endswith(TINT)
    assert "calendar" in sheet["C3"].comment.text
    assert not str(sheet["C5"].fill.fgColor.rgb).endswith(TINT)
    assert [cell.value for cell in listing[2]][:3] == ["C3", "出生日期", "2019-13-01"]
    assert listing.max_row == 3


def test_the_users_own_workbook_comes_back_with_marks() -> None:
    judge(marked("x.xlsx", xlsx(ROWS)))


def test_a_csv_file_comes_back_as_a_workbook_with_marks() -> None:
    judge(marked("x.csv", csv_file([[cell or "" for cell in row] for row in ROWS])))


def test_a_workbook_too_large_to_edit_comes_back_as_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slimming, "MOST_CELLS", 3)
    judge(marked("x.xlsx", xlsx(ROWS)))


def test_the_marked_file_can_be_handed_in_again() -> None:
    data = xlsx(ROWS)
    faults = read(PEOPLE, "x.xlsx", data).faults
    again = error_workbook(PEOPLE, "x.xlsx", data, faults, Language.ENGLISH)
    reading = read(PEOPLE, "x.xlsx", again)
    assert [fault.cell for fault in reading.faults] == [fault.cell for fault in faults]
    assert not reading.notes
    third = openpyxl.load_workbook(io.BytesIO(error_workbook(PEOPLE, "x.xlsx", again, faults, Language.ENGLISH)))
    assert third.sheetnames == ["People of the test", "What is wrong"]
    assert third.worksheets[0].max_column == 4


def test_what_people_put_around_the_table_stays() -> None:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet("名册")
    bold = workbook.add_format({"bold": True, "bg_color": "#123456"})
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, [cell for cell in row if cell is not None], bold)
    sheet.set_column(0, 0, 33)
    sheet.write_comment(4, 1, "seen by the clerk")
    sheet.write_url(4, 2, "internal:名册!A1", string="2019-09-01")
    sheet.add_table(6, 0, 8, 1, {"columns": [{"header": "x"}, {"header": "y"}]})
    workbook.add_worksheet("校车").write(0, 0, "bus")
    sheet.insert_chart(10, 0, _chart(workbook))
    workbook.close()
    found = marked("x.xlsx", target.getvalue())
    assert found.sheetnames == ["名册", "校车", "What is wrong"]
    first = found.worksheets[0]
    assert first["A3"].font.bold
    assert first.column_dimensions["A"].width > 30
    assert first["B5"].comment.text == "seen by the clerk"
    assert found["校车"]["A1"].value == "bus"


def _chart(workbook: Any) -> Any:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=名册!$A$1:$A$3"})
    return chart


def test_a_range_without_end_is_not_opened_for_editing() -> None:
    links = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    merged = b'<mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    for after in (links, merged):
        data = sheet_of(HEAD + ROW, after)
        fault = Fault("x", 2, "A", "staff_no", "1", say("It is one."), say("Write two."))
        found = openpyxl.load_workbook(io.BytesIO(error_workbook(PEOPLE, "x.xlsx", data, [fault], Language.ENGLISH)))
        assert found.worksheets[0]["A2"].comment.text == "It is one. Write two."


def test_texts_of_a_file_do_not_become_formulas() -> None:
    data = csv_file([["工号", "姓名", "出生日期"], ["=1+1", "'=A1", "x"]])
    sheet = marked("x.csv", data).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused):
        error_workbook(PEOPLE, "x.xlsx", b"PK\x03\x04", [], Language.CHINESE)

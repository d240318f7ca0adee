import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from core.errors import Invalid
from core.i18n import Language
from core.sheets.columns import Choice, Column, Kind, Sheet
from core.sheets.faults import Refused
from core.sheets.reading import read
from core.sheets.writing import export, export_csv, template
from policy.messages import say
from tests.unit.core.sheets.samples import HEADERS, PEOPLE, WANG, xlsx
from tests.unit.core.sheets.test_guarding import DANGEROUS

UNSAFE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MANY = tuple(Choice(f"C{number:03d}", f"School of the test {number}") for number in range(60))
SCHOOLS = Sheet(
    name="places",
    title=say("Places of the test"),
    key=("code",),
    columns=(
        Column(key="code", header=say("Code of the test"), kind=Kind.CODE, required=True),
        Column(key="school", header=say("School of the test"), kind=Kind.CHOICE, choices=MANY),
        Column(key="title", header=say("Title of the test"), kind=Kind.CHOICE, choices=(Choice("a", "A, B"),)),
        Column(key="text", header=say("Text of the test"), longest=32_767, lines=True),
        Column(key="number", header=say("Number of the test"), kind=Kind.WHOLE),
    ),
)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("language", Language)
def test_the_template_has_headers_text_columns_drop_downs_notes_and_its_version(language: Language) -> None:
    workbook = opened(template(PEOPLE, language))
    sheet, notes = workbook.worksheets
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["C"].width > 16
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists["H2:H60000"] == '"Reddish,Bluish"'
    assert "I2:I60000" in lists
    assert any("Anything else." in str(cell.value) for row in notes.iter_rows() for cell in row)
    assert workbook.custom_doc_props["junheng.version"].value == 1


def test_code_columns_of_the_template_are_text() -> None:
    data = template(PEOPLE, Language.ENGLISH)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    assert b'numFmtId="49"' in styles
    sheet = opened(data).worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "@"


def test_long_lists_live_on_a_hidden_sheet() -> None:
    workbook = opened(template(SCHOOLS, Language.ENGLISH))
    codes = workbook["codes"]
    assert codes.sheet_state == "veryHidden"
    assert codes["A60"].value == "School of the test 59"
    assert codes["B1"].value == "A, B"
    sources = [rule.formula1 for rule in workbook.worksheets[0].data_validations.dataValidation]
    assert sources == ["'codes'!$A$1:$A$60", "'codes'!$B$1:$B$1"]


def test_the_template_itself_is_a_table_without_rows() -> None:
    with pytest.raises(Refused, match="no rows"):
        read(PEOPLE, "x.xlsx", template(PEOPLE, Language.CHINESE))


@pytest.mark.parametrize("text", [*DANGEROUS, '=HYPERLINK("x")', "{=1}", "#N/A"])
def test_no_export_holds_a_formula(text: str) -> None:
    data = export(PEOPLE, [{**WANG, "name": text, "remark": text, "subjects": (text,)}], Language.ENGLISH)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    for row in opened(data).worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    [_, record] = csv.reader(
        io.StringIO(export_csv(PEOPLE, [{**WANG, "name": text}], Language.ENGLISH).decode("utf-8"))
    )
    assert not record[1].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_exports_are_masked_unless_asked_otherwise() -> None:
    for masked, shown in ((True, "110105********002X"), (False, WANG["id_number"])):
        assert shown in str(read(PEOPLE, "x.xlsx", export(PEOPLE, [WANG], Language.ENGLISH, masked=masked)).rows)
        assert shown in export_csv(PEOPLE, [WANG], Language.ENGLISH, masked=masked).decode()
    assert WANG["id_number"].encode() not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(name)
        for data in [export(PEOPLE, [WANG], Language.ENGLISH)]
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )


def test_codes_stay_text_and_numbers_stay_numbers() -> None:
    sheet = opened(export(PEOPLE, [WANG], Language.ENGLISH, masked=False, mark="A & B")).worksheets[0]
    assert (sheet["A2"].value, sheet["C2"].value) == ("000123", WANG["id_number"])
    assert (sheet["F2"].value, sheet["G2"].value) == (12, 0.5)
    assert sheet["D2"].is_date
    assert "A && B" in str(sheet.oddFooter.left.text) or "A & B" in str(sheet.oddFooter.left.text)


def test_csv_follows_the_standard() -> None:
    data = export_csv(PEOPLE, [{**WANG, "name": 'a "b", c'}], Language.ENGLISH)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert b'"a ""b"", c"' in data


def test_numbers_too_long_for_a_spreadsheet_are_written_as_text() -> None:
    sheet = opened(export(SCHOOLS, [{"code": "1", "number": 10**18 + 1}], Language.ENGLISH)).worksheets[0]
    assert sheet["E2"].value == str(10**18 + 1)


def test_a_text_no_cell_can_hold_is_refused_not_cut() -> None:
    with pytest.raises(Invalid, match="too long"):
        export(SCHOOLS, [{"code": "1", "text": "x" * 40_000}], Language.ENGLISH)


def test_a_table_is_declared_soundly() -> None:
    code = PEOPLE.columns[0]
    with pytest.raises(ValueError, match="two columns"):
        Sheet(name="x", title=say("People of the test"), key=("staff_no",), columns=(code, code))
    with pytest.raises(ValueError, match="key"):
        Sheet(name="x", title=say("People of the test"), key=(), columns=(code,))
    with pytest.raises(ValueError, match="must be required"):
        Sheet(name="x", title=say("People of the test"), key=("born",), columns=PEOPLE.columns)
    with pytest.raises(ValueError, match="choices"):
        Column(key="x", header=say("Code of the test"), kind=Kind.CHOICE)
    with pytest.raises(ValueError, match="masked"):
        Column(key="x", header=say("Code of the test"), kind=Kind.DATE, personal=True)
    with pytest.raises(ValueError, match="so much"):
        Column(key="x", header=say("Code of the test"), longest=100_000)


def test_a_workbook_of_the_samples_is_a_workbook() -> None:
    assert xlsx([["a"]]).startswith(b"PK")

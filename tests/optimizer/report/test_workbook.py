import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from tests.optimizer.report.sample import NASTY_NAME, write_sample

CHINESE = translator(Language.CHINESE, TRANSLATIONS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = tmp_path_factory.mktemp("chinese")
    write_sample(folder, CHINESE)
    return load_workbook(folder / "plan.xlsx")


def values(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def table(sheet: Worksheet, first_head: str) -> list[list[object]]:
    rows = values(sheet)
    start = next(number for number, row in enumerate(rows) if row[0] == first_head)
    return rows[start:]


def test_the_sheets_have_chinese_names_in_their_order(book: Workbook) -> None:
    assert book.sheetnames == ["封面", "交流名单", "各校前后", "差异系数", "仍缺与原因"]


def test_the_cover_states_title_situation_lines_and_fingerprints(book: Workbook) -> None:
    rows = values(book["封面"])
    words = {cell for row in rows for cell in row if cell is not None}
    assert rows[0][0] == "云岭区教师交流轮岗方案"
    assert rows[1][0] == "交流2人，各项目标均已证最优"
    assert {"缺口", "均衡", "负担", "人次", "已证最优", "不动", "a" * 64, "b" * 64, "2026-06-18 17:05"} <= words
    assert {"编制", "复核", "批准"} <= words


def test_every_rule_is_ticked_on_the_cover(book: Workbook) -> None:
    rows = values(book["封面"])
    assert [row[0] for row in rows].count("√") == 11
    assert not any("×" in row for row in rows)


def test_every_move_is_listed_with_names_and_words(book: Workbook) -> None:
    head, *rows = table(book["交流名单"], "序")
    assert head[:4] == ["序", "教职工号", "姓名", "学段"]
    assert rows[0] == [
        1, "T1", "Teacher T1", "小学", "数学", "青崖小学", "■城区", "望岳小学", "●乡镇", 25, "第1志愿", "市级骨干",
        "to teach 数学",
    ]  # fmt: skip
    assert [row[1] for row in rows] == ["T1", "T2"]


def test_a_name_that_looks_like_a_formula_stays_text(book: Workbook) -> None:
    cells = [cell for row in book["交流名单"].iter_rows() for cell in row if cell.value == NASTY_NAME]
    assert [cell.data_type for cell in cells] == ["s"]


def test_no_sheet_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    write_sample(tmp_path)
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in sheets if b"<f>" in archive.read(name) or b"hyperlink" in archive.read(name)]


def test_schools_are_shown_before_and_after(book: Workbook) -> None:
    rows = {str(row[0]): row for row in values(book["各校前后"])}
    assert rows["青崖小学"][:11] == ["青崖小学", "■城区", "小学", 4 - 1, 1, 4, 1, 0, 1, 0, 0]
    assert rows["望岳小学"][9:11] == [1, 0]
    assert rows["松坪小学"][11:] == ["—"] * 9, "too small to be counted"
    assert rows["全区合计"][3:5] == [4, 4]


def test_what_stays_short_is_told_with_cause_and_cure(book: Workbook) -> None:
    _, *rows = table(book["仍缺与原因"], "学校")
    assert [(row[0], row[3], row[4]) for row in rows] == [("松坪小学", "体育", 0.8), ("松坪小学", "音乐", 0.25)]
    assert rows[1][9] == "外校没有可教这一学段此学科的教师"
    assert rows[1][10]


def test_every_sheet_is_set_up_for_printing(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.left is not None
        assert sheet.oddFooter.right is not None
        assert str(sheet.oddFooter.left.text).startswith("数据" + "a" * 12)
        assert "第&P页" in str(sheet.oddFooter.right.text).replace("&[Page]", "&P")
    for name in ("交流名单", "各校前后", "仍缺与原因"):
        assert book[name].page_setup.orientation == "landscape"
        assert book[name].print_title_rows
        assert book[name].freeze_panes


def test_an_empty_plan_says_so(tmp_path: Path) -> None:
    write_sample(tmp_path, CHINESE, plan=())
    rows = values(load_workbook(tmp_path / "plan.xlsx")["交流名单"])
    assert "本方案没有人交流。" in [row[0] for row in rows]


def test_the_workbook_speaks_english_where_it_is_asked_to(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert load_workbook(tmp_path / "plan.xlsx").sheetnames[0] == "Cover"

"""A district written in Chinese, file names, headers and codes, is the same district."""

from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from optimizer.tables.columns import FORMS
from policy.vocabulary import BackboneLevel, Title
from tests.optimizer.tables.sound_district import Tables, edited, put, sound_tables, write_folder, write_workbook

TABLES = {
    "schools": "学校",
    "units": "学段",
    "demand": "需求",
    "classes": "班级",
    "teachers": "教师",
    "preferences": "志愿",
    "travel": "路程",
    "locks": "锁定",
}
HEADERS = {
    "school": "学校标识码",
    "area": "区域类型",
    "zone": "学区",
    "group": "教育集团",
    "partners": "手拉手学校",
    "longitude": "经度",
    "latitude": "纬度",
    "authorised_headcount": "核定编制",
    "senior_posts": "高级岗位数",
    "stage": "学段",
    "students": "学生数",
    "subject": "学科",
    "required": "需求",
    "staff_no": "教职工号",
    "sex": "性别",
    "birth_month": "出生年月",
    "post_type": "岗位类别",
    "retirement_month": "退休年月",
    "second_subject": "第二学科",
    "joined_school": "进本校年月",
    "title": "职称",
    "degree": "学历",
    "backbone": "骨干层级",
    "deferral": "缓交流原因",
    "team": "团组",
    "mountain_years": "山区任教年限",
    "eligible": "是否符合",
}
NAMES = {"schools": "学校名称", "teachers": "姓名"}
CODES = {
    "area": {"urban": "城区", "township": "乡镇", "mountain": "山区"},
    "stage": {"primary": "小学", "junior": "初中"},
    "sex": {"male": "男", "female": "女"},
    "post_type": {"professional": "专业技术", "worker": "工勤"},
    "backbone": {"none": "无", "school": "校级", "district": "区级"},
    "eligible": {"yes": "是", "no": "否"},
    "action": {"stay": "留任", "move": "调往", "forbid": "不去"},
}


def in_chinese(tables: Tables) -> Tables:
    """The same tables with Chinese names, headers and codes."""
    translated: Tables = {}
    for name, (header, *rows) in tables.items():
        headers = {"name": NAMES.get(name, "name"), **HEADERS}
        cells = [
            [CODES.get(column, {}).get(value, value) for column, value in zip(header, row, strict=True)] for row in rows
        ]
        translated[TABLES[name]] = [[headers.get(column, column) for column in header], *cells]
    return translated


def test_chinese_folder_equals_the_english_one(tmp_path: Path) -> None:
    english = read(write_folder(sound_tables(), tmp_path / "english"))
    chinese = read(write_folder(in_chinese(sound_tables()), tmp_path / "chinese"))
    assert chinese.problem == english.problem
    assert chinese.warnings == ()


def test_chinese_workbook_equals_the_english_one(tmp_path: Path) -> None:
    english = read(write_workbook(sound_tables(), tmp_path / "english.xlsx"))
    chinese = read(write_workbook(in_chinese(sound_tables()), tmp_path / "chinese.xlsx"))
    assert chinese.problem == english.problem


def test_faults_name_file_column_and_value_as_the_file_writes_them(tmp_path: Path) -> None:
    tables = in_chinese(edited(put("teachers", 2, "sex", "女性")))
    with pytest.raises(InputFaults) as refusal:
        read(write_folder(tables, tmp_path))
    (fault,) = refusal.value.faults
    assert (fault.file, fault.row, fault.column, fault.value) == ("教师.csv", 2, "性别", "女性")


def test_every_table_has_its_chinese_name() -> None:
    assert {form.name: form.synonyms[0] for form in FORMS} == TABLES


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("正高级", Title.FULL_SENIOR),
        ("正高级讲师", Title.FULL_SENIOR),
        ("高级", Title.SENIOR),
        ("高级讲师", Title.SENIOR),
        ("一级", Title.FIRST),
        ("讲师", Title.FIRST),
        ("二级", Title.SECOND),
        ("三级", Title.THIRD),
        ("", None),
    ],
)
def test_titles_of_vocational_schools_mean_those_of_the_others(
    written: str, title: Title | None, tmp_path: Path
) -> None:
    source = write_folder(edited(put("teachers", 2, "title", written)), tmp_path)
    assert read(source).problem.teachers[0].title is title


@pytest.mark.parametrize(("written", "level"), [("市级", BackboneLevel.CITY), ("国家级", BackboneLevel.NATIONAL)])
def test_high_backbone_levels_are_read(written: str, level: BackboneLevel, tmp_path: Path) -> None:
    source = write_folder(edited(put("teachers", 2, "backbone", written)), tmp_path)
    assert read(source).problem.teachers[0].backbone is level


def test_english_headers_may_be_capitalised(tmp_path: Path) -> None:
    tables = sound_tables()
    tables["units"][0] = ["School", "STAGE", "Students"]
    assert read(write_folder(tables, tmp_path)).warnings == ()

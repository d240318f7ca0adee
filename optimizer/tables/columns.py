"""The tables of a district and their columns, declared once: names, synonyms, parsers, and what must be there."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from optimizer.tables.values import (
    Parser,
    degrees,
    hundredths,
    one_of,
    parse_key,
    parse_keys,
    parse_text,
    parse_year_month,
    parse_years,
    whole,
)
from policy.vocabulary import Area, BackboneLevel, Degree, LockAction, PostType, Sex, Stage, Title

T_co = TypeVar("T_co", covariant=True)


class CellKind(Enum):
    """How a typed spreadsheet cell of the column is taken: a number in TEXT is suspect, a date only fits MONTH."""

    TEXT = auto()
    NUMBER = auto()
    MONTH = auto()


@dataclass(frozen=True, slots=True)
class Column(Generic[T_co]):
    """One column: its header, accepted synonyms, parser; a `required` column must exist and have no empty cell."""

    name: str
    synonyms: tuple[str, ...]
    parse: Parser[T_co]
    required: bool = False
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table: its name (CSV stem or sheet), accepted synonyms, its columns, and the columns that are its key."""

    name: str
    synonyms: tuple[str, ...]
    columns: tuple[Column[Any], ...]
    keys: tuple[tuple[Column[Any], ...], ...]


AREAS = {
    "urban": Area.URBAN,
    "township": Area.TOWNSHIP,
    "mountain": Area.MOUNTAIN,
    "城区": Area.URBAN,
    "乡镇": Area.TOWNSHIP,
    "山区": Area.MOUNTAIN,
}
STAGES = {stage.value: stage for stage in Stage} | {
    "学前": Stage.KINDERGARTEN,
    "小学": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "中职": Stage.VOCATIONAL,
    "特教": Stage.SPECIAL,
}
SEXES = {"male": Sex.MALE, "female": Sex.FEMALE, "男": Sex.MALE, "女": Sex.FEMALE}
POST_TYPES = {
    "professional": PostType.PROFESSIONAL,
    "worker": PostType.WORKER,
    "专业技术": PostType.PROFESSIONAL,
    "工勤": PostType.WORKER,
}
TITLES = {title.value: title for title in Title} | {
    "正高级讲师": Title.FULL_SENIOR,
    "高级讲师": Title.SENIOR,
    "讲师": Title.FIRST,
}
DEGREES = {degree.value: degree for degree in Degree}
BACKBONE_LEVELS = {level.value: level for level in BackboneLevel} | {
    "无": BackboneLevel.NONE,
    "校级": BackboneLevel.SCHOOL,
    "区级": BackboneLevel.DISTRICT,
    "市级": BackboneLevel.CITY,
    "国家级": BackboneLevel.NATIONAL,
}
LOCK_ACTIONS = {
    "stay": LockAction.STAY,
    "move": LockAction.MOVE,
    "forbid": LockAction.FORBID,
    "留任": LockAction.STAY,
    "调往": LockAction.MOVE,
    "不去": LockAction.FORBID,
}
YES_NO = {"yes": True, "no": False, "是": True, "否": False}

SCHOOL = Column("school", ("学校标识码",), parse_key, required=True)
STAGE = Column("stage", ("学段",), one_of(STAGES), required=True)
SUBJECT = Column("subject", ("学科",), parse_key, required=True)
STAFF_NO = Column("staff_no", ("教职工号",), parse_key, required=True)
LONGITUDE = Column("longitude", ("经度",), degrees(180), kind=CellKind.NUMBER)
LATITUDE = Column("latitude", ("纬度",), degrees(90), kind=CellKind.NUMBER)

SCHOOL_NAME = Column("name", ("学校名称",), parse_text)
AREA = Column("area", ("区域类型",), one_of(AREAS), required=True)
ZONE = Column("zone", ("学区",), parse_key)
GROUP = Column("group", ("教育集团",), parse_key)
PARTNERS = Column("partners", ("手拉手学校",), parse_keys)
AUTHORISED = Column("authorised_headcount", ("核定编制",), whole(), kind=CellKind.NUMBER)
SENIOR_POSTS = Column("senior_posts", ("高级岗位数",), whole(), kind=CellKind.NUMBER)

STUDENTS = Column("students", ("学生数",), whole(), required=True, kind=CellKind.NUMBER)
REQUIRED = Column("required", ("需求",), hundredths(), required=True, kind=CellKind.NUMBER)
GRADE = Column("grade", ("年级",), whole(1, 12), required=True, kind=CellKind.NUMBER)
CLASSES = Column("classes", ("班级数", "班数"), whole(), required=True, kind=CellKind.NUMBER)
CLASS_STUDENTS = Column("students", ("学生数",), whole(), kind=CellKind.NUMBER)  # no rule reads it

TEACHER_NAME = Column("name", ("姓名",), parse_text)
SEX = Column("sex", ("性别",), one_of(SEXES))
BIRTH_MONTH = Column("birth_month", ("出生年月",), parse_year_month, kind=CellKind.MONTH)
POST_TYPE = Column("post_type", ("岗位类别",), one_of(POST_TYPES))
RETIREMENT_MONTH = Column("retirement_month", ("退休年月",), parse_year_month, kind=CellKind.MONTH)
SECOND_SUBJECT = Column("second_subject", ("第二学科",), parse_key)
JOINED_SCHOOL = Column("joined_school", ("进本校年月",), parse_year_month, kind=CellKind.MONTH)
TITLE = Column("title", ("职称",), one_of(TITLES))
DEGREE = Column("degree", ("学历",), one_of(DEGREES))
BACKBONE = Column("backbone", ("骨干层级",), one_of(BACKBONE_LEVELS))
FTE = Column("fte", ("折合人数",), hundredths(1, 100), kind=CellKind.NUMBER)
DEFERRAL = Column("deferral", ("缓交流原因",), parse_text)
TEAM = Column("team", ("团组",), parse_key)
MOUNTAIN_YEARS = Column("mountain_years", ("山区任教年限",), parse_years, kind=CellKind.NUMBER)
ELIGIBLE = Column("eligible", ("是否符合",), one_of(YES_NO))

RANK = Column("rank", ("志愿序号",), whole(1, 5), required=True, kind=CellKind.NUMBER)
FROM = Column("from", ("起点",), parse_key, required=True)
TO = Column("to", ("终点",), parse_key, required=True)
MINUTES = Column("minutes", ("分钟",), whole(), required=True, kind=CellKind.NUMBER)
ACTION = Column("action", ("操作",), one_of(LOCK_ACTIONS), required=True)
LOCK_SCHOOL = Column("school", ("学校标识码",), parse_key)

SCHOOLS = TableForm(
    "schools",
    ("学校",),
    (SCHOOL, SCHOOL_NAME, AREA, ZONE, GROUP, PARTNERS, LONGITUDE, LATITUDE, AUTHORISED, SENIOR_POSTS),
    ((SCHOOL,),),
)
UNITS = TableForm("units", ("学段",), (SCHOOL, STAGE, STUDENTS), ((SCHOOL, STAGE),))
DEMAND = TableForm("demand", ("需求",), (SCHOOL, STAGE, SUBJECT, REQUIRED), ((SCHOOL, STAGE, SUBJECT),))
CLASS_COUNTS = TableForm("classes", ("班级",), (SCHOOL, GRADE, CLASSES, CLASS_STUDENTS), ((SCHOOL, GRADE),))
TEACHERS = TableForm(
    "teachers",
    ("教师",),
    (
        STAFF_NO,
        TEACHER_NAME,
        SEX,
        BIRTH_MONTH,
        POST_TYPE,
        RETIREMENT_MONTH,
        SCHOOL,
        STAGE,
        SUBJECT,
        SECOND_SUBJECT,
        JOINED_SCHOOL,
        TITLE,
        DEGREE,
        BACKBONE,
        FTE,
        DEFERRAL,
        TEAM,
        MOUNTAIN_YEARS,
        LONGITUDE,
        LATITUDE,
        ELIGIBLE,
    ),
    ((STAFF_NO,),),
)
PREFERENCES = TableForm("preferences", ("志愿",), (STAFF_NO, RANK, SCHOOL), ((STAFF_NO, RANK), (STAFF_NO, SCHOOL)))
TRAVEL = TableForm("travel", ("路程",), (FROM, TO, MINUTES), ((FROM, TO),))
LOCKS = TableForm("locks", ("锁定",), (STAFF_NO, ACTION, LOCK_SCHOOL), ())

FORMS = (SCHOOLS, UNITS, DEMAND, CLASS_COUNTS, TEACHERS, PREFERENCES, TRAVEL, LOCKS)
"""Every table, in the order faults are listed."""

FORM_BY_NAME = {name.casefold(): form for form in FORMS for name in (form.name, *form.synonyms)}
"""The table a CSV file or a sheet holds, by its case-folded name."""

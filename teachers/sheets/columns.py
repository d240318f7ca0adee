"""Columns the workbooks of the register share, and how their headers may be spelt."""

from collections.abc import Mapping

from core.sheets.columns import Column, Kind, choices_of
from policy.messages import Message, say
from policy.vocabulary import Stage
from teachers.vocabulary import field_label

DEGREE_PLACES = 6
STAGES = choices_of(Stage)

_PLANNER: Mapping[str, str] = {
    "area": "区域类型",
    "zone": "学区",
    "group": "教育集团",
    "partners": "手拉手学校",
    "longitude": "经度",
    "latitude": "纬度",
    "authorised_headcount": "核定编制",
    "senior_posts": "高级岗位数",
    "stage": "学段",
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
}
"""What the planner's tables call a column in Chinese (`rotation-problem.md` §1): their files come in as they are."""


def spelt(key: str) -> tuple[str, ...]:
    """Return what else a header may say: the planner's names of the column."""
    return (key, _PLANNER[key]) if key in _PLANNER else (key,)


def place(key: str, limit: int) -> Column:
    """Return the column of a coordinate."""
    return Column(
        key=key,
        header=field_label(key),
        kind=Kind.DECIMAL,
        low=-limit,
        high=limit,
        places=DEGREE_PLACES,
        synonyms=(key,),
        hint=say("In decimal degrees; both coordinates or neither."),
    )


def school(key: str, header: Message, *, required: bool = True, blank_keeps: bool = False) -> Column:
    """Return a column of school codes."""
    return Column(
        key=key,
        header=header,
        kind=Kind.CODE,
        longest=20,
        required=required,
        blank_keeps=blank_keeps,
        synonyms=(key, "学校标识码"),
    )


def count(key: str, header: Message, most: int, hint: Message | None = None, *, required: bool = False) -> Column:
    """Return a column of whole numbers from 0 on."""
    return Column(
        key=key,
        header=header,
        kind=Kind.WHOLE,
        low=0,
        high=most,
        hint=hint,
        required=required,
        synonyms=spelt(key),
    )

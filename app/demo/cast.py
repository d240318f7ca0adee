"""The people our design pages name, so that the demo shows the same faces; every one of them is invented."""

from dataclasses import dataclass

from policy.months import Month, month
from policy.vocabulary import BackboneLevel, Sex, Stage, Title


@dataclass(frozen=True, slots=True)
class Role:
    """One named person: where and what they teach, and the facts the pages tell of them."""

    name: str
    sex: Sex
    birth: Month
    school: str
    stage: Stage
    subject: str
    joined: Month
    staff_no: str = ""
    title: Title = Title.FIRST
    backbone: BackboneLevel = BackboneLevel.NONE
    second_subject: str = ""
    deferral: str = ""
    team: str = ""
    wishes: tuple[str, ...] = ()


_MALE, _FEMALE = Sex.MALE, Sex.FEMALE
_PRIMARY, _JUNIOR, _SENIOR = Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR

CAST: tuple[Role, ...] = (
    Role(
        *("陈知远", _MALE, month(1990, 6), "云岭一中", _JUNIOR, "数学", month(2018, 9), "310482"),
        backbone=BackboneLevel.DISTRICT,
        second_subject="信息科技",
        wishes=("松坪中学", "柳河中学"),
    ),
    Role(
        *("曾令仪", _FEMALE, month(1984, 11), "明德中学", _JUNIOR, "物理", month(2012, 8), "310361", Title.SENIOR),
        backbone=BackboneLevel.CITY,
        wishes=("柳河中学", "松坪中学"),
    ),
    Role(
        *("何书恒", _MALE, month(1989, 3), "云岭一小", _PRIMARY, "科学", month(2013, 7), "310274"),
        wishes=("青崖小学", "云栖小学"),
    ),
    Role(
        *("尉迟安然", _FEMALE, month(1991, 5), "崇文小学", _PRIMARY, "音乐", month(2015, 7), "310655"),
        team="崇文艺术组",
        wishes=("柳河镇中心小学", "白塔镇中心小学", "青崖小学"),
    ),
    Role(
        *("许静宜", _FEMALE, month(1992, 10), "崇文小学", _PRIMARY, "美术", month(2016, 7), "310656"),
        team="崇文艺术组",
        wishes=("柳河镇中心小学", "白塔镇中心小学", "青崖小学"),
    ),
    Role(
        *("罗一鸣", _MALE, month(1990, 1), "崇文小学", _PRIMARY, "英语", month(2014, 8), "310657"),
        team="崇文艺术组",
    ),
    Role(*("林晓棠", _FEMALE, month(1988, 8), "云岭实验小学", _PRIMARY, "英语", month(2011, 7), "310517")),
    Role(
        *("单雨桐", _FEMALE, month(1990, 12), "云岭一小", _PRIMARY, "英语", month(2014, 7), "310288"),
        backbone=BackboneLevel.DISTRICT,
    ),
    Role(*("邓思齐", _FEMALE, month(1987, 2), "云岭一小", _PRIMARY, "体育", month(2010, 7), "310293")),
    Role(
        *("方景行", _MALE, month(1983, 9), "育才学校", _JUNIOR, "化学", month(2009, 8), "310402"),
        wishes=("柳河中学", "鹿鸣沟学校"),
    ),
    Role(
        *("覃向阳", _MALE, month(1995, 4), "育才学校", _JUNIOR, "地理", month(2019, 7), "310409", Title.SECOND),
    ),
    Role(
        *("夏知微", _FEMALE, month(1989, 7), "云岭实验小学", _PRIMARY, "美术", month(2012, 7), "310523"),
        backbone=BackboneLevel.DISTRICT,
    ),
    Role(*("邵一帆", _MALE, month(1991, 2), "崇文小学", _PRIMARY, "体育", month(2014, 7), "310661")),
    Role(
        *("周慕青", _FEMALE, month(1986, 5), "柳河镇中心小学", _PRIMARY, "语文", month(2009, 7), "311744"),
        wishes=("望岳小学",),
    ),
    Role(
        *("顾念慈", _FEMALE, month(1993, 3), "望岳小学", _PRIMARY, "美术", month(2020, 9), "312461"),
        wishes=("云岭实验小学",),
    ),
    Role(
        *("魏子衿", _FEMALE, month(1991, 9), "松坪中学", _JUNIOR, "美术", month(2017, 9), "312502"),
        wishes=("柳河中学",),
    ),
    Role(
        *("方可", _FEMALE, month(1993, 11), "云岭二小", _PRIMARY, "数学", month(2017, 7), "310341"),
        deferral="哺乳期（至2027年3月）",
    ),
    Role(
        *("唐婉清", _FEMALE, month(1982, 4), "新城学校", _PRIMARY, "语文", month(2007, 7), "310718"),
        deferral="病假（至2026年12月）",
    ),
    Role(
        *("沈若水", _FEMALE, month(1980, 6), "云岭一中", _SENIOR, "化学", month(2008, 8), "310466", Title.SENIOR),
        deferral="高三把关（至2027年7月）",
    ),
)

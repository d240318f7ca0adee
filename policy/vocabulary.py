"""The words the rules speak: stages, areas, titles and the other closed lists, with labels in both languages."""

from enum import StrEnum

from policy.messages import Message, say


class Stage(StrEnum):
    """学段."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    VOCATIONAL = "vocational"
    SPECIAL = "special"

    @property
    def label(self) -> Message:
        """The stage's name for people."""
        return _STAGE_LABELS[self]


_STAGE_LABELS = {
    Stage.KINDERGARTEN: say("kindergarten"),
    Stage.PRIMARY: say("primary"),
    Stage.JUNIOR: say("junior"),
    Stage.SENIOR: say("senior"),
    Stage.VOCATIONAL: say("vocational"),
    Stage.SPECIAL: say("special"),
}


class Area(StrEnum):
    """区域类型."""

    URBAN = "urban"
    TOWNSHIP = "township"
    MOUNTAIN = "mountain"

    @property
    def label(self) -> Message:
        """The area's name for people."""
        return _AREA_LABELS[self]


_AREA_LABELS = {
    Area.URBAN: say("urban"),
    Area.TOWNSHIP: say("township"),
    Area.MOUNTAIN: say("mountain"),
}


class Sex(StrEnum):
    """性别."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> Message:
        """The word for people."""
        return _SEX_LABELS[self]


_SEX_LABELS = {Sex.MALE: say("male"), Sex.FEMALE: say("female")}


class PostType(StrEnum):
    """岗位类别."""

    PROFESSIONAL = "professional"
    WORKER = "worker"

    @property
    def label(self) -> Message:
        """The post type's name for people."""
        return _POST_TYPE_LABELS[self]


_POST_TYPE_LABELS = {
    PostType.PROFESSIONAL: say("professional post"),
    PostType.WORKER: say("worker post"),
}


class Title(StrEnum):
    """职称, as the tables write it."""

    FULL_SENIOR = "正高级"
    SENIOR = "高级"
    FIRST = "一级"
    SECOND = "二级"
    THIRD = "三级"

    @property
    def label(self) -> Message:
        """The title's name for people."""
        return _TITLE_LABELS[self]

    @property
    def is_senior(self) -> bool:
        """Whether the title takes up a senior post."""
        return self in {Title.FULL_SENIOR, Title.SENIOR}


_TITLE_LABELS = {
    Title.FULL_SENIOR: say("full senior title"),
    Title.SENIOR: say("senior title"),
    Title.FIRST: say("first-grade title"),
    Title.SECOND: say("second-grade title"),
    Title.THIRD: say("third-grade title"),
}


class Degree(StrEnum):
    """学历, as the tables write it."""

    DOCTOR = "博士"
    MASTER = "硕士"
    BACHELOR = "本科"
    COLLEGE = "专科"
    OTHER = "其他"

    @property
    def label(self) -> Message:
        """The degree's name for people."""
        return _DEGREE_LABELS[self]


_DEGREE_LABELS = {
    Degree.DOCTOR: say("doctor"),
    Degree.MASTER: say("master"),
    Degree.BACHELOR: say("bachelor"),
    Degree.COLLEGE: say("college diploma"),
    Degree.OTHER: say("other degree"),
}


class BackboneLevel(StrEnum):
    """骨干层级."""

    NONE = "none"
    SCHOOL = "school"
    DISTRICT = "district"
    CITY = "city"
    NATIONAL = "national"

    @property
    def label(self) -> Message:
        """The level's name for people."""
        return _BACKBONE_LABELS[self]

    @property
    def counts(self) -> bool:
        """Whether the teacher counts as a backbone teacher (district level or higher)."""
        return self in {BackboneLevel.DISTRICT, BackboneLevel.CITY, BackboneLevel.NATIONAL}


_BACKBONE_LABELS = {
    BackboneLevel.NONE: say("none"),
    BackboneLevel.SCHOOL: say("school level"),
    BackboneLevel.DISTRICT: say("district level"),
    BackboneLevel.CITY: say("city level"),
    BackboneLevel.NATIONAL: say("national level"),
}


class LockAction(StrEnum):
    """What an HR officer fixed for one teacher."""

    STAY = "stay"
    MOVE = "move"
    FORBID = "forbid"

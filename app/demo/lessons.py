"""What the invented district teaches: weekly lessons by grade, full loads, and posts that no lesson table yields.

The lessons follow the frame of the curriculum plan (26, 30 and 34 a week) in Beijing's manner: physical education every
day and English from the first grade, both out of local-course time. Music and fine arts stand apart, because it is
those two that mountain schools lack. Full loads are the widely quoted provincial standard (`domain.md` §7.3, row A).
"""

from collections.abc import Mapping

from policy.vocabulary import Stage

COUNSELLING = "心理健康"
PRESCHOOL = "学前教育"

LESSONS: Mapping[Stage, Mapping[str, tuple[int, ...]]] = {
    Stage.PRIMARY: {
        "语文": (8, 8, 7, 7, 6, 6),
        "数学": (4, 4, 4, 4, 4, 5),
        "英语": (1, 1, 2, 2, 3, 3),
        "道德与法治": (2, 2, 2, 2, 2, 2),
        "科学": (1, 1, 2, 2, 2, 2),
        "信息科技": (0, 0, 1, 1, 1, 1),
        "体育": (5, 5, 5, 5, 5, 5),
        "音乐": (2, 2, 2, 2, 2, 2),
        "美术": (2, 2, 2, 2, 2, 2),
        "综合实践": (1, 1, 3, 3, 3, 2),
    },
    Stage.JUNIOR: {
        "语文": (5, 5, 5),
        "数学": (5, 5, 5),
        "英语": (4, 4, 4),
        "道德与法治": (2, 2, 2),
        "历史": (2, 2, 2),
        "地理": (2, 2, 0),
        "生物学": (3, 2, 0),
        "物理": (0, 2, 3),
        "化学": (0, 0, 3),
        "信息科技": (1, 1, 0),
        "体育": (5, 5, 5),
        "音乐": (1, 1, 1),
        "美术": (1, 1, 1),
        "综合实践": (3, 2, 3),
    },
    Stage.SENIOR: {
        "语文": (4, 4, 5),
        "数学": (4, 5, 5),
        "英语": (4, 4, 5),
        "思想政治": (2, 2, 3),
        "历史": (2, 2, 2),
        "地理": (2, 2, 2),
        "物理": (3, 3, 3),
        "化学": (3, 3, 3),
        "生物学": (2, 2, 3),
        "信息技术": (2, 1, 0),
        "通用技术": (1, 2, 0),
        "体育": (3, 3, 3),
        "音乐": (1, 1, 0),
        "美术": (1, 1, 0),
    },
}

_FULL_LOAD: Mapping[Stage, Mapping[str, int]] = {
    Stage.PRIMARY: {"语文": 14, "数学": 14, "*": 18},
    Stage.JUNIOR: {"语文": 12, "数学": 12, "英语": 12, "信息科技": 16, "音乐": 16, "美术": 16, "综合实践": 16, "*": 14},
    Stage.SENIOR: {
        "语文": 10,
        "数学": 10,
        "英语": 10,
        "信息技术": 14,
        "通用技术": 14,
        "体育": 14,
        "音乐": 14,
        "美术": 14,
        "*": 12,
    },
}

# A class teacher is let off four lessons a week (the national rule of half a load is more than the district's headcount
# bears); teachers of Chinese and mathematics lead the classes by turns.
_CLASS_TEACHER_RELIEF = 2
_CLASS_TEACHER_SUBJECTS = ("语文", "数学")

# A counsellor in every school, half a post where students are fewer than a thousand (`domain.md` §7.5, Shaanxi's rule).
_FULL_COUNSELLOR_FROM_STUDENTS = 1000

# Two teachers to a kindergarten class (教师〔2013〕1号).
_TEACHERS_PER_KINDERGARTEN_CLASS = 2

# Posts of the schools no lesson table reaches, in hundredths of a full post; more than half of the vocational ones are
# for occupational subjects (教职成〔2010〕12号).
_VOCATIONAL_POSTS = {
    "语文": 850,
    "数学": 800,
    "英语": 650,
    "思想政治": 500,
    "历史": 300,
    "体育": 600,
    "信息技术": 400,
    "音乐": 100,
    "心理健康": 100,
    "汽车运用与维修": 1350,
    "中餐烹饪": 1050,
    "旅游服务与管理": 1000,
    "幼儿保育": 1150,
    "计算机应用": 1100,
    "园林技术": 800,
}
_SPECIAL_POSTS = {"特殊教育": 2600, "康复训练": 300, "体育": 200, "音乐": 100, "美术": 100, "心理健康": 100}


def required_posts(stage: Stage, classes: tuple[int, ...], students: int) -> dict[str, int]:
    """Return the posts a unit needs by subject, in hundredths of a full post; `classes` from the lowest grade up."""
    if stage is Stage.KINDERGARTEN:
        return {PRESCHOOL: 100 * _TEACHERS_PER_KINDERGARTEN_CLASS * sum(classes)}
    if stage is Stage.VOCATIONAL:
        return dict(_VOCATIONAL_POSTS)
    if stage is Stage.SPECIAL:
        return dict(_SPECIAL_POSTS)
    posts = {subject: _posts(stage, subject, lessons, classes) for subject, lessons in LESSONS[stage].items()}
    posts[COUNSELLING] = 100 if students >= _FULL_COUNSELLOR_FROM_STUDENTS else 50
    return posts


def subjects_of(stage: Stage) -> tuple[str, ...]:
    """Return every subject the stage has posts for."""
    return tuple(required_posts(stage, (1,), 0))


def _posts(stage: Stage, subject: str, lessons: tuple[int, ...], classes: tuple[int, ...]) -> int:
    relief = _CLASS_TEACHER_RELIEF if subject in _CLASS_TEACHER_SUBJECTS else 0
    weekly = sum(count * (each + relief) for count, each in zip(classes, lessons, strict=False))
    load = _FULL_LOAD[stage].get(subject, _FULL_LOAD[stage]["*"])
    return (200 * weekly + load) // (2 * load)

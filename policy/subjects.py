"""The order in which people expect the subjects of a school, wherever they stand in a row or a list."""

from collections.abc import Iterable

USUAL_ORDER = (
    *("语文", "数学", "外语", "英语", "道德与法治", "思想政治", "政治", "科学", "历史", "地理", "物理", "化学"),
    *("生物学", "生物", "信息科技", "信息技术", "通用技术", "体育与健康", "体育", "艺术", "音乐", "美术", "劳动"),
    *("综合实践", "综合实践活动", "心理健康"),
)
"""As a timetable reads; the lesson plan of the policy opens with 道德与法治 and names no arts subject."""

_PLACES = {subject: place for place, subject in enumerate(USUAL_ORDER)}


def place_of(subject: str) -> tuple[int, str]:
    """Return where a subject stands: in the usual order, then all others by name."""
    return _PLACES.get(subject, len(USUAL_ORDER)), subject


def in_usual_order(subjects: Iterable[str]) -> list[str]:
    """Return subjects as a timetable lists them; names it does not know come last."""
    return sorted(subjects, key=place_of)

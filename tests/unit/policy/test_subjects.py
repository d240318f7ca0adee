"""Subjects stand in the order of a timetable, wherever they are listed."""

from policy.subjects import USUAL_ORDER, in_usual_order


def test_subjects_are_listed_as_a_timetable_lists_them() -> None:
    assert in_usual_order(["音乐", "科学", "道德与法治", "语文", "英语", "数学"]) == [
        *("语文", "数学", "英语", "道德与法治", "科学", "音乐"),
    ]


def test_a_subject_of_the_district_alone_comes_last() -> None:
    assert in_usual_order(["汽车运用与维修", "书法", "心理健康"]) == ["心理健康", "书法", "汽车运用与维修"]


def test_no_subject_has_two_places() -> None:
    assert len(set(USUAL_ORDER)) == len(USUAL_ORDER)

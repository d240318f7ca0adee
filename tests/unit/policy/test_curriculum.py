from datetime import date

from policy.curriculum import ClassRow, required_from_classes
from policy.registry import policy_on, read_policy
from policy.rotation import CurriculumTerms
from policy.vocabulary import Stage

SHIPPED = policy_on(date(2026, 9, 1)).curriculum


def district(text: str) -> CurriculumTerms:
    policy, faults, _ = read_policy(text)
    assert policy is not None, faults
    return policy.curriculum


def parallel(grades: range, classes: int, school: str = "S") -> list[ClassRow]:
    return [ClassRow(school, grade, classes) for grade in grades]


def by_subject(rows: list[ClassRow], terms: CurriculumTerms = SHIPPED) -> dict[str, int]:
    return {subject: posts for (_, _, subject), posts in required_from_classes(rows, terms).required.items()}


def test_primary_school_of_the_reference_needs_the_published_posts() -> None:
    posts = by_subject(parallel(range(1, 7), 4))
    assert {subject: round(value / 10) for subject, value in posts.items()} == {
        "语文": 120,
        "数学": 71,
        "外语": 22,
        "科学": 22,
        "信息科技": 9,
        "道德与法治": 27,
        "体育与健康": 44,
        "艺术": 53,
        "劳动": 13,
        "综合实践": 42,
    }
    assert round(sum(posts.values()) / 10) == 425


def test_junior_school_of_the_reference_needs_the_published_posts() -> None:
    assert round(sum(by_subject(parallel(range(7, 10), 6)).values()) / 10) == 455


def test_weekly_lessons_fill_the_official_frame() -> None:
    totals = {grade: sum(by_grade[grade] for by_grade in SHIPPED.lessons.values()) for grade in range(1, 10)}
    assert totals == {1: 26, 2: 26, 3: 30, 4: 30, 5: 30, 6: 30, 7: 34, 8: 34, 9: 34}
    weeks = {grade: 33 if grade == 9 else 35 for grade in totals}
    assert sum(totals[grade] * weeks[grade] for grade in totals) == 9522


def test_each_cell_is_rounded_half_up_once() -> None:
    terms = CurriculumTerms({"甲": {1: 1, 2: 1}}, {Stage.PRIMARY: {"*": 16}})
    rows = [ClassRow("S", 1, 1), ClassRow("S", 2, 1)]
    assert required_from_classes(rows, terms).required == {("S", Stage.PRIMARY, "甲"): 13}
    assert required_from_classes(rows[:1], terms).required == {("S", Stage.PRIMARY, "甲"): 6}
    half = CurriculumTerms({"甲": {1: 1}}, {Stage.PRIMARY: {"*": 40}})
    assert required_from_classes(rows[:1], half).required == {("S", Stage.PRIMARY, "甲"): 3}


def test_grades_belong_to_their_stages() -> None:
    terms = district("[curriculum]\n" + '"数学" = [4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5]')
    required = required_from_classes(parallel(range(1, 13), 1), terms).required
    assert {stage for _, stage, subject in required if subject == "数学"} == {
        Stage.PRIMARY,
        Stage.JUNIOR,
        Stage.SENIOR,
    }
    assert required[("S", Stage.SENIOR, "数学")] == 150


def test_schools_are_counted_apart_and_rows_of_one_grade_together() -> None:
    rows = [ClassRow("A", 1, 3), ClassRow("A", 1, 1), ClassRow("B", 1, 2)]
    required = required_from_classes(rows, SHIPPED).required
    assert required[("A", Stage.PRIMARY, "语文")] == 229
    assert required[("B", Stage.PRIMARY, "语文")] == 114


def test_alias_names_the_cell_and_subjects_of_one_name_are_added_before_rounding() -> None:
    terms = district('[subject_alias]\n"外语" = "英语"\n"信息科技" = "综合"\n"综合实践" = "综合"')
    posts = by_subject(parallel(range(3, 4), 1), terms)
    assert "外语" not in posts
    assert posts["英语"] == 11
    assert posts["综合"] == 28


def test_load_under_the_name_of_the_district_counts() -> None:
    terms = district('[subject_alias]\n"科学" = "自然"\n[load.primary]\n"自然" = 10')
    assert by_subject([ClassRow("S", 3, 5)], terms)["自然"] == 100


def test_grade_the_policy_does_not_know_is_a_fault_said_once() -> None:
    demand = required_from_classes([ClassRow("A", 10, 1), ClassRow("B", 10, 1), ClassRow("A", 13, 1)], SHIPPED)
    assert [fault.what for fault in demand.faults] == ["10", "13"]
    assert not demand.required
    assert all(str(fault.message) and str(fault.cure) for fault in demand.faults)


def test_subject_without_load_is_a_fault() -> None:
    terms = CurriculumTerms({"甲": {1: 1}, "乙": {1: 0}}, {Stage.PRIMARY: {"丙": 14}})
    assert [fault.what for fault in required_from_classes([ClassRow("S", 1, 1)], terms).faults] == ["primary.甲"]


def test_subjects_without_lessons_make_no_cell() -> None:
    assert "外语" not in by_subject(parallel(range(1, 3), 4))


def test_other_workload_table_can_be_chosen() -> None:
    terms = district('[load]\ntable = "B"')
    assert by_subject(parallel(range(1, 7), 4), terms)["语文"] == 933
    assert by_subject(parallel(range(7, 10), 6), terms)["数学"] == 643

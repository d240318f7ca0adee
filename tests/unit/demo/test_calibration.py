"""The demo district looks like the districts it stands for."""

from collections import Counter

import pytest

from app.demo.schools import ALLIANCES, BY_NAME, SCHOOLS
from optimizer.check import lay, survey, unfilled_cells
from optimizer.facts.district import District
from optimizer.problem import Problem, Teacher
from optimizer.tables.reading import ReadResult
from policy.vocabulary import Area, Degree, Sex, Stage

# GB/T 2260: no school outside a demo can have a key whose third and fourth digits are not here.
PROVINCES = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
    *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"),
}

BY_KEY = {school.key: school for school in SCHOOLS}


def _share(part: int, whole: int) -> float:
    return part / whole


def _area(problem: Problem) -> dict[str, Area]:
    return {school.key: school.area for school in problem.schools}


def _gaps(problem: Problem) -> Counter[tuple[str, Stage, str]]:
    """Posts missing in hundredths, negative where there are teachers to spare."""
    gaps = Counter(dict(problem.required))
    for teacher in problem.teachers:
        gaps[teacher.school, teacher.stage, teacher.subject] -= teacher.fte
    return gaps


def test_there_are_forty_schools_and_about_2600_teachers(demo: ReadResult) -> None:
    areas = Counter(school.area for school in demo.problem.schools)

    assert areas == {Area.URBAN: 18, Area.TOWNSHIP: 12, Area.MOUNTAIN: 10}
    assert 2550 <= len(demo.problem.teachers) <= 2650


def test_school_keys_have_the_national_form_and_a_province_that_does_not_exist() -> None:
    keys = [school.key for school in SCHOOLS]

    assert len(set(keys)) == len(keys)
    assert all(key.isdecimal() and len(key) == 10 for key in keys)
    assert not {key[2:4] for key in keys} & PROVINCES


def test_ten_alliances_of_21_schools_reach_every_mountain_school() -> None:
    members = [BY_NAME[name] for alliance in ALLIANCES for name in alliance]

    assert (len(ALLIANCES), len(members), len(set(members))) == (10, 21, 21)
    assert {school for school in SCHOOLS if school.area is Area.MOUNTAIN} <= set(members)
    for urban, mountain, *_ in ALLIANCES:
        assert (BY_NAME[urban].area, BY_NAME[mountain].area) == (Area.URBAN, Area.MOUNTAIN)


def test_half_to_three_fifths_of_the_teachers_are_eligible(demo: ReadResult) -> None:
    eligible = len(District(demo.problem).eligible)

    assert 0.50 <= _share(eligible, len(demo.problem.teachers)) <= 0.60


def test_four_in_ten_of_the_eligible_have_preferences(demo: ReadResult) -> None:
    asked = {staff_no for staff_no, _ in demo.problem.preferences}

    assert 0.36 <= _share(len(asked), len(District(demo.problem).eligible)) <= 0.44


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [("backbone", 0.13, 0.17), ("deferral", 0.02, 0.04), ("part-time", 0.001, 0.015), ("women", 0.60, 0.80)],
)
def test_share_of_teachers_is_in_range(demo: ReadResult, what: str, low: float, high: float) -> None:
    def counts(teacher: Teacher) -> bool:
        answers = {
            "backbone": teacher.backbone.counts,
            "deferral": bool(teacher.deferral),
            "part-time": teacher.fte < 100,
            "women": teacher.sex is Sex.FEMALE,
        }
        return answers[what]

    assert low <= _share(sum(map(counts, demo.problem.teachers)), len(demo.problem.teachers)) <= high


def test_nearly_all_teachers_of_compulsory_schooling_have_a_bachelor_degree(demo: ReadResult) -> None:
    degrees = [teacher.degree for teacher in demo.problem.teachers if teacher.stage in {Stage.PRIMARY, Stage.JUNIOR}]

    assert sum(degree in {Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR} for degree in degrees) >= 0.96 * len(degrees)


@pytest.mark.parametrize(
    ("stage", "low", "high"),
    [(Stage.PRIMARY, 0.12, 0.19), (Stage.JUNIOR, 0.20, 0.29), (Stage.SENIOR, 0.30, 0.40)],
)
def test_senior_titles_are_near_the_ceilings_of_their_stage(
    demo: ReadResult, stage: Stage, low: float, high: float
) -> None:
    titles = [teacher.title for teacher in demo.problem.teachers if teacher.stage is stage]

    assert low <= _share(sum(title is not None and title.is_senior for title in titles), len(titles)) <= high


@pytest.mark.parametrize("subject", ["音乐", "美术", "体育", "科学", "心理健康"])
def test_mountain_primary_schools_lack_the_subject(demo: ReadResult, subject: str) -> None:
    area = _area(demo.problem)
    gaps = {cell: gap for cell, gap in _gaps(demo.problem).items() if cell[1] is Stage.PRIMARY and cell[2] == subject}
    mountain = [gap for cell, gap in gaps.items() if area[cell[0]] is Area.MOUNTAIN]

    assert sum(gap > 0 for gap in mountain) > len(mountain) / 2


@pytest.mark.parametrize("subject", ["音乐", "美术", "体育", "科学"])
def test_urban_primary_schools_can_spare_teachers_of_the_subject(demo: ReadResult, subject: str) -> None:
    area = _area(demo.problem)
    gaps = _gaps(demo.problem)
    spare = [
        -gap // 100
        for (school, stage, taught), gap in gaps.items()
        if (area[school], stage, taught) == (Area.URBAN, Stage.PRIMARY, subject) and gap <= -100
    ]

    assert sum(spare) >= 4


def test_some_gaps_nobody_can_fill(demo: ReadResult) -> None:
    unfilled = unfilled_cells(lay(survey(demo.problem), []))
    causes = {(BY_KEY[state.cell[0]].name, state.cell[2], state.cause) for state in unfilled}

    assert ("清风岭学校", "心理健康", "none-within-travel") in causes
    assert ("云岭职业高中", "汽车运用与维修", "no-qualified") in causes


def test_no_mountain_school_has_a_counsellor_and_town_schools_can_spare_few(demo: ReadResult) -> None:
    area = _area(demo.problem)
    gaps = {cell: gap for cell, gap in _gaps(demo.problem).items() if cell[2] == "心理健康"}
    missing = sum(gap for cell, gap in gaps.items() if area[cell[0]] is not Area.URBAN and gap > 0)
    spare = sum(-gap for cell, gap in gaps.items() if area[cell[0]] is Area.URBAN and gap <= -100)

    assert all(gap == 50 for cell, gap in gaps.items() if area[cell[0]] is Area.MOUNTAIN)
    assert spare < missing


def test_mountain_schools_are_below_their_headcount_and_town_primary_schools_above(demo: ReadResult) -> None:
    staff = Counter(teacher.school for teacher in demo.problem.teachers)
    room = {school.key: (school.authorised_headcount or 0) - staff[school.key] for school in demo.problem.schools}
    area = _area(demo.problem)

    assert all(room[key] > 0 for key in room if area[key] is Area.MOUNTAIN)
    assert sum(room[key] for key in room if area[key] is Area.URBAN) < 0

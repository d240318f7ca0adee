from benchmarks.districts import XS, M, S, make_district
from optimizer.check import evaluate, survey


def test_same_size_and_seed_make_the_same_district() -> None:
    assert make_district(XS) == make_district(XS)


def test_every_key_of_a_benchmark_district_resolves() -> None:
    district = make_district(XS)
    schools = {school.key for school in district.schools}
    units = {(unit.school, unit.stage) for unit in district.units}
    staff = {teacher.staff_no: teacher for teacher in district.teachers}
    assert len(staff) == len(district.teachers)
    assert {(teacher.school, teacher.stage) for teacher in district.teachers} <= units
    assert {cell[:2] for cell in district.required} <= units
    assert all(no in staff and school in schools - {staff[no].school} for no, school in district.preferences)
    assert {partner for school in district.schools for partner in school.partners} <= schools


def test_district_is_about_as_large_as_its_name_says() -> None:
    for size, schools, teachers in ((S, 40, 2_600), (M, 190, 11_500)):
        district = make_district(size)
        assert len(district.schools) == schools
        assert abs(len(district.teachers) - teachers) < teachers // 10
        assert 50 <= 100 * len(survey(district).eligible) / len(district.teachers) <= 58


def test_district_is_short_of_teachers_and_has_teams() -> None:
    district = make_district(S)
    assert evaluate(district, ()).before["shortage"] > 10_000
    assert len({teacher.team for teacher in district.teachers} - {""}) == S.teams

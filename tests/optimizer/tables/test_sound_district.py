"""The base of all the faulty inputs is sound, and becomes exactly this problem."""

from pathlib import Path

from optimizer.problem import Lock, School, Teacher, Unit
from optimizer.tables import read
from policy.months import month
from policy.vocabulary import Area, BackboneLevel, Degree, LockAction, PostType, Sex, Stage, Title
from tests.optimizer.tables.sound_district import sound_tables, write_folder


def test_sound_district_reads_without_warnings(tmp_path: Path) -> None:
    assert read(write_folder(sound_tables(), tmp_path)).warnings == ()


def test_schools_carry_every_column_and_leave_unset_what_is_empty(tmp_path: Path) -> None:
    first, second, third = read(write_folder(sound_tables(), tmp_path)).problem.schools
    assert first == School(
        key="S1",
        name="First",
        area=Area.URBAN,
        zone="Z1",
        group="G1",
        partners=("S2", "S3"),
        longitude=116.10,
        latitude=39.90,
        authorised_headcount=20,
        senior_posts=5,
    )
    assert (second.authorised_headcount, second.senior_posts, second.group, second.partners) == (None, None, "", ())
    assert (third.authorised_headcount, third.senior_posts) == (0, 0)


def test_teachers_carry_every_column_and_take_the_defaults_where_empty(tmp_path: Path) -> None:
    first, second, third, fourth, fifth = read(write_folder(sound_tables(), tmp_path)).problem.teachers
    assert first == Teacher(
        staff_no="T1",
        name="Zhao",
        school="S1",
        stage=Stage.PRIMARY,
        subject="语文",
        sex=Sex.MALE,
        birth_month=month(1985, 1),
        post_type=PostType.PROFESSIONAL,
        second_subject="数学",
        joined_school=month(2015, 9),
        title=Title.SENIOR,
        degree=Degree.BACHELOR,
        backbone=BackboneLevel.DISTRICT,
        fte=100,
        longitude=116.11,
        latitude=39.90,
    )
    assert (second.post_type, second.fte, second.team, second.mountain_years) == (PostType.WORKER, 50, "A", 150)
    assert (second.title, second.degree, second.backbone) == (None, Degree.OTHER, BackboneLevel.NONE)
    assert (third.title, third.eligible, third.fte) == (Title.FIRST, True, 100)
    assert (fourth.deferral, fourth.eligible) == ("on leave", None)
    assert (fifth.sex, fifth.retirement_month) == (None, month(2048, 3))


def test_other_tables_become_mappings_and_locks(tmp_path: Path) -> None:
    problem = read(write_folder(sound_tables(), tmp_path)).problem
    assert problem.units[0] == Unit("S1", Stage.PRIMARY, 400)
    assert problem.required[("S3", Stage.PRIMARY, "数学")] == 25
    assert len(problem.required) == 5
    assert problem.preferences == {("T1", "S2"): 1, ("T1", "S3"): 2, ("T5", "S3"): 1}
    assert problem.travel == {("T1", "S2"): 25, ("S1", "S3"): 40}
    assert problem.locks == (
        Lock("T1", LockAction.MOVE, "S2"),
        Lock("T2", LockAction.FORBID, "S3"),
        Lock("T4", LockAction.STAY),
    )


def test_only_teachers_with_an_eligible_cell_are_overrides(tmp_path: Path) -> None:
    assert read(write_folder(sound_tables(), tmp_path)).overrides == ("T3",)


def test_optional_tables_and_columns_may_be_absent(tmp_path: Path) -> None:
    tables = sound_tables()
    for name in ("preferences", "travel", "locks"):
        del tables[name]
    tables["schools"] = [[*row[:1], row[2]] for row in tables["schools"]]
    problem = read(write_folder(tables, tmp_path)).problem
    assert (problem.preferences, problem.travel, problem.locks) == ({}, {}, ())
    assert problem.schools[0] == School(key="S1", name="S1", area=Area.URBAN)

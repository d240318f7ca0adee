"""`no-new-shortage` alone: no cell falls below the smaller of what it has and what it needs."""

from optimizer.problem import Problem
from policy.vocabulary import Stage
from tests.optimizer.check.makers import a_district, a_teacher
from tests.optimizer.model.alone import entry, fits, row_of

PRIMARY = Stage.PRIMARY
MATHS = "数学"


def district(needed: int, *ftes: int) -> Problem:
    """People of A with these posts; B needs one hundredth, so that all may go there."""
    teachers = [a_teacher(f"T{n}", "A", fte=fte) for n, fte in enumerate(ftes, start=1)]
    required = {("A", PRIMARY, MATHS): needed, ("B", PRIMARY, MATHS): 1}
    return a_district("A B", [*teachers, a_teacher("B1", "B", fte=50)], required=required)


def test_cell_with_spare_people_lets_them_go() -> None:
    assert fits(district(100, 100, 100), "no-new-shortage", "T1>B")


def test_cell_keeps_what_it_needs() -> None:
    assert not fits(district(101, 100, 100), "no-new-shortage", "T1>B")
    assert not fits(district(100, 100, 100), "no-new-shortage", "T1>B", "T2>B")


def test_short_cell_loses_nothing() -> None:
    assert fits(district(300, 100, 100), "no-new-shortage")
    assert not fits(district(300, 100, 33), "no-new-shortage", "T2>B")


def test_cell_that_needs_nothing_may_be_emptied() -> None:
    assert fits(district(0, 100, 100), "no-new-shortage", "T1>B", "T2>B")


def test_arrival_stands_in_for_a_leaver_of_no_more_than_its_post() -> None:
    assert fits(district(100, 50, 50), "no-new-shortage", "T1>B", "B1>A")
    assert not fits(district(150, 80, 70), "no-new-shortage", "T1>B", "B1>A")


def test_last_hundredth_decides() -> None:
    assert fits(district(150, 100, 83), "no-new-shortage")
    assert fits(district(100, 100, 83), "no-new-shortage", "T2>B")
    assert not fits(district(84, 100, 83), "no-new-shortage", "T1>B")
    assert fits(district(83, 100, 83), "no-new-shortage", "T1>B")


def test_teacher_who_changes_the_subject_leaves_the_old_cell() -> None:
    teachers = [a_teacher("T1", "A", second_subject="体育")]
    required = {("A", PRIMARY, MATHS): 100, ("B", PRIMARY, "体育"): 100}
    problem = a_district("A B", teachers, required=required)
    assert not fits(problem, "no-new-shortage", "T1>B:体育")
    unneeded = a_district("A B", teachers, required={**required, ("A", PRIMARY, MATHS): 0})
    assert fits(unneeded, "no-new-shortage", "T1>B:体育")


def test_row_counts_in_the_largest_common_post() -> None:
    row = row_of(district(75, 100, 100), "no-new-shortage", f"A {PRIMARY} {MATHS}")
    # 1.25 to spare, in units of 0.50: two units
    assert row.lower == -2
    assert (entry(row, "T1>B"), entry(row, "B1>A")) == (-2, 1)


def test_whole_teachers_are_kept_where_part_time_teachers_may_arrive() -> None:
    problem = district(100, 100, 100, 100)
    row = row_of(problem, "no-new-shortage", f"A {PRIMARY} {MATHS} whole")
    # two may go; the half post of B1 replaces nobody by itself
    assert row.lower == -2
    assert (entry(row, "T1>B"), entry(row, "B1>A")) == (-1, 0)


def test_two_halves_replace_a_whole_teacher() -> None:
    base = district(200, 100, 100)
    halves = a_district(
        "A B",
        [*base.teachers, a_teacher("B2", "B", fte=50)],
        required={("A", PRIMARY, MATHS): 200, ("B", PRIMARY, MATHS): 1},
    )
    assert fits(halves, "no-new-shortage", "T1>B", "B1>A", "B2>A")
    assert not fits(halves, "no-new-shortage", "T1>B", "B1>A")

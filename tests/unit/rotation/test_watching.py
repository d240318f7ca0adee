"""A search as people watch it: each line with its own time, the curve from the line's own beginning."""

from typing import cast

import pytest

from optimizer.problem import Move, Problem
from optimizer.solution import Progress, Solution, Status, StoppedBy
from rotation.planning.watching import Watch

ORDER = ("shortage", "balance", "burden")


class NoDistrict:
    """Enough of a problem to say how large it is."""

    teachers, schools = (), ()


@pytest.fixture
def watch() -> Watch:
    return Watch(cast(Problem, NoDistrict()), ORDER, 600.0, 1)


def tell(watch: Watch, *steps: tuple[str, int, int | None, float]) -> None:
    for line, found, bound, seconds in steps:
        watch.step(Progress(line, found, bound, seconds))


def test_a_line_takes_the_time_since_the_one_before_it_was_proven(watch: Watch) -> None:
    tell(
        watch,
        ("shortage", 90, 10, 4.0),
        ("shortage", 50, 50, 42.0),
        ("balance", 30, 5, 58.0),
        ("balance", 20, 20, 72.0),
    )

    lines = watch.told("searching")["lines"]

    assert lines["shortage"] == [50, 50, 42.0]
    assert lines["balance"] == [20, 20, 30.0]


def test_a_curve_begins_with_its_line(watch: Watch) -> None:
    tell(
        watch, ("shortage", 90, 10, 4.0), ("shortage", 50, 50, 42.0), ("balance", 30, 5, 43.0), ("balance", 24, 9, 58.0)
    )

    told = watch.told("searching")

    assert told["line"] == "balance"
    assert told["curve"] == [[1.0, 30, 5], [16.0, 24, 9]]


def test_a_line_that_waits_takes_no_time(watch: Watch) -> None:
    tell(watch, ("shortage", 90, 10, 4.0), ("balance", 40, None, 4.0), ("burden", 700, None, 4.0))

    assert [line[2] for line in watch.told("searching")["lines"].values()] == [4.0, 0.0, 0.0]


def test_what_happened_keeps_the_time_of_the_whole_search(watch: Watch) -> None:
    tell(watch, ("shortage", 50, 50, 42.0))
    watch.plan(Solution(Status.FEASIBLE, (Move("T1", "S", "语文"),), (), StoppedBy.TIME, 58.0, 0, 1))

    assert [at for at, _ in watch.told("searching")["events"]] == [42.0, 58.0]

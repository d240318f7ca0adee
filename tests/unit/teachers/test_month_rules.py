from datetime import date

import pytest

from teachers.rules.months import born_before_joining, joined_in_time, retires_after_birth


@pytest.mark.parametrize(
    ("born", "joined", "holds"),
    [("1985-03", "2010-09", True), ("2020-01", "2017-09", False), ("2017-09", "2017-09", False), ("", "2017-09", True)],
)
def test_somebody_is_born_before_coming_to_the_school(born: str, joined: str, holds: bool) -> None:
    assert born_before_joining(born, joined).holds is holds
    assert born_before_joining(born, "").holds


@pytest.mark.parametrize(("joined", "holds"), [("2019-08", True), ("2019-09", False), ("2001-01", True), ("", True)])
def test_nobody_comes_to_a_school_later_than_the_posting_there_begins(joined: str, holds: bool) -> None:
    assert joined_in_time(joined, date(2019, 8, 31)).holds is holds


@pytest.mark.parametrize(
    ("born", "retires", "holds"),
    [("1985-03", "2045-03", True), ("1990-01", "1990-01", False), ("1993-04", "1990-01", False), ("", "1990-01", True)],
)
def test_nobody_retires_before_being_born(born: str, retires: str, holds: bool) -> None:
    assert retires_after_birth(born, retires).holds is holds
    assert retires_after_birth(born, "").holds

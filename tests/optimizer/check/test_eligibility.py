from typing import Any

import pytest

from optimizer.check import evaluate
from optimizer.problem import Teacher
from policy.months import Month, month
from policy.vocabulary import PostType, Sex, Stage
from tests.optimizer.check.makers import OPEN_POLICY, a_district, a_policy, a_teacher

NOW = OPEN_POLICY.reference_month


def is_in(teacher: Teacher, stages: tuple[Stage, ...] = tuple(Stage)) -> bool:
    policy = a_policy(eligibility={"stages": stages})
    return evaluate(a_district("A B", [teacher], policy=policy), []).eligible == 1


def settled(**facts: Any) -> Teacher:
    """A teacher long at the school and long before retirement, with nothing given by hand."""
    defaults: dict[str, Any] = {"eligible": None, "joined_school": month(2010, 9), "retirement_month": month(2050, 1)}
    return a_teacher("T1", "A", **{**defaults, **facts})


def test_settled_teacher_is_eligible() -> None:
    assert is_in(settled())


def test_teacher_of_another_stage_is_not_eligible() -> None:
    assert not is_in(settled(), (Stage.JUNIOR,))


@pytest.mark.parametrize(("served", "eligible"), [(71, False), (72, True), (73, True)])
def test_whole_years_at_the_school_are_enough(served: int, eligible: bool) -> None:
    assert is_in(settled(joined_school=Month(NOW - served))) is eligible


def test_teacher_without_joining_month_is_not_eligible() -> None:
    assert not is_in(settled(joined_school=None))


@pytest.mark.parametrize(("left", "eligible"), [(60, False), (61, True)])
def test_strictly_more_than_the_years_must_remain(left: int, eligible: bool) -> None:
    assert is_in(settled(retirement_month=Month(NOW + left))) is eligible


def test_statute_decides_where_the_table_does_not() -> None:
    young: dict[str, Any] = {"retirement_month": None, "sex": Sex.MALE, "birth_month": month(1976, 9)}
    assert is_in(settled(**young))
    old: dict[str, Any] = {"retirement_month": None, "sex": Sex.MALE, "birth_month": month(1968, 1)}
    assert not is_in(settled(**old))


def test_post_type_decides_a_womans_retirement() -> None:
    facts: dict[str, Any] = {"retirement_month": None, "sex": Sex.FEMALE, "birth_month": month(1977, 3)}
    assert is_in(settled(**facts))
    assert not is_in(settled(**facts, post_type=PostType.WORKER))


def test_teacher_with_deferral_is_not_eligible() -> None:
    assert not is_in(settled(deferral="病假"))


@pytest.mark.parametrize("given", [True, False])
def test_what_the_table_says_overrides_everything(given: bool) -> None:
    assert is_in(settled(eligible=given, joined_school=None if given else month(2010, 9))) is given
    assert is_in(settled(eligible=given), (Stage.JUNIOR,)) is given

"""Numbers that contradict each other though each is within its range."""

from dataclasses import replace
from datetime import date

from policy.consistency import contradictions
from policy.registry import policy_on
from policy.rotation import RotationPolicy

SHIPPED = policy_on(date(2026, 9, 1))


def _keys(policy: RotationPolicy) -> list[str]:
    return [fault.key for fault in contradictions(policy)]


def test_the_shipped_numbers_do_not_contradict_each_other() -> None:
    assert contradictions(SHIPPED) == ()


def test_the_least_share_is_no_more_than_the_greatest() -> None:
    terms = replace(SHIPPED.rotation, min_rate_percent=50, max_rate_percent=10)
    assert _keys(replace(SHIPPED, rotation=terms)) == ["rotation.max_rate_percent"]
    terms = replace(SHIPPED.rotation, min_rate_percent=10, max_rate_percent=10)
    assert _keys(replace(SHIPPED, rotation=terms)) == []


def test_the_minutes_added_leave_room_for_a_way() -> None:
    terms = replace(SHIPPED.travel, fixed_minutes=60, max_minutes=60)
    assert _keys(replace(SHIPPED, travel=terms)) == ["travel.fixed_minutes"]


def test_an_earlier_choice_is_worth_no_less_than_a_later_one() -> None:
    terms = replace(SHIPPED.burden, preference_bonus=(30, 24, 25, 12, 6))
    assert _keys(replace(SHIPPED, burden=terms)) == ["burden.preference_bonus"]

"""Policy numbers as text: laid over one another, written and read again without loss."""

import json
from datetime import date
from decimal import Decimal

import pytest

from policy.registry import policy_on, read_policy
from policy.values import Flaw, Value
from rotation.rules import policy_numbers as numbers

DAY = date(2026, 9, 1)


def test_every_shipped_number_survives_being_kept_and_revived() -> None:
    shipped = numbers.numbers_of("", DAY)
    kept = json.loads(json.dumps(numbers.kept(shipped)))
    assert numbers.revived(kept) == shipped


def test_every_shipped_number_written_out_is_the_shipped_policy() -> None:
    text = numbers.effective_text("", numbers.numbers_of("", DAY), DAY)
    assert read_policy(text).policy == policy_on(DAY)


def test_a_scenario_lies_over_its_cycle() -> None:
    text = numbers.effective_text("[rotation]\nmax_rate_percent = 14\nmin_rate_percent = 9\n", {}, DAY)
    changed = numbers.effective_text(text, {"rotation.max_rate_percent": 12, "travel.detour": Decimal("1.2")}, DAY)
    policy = read_policy(changed).policy
    assert policy is not None
    assert (policy.rotation.min_rate_percent, policy.rotation.max_rate_percent) == (9, 12)
    assert policy.travel.detour == pytest.approx(1.2)
    assert policy.reference_date == DAY


def test_the_day_of_the_cycle_is_the_reference_date() -> None:
    text = numbers.effective_text("[cycle]\nreference_date = 2020-01-01\n", {}, DAY)
    policy = read_policy(text).policy
    assert policy is not None
    assert policy.reference_date == DAY


def test_a_number_equal_to_the_shipped_one_is_not_written() -> None:
    shipped = numbers.numbers_of("", DAY)["rotation.max_rate_percent"]
    text = numbers.with_numbers("[rotation]\nmax_rate_percent = 3\n", {"rotation.max_rate_percent": shipped}, DAY)
    assert numbers.parse(text) == {}


def test_tables_of_lessons_pass_through() -> None:
    text = '[curriculum]\n"体育 与健康" = [4, 4, 3]\n[load.primary]\n"*" = 15\n[rotation]\nscope = "near"\n'
    assert numbers.parse(numbers.written(numbers.parse(text))) == numbers.parse(text)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("rotation.max_rate_percent", " 12 ", 12),
        ("travel.detour", "1.35", Decimal("1.35")),
        ("rotation.allow_second_subject", "False", False),
        ("burden.preference_bonus", "30，24、18,12,6", (30, 24, 18, 12, 6)),
        ("eligibility.stages", "primary, junior", ("primary", "junior")),
        ("balance.pe_arts_subjects", "体育,音乐", ("体育", "音乐")),
        ("rotation.scope", "near", "near"),
    ],
)
def test_numbers_are_read_as_people_type_them(key: str, typed: str, value: Value) -> None:
    assert numbers.read_number(key, typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("rotation.max_rate_percent", "12.5"),
        ("rotation.max_rate_percent", ""),
        ("rotation.allow_second_subject", "maybe"),
        ("burden.preference_bonus", "a,b,c,d,e"),
        ("priorities.order", "balance,shortage,burden,moves"),
    ],
)
def test_what_cannot_be_meant_is_refused(key: str, typed: str) -> None:
    assert isinstance(numbers.read_number(key, typed), Flaw)

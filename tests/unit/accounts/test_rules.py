"""Pure decisions of the sign-in layer: sessions, what is owed, which roles go together, waiting, codes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from accounts import rules, second_factor, throttle, tokens
from accounts.devices import device_words
from accounts.limits import LIMITS, Allowance
from accounts.permissions import Role
from accounts.vocabulary import Owed, RoleDraft, Standing
from core.errors import Invalid

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERSON = Standing(
    session_id=1,
    user_id=1,
    staff_no="420001",
    name="李山",
    active=True,
    same_epoch=True,
    started_at=NOON,
    seen_at=NOON,
    second_factor_at=None,
    has_second_factor=False,
    must_change=False,
    teacher_id=None,
    language="zh",
    theme="auto",
    large_type=False,
    roles=frozenset({Role.TEACHER}),
)


def test_a_session_lives_until_it_has_been_idle_or_lasted_too_long() -> None:
    assert rules.is_alive(PERSON, NOON + LIMITS.idle - SECOND, owes=None)
    assert not rules.is_alive(PERSON, NOON + LIMITS.idle, owes=None)
    busy = replace(PERSON, seen_at=NOON + LIMITS.longest_session - SECOND)
    assert rules.is_alive(busy, NOON + LIMITS.longest_session - SECOND, owes=None)
    assert not rules.is_alive(busy, NOON + LIMITS.longest_session, owes=None)


@pytest.mark.parametrize("change", [{"active": False}, {"same_epoch": False}])
def test_a_session_dies_with_what_it_stood_on(change: dict[str, bool]) -> None:
    assert not rules.is_alive(replace(PERSON, **change), NOON, owes=None)  # type: ignore[arg-type]


def test_an_unfinished_sign_in_has_less_time() -> None:
    assert rules.is_alive(PERSON, NOON + LIMITS.unfinished_sign_in - SECOND, owes=Owed.CODE)
    assert not rules.is_alive(PERSON, NOON + LIMITS.unfinished_sign_in, owes=Owed.CODE)


def test_what_is_owed_comes_in_order() -> None:
    assert rules.owed(PERSON, demo=False) is None
    officer = replace(PERSON, roles=frozenset({Role.DISTRICT_HR}), must_change=True, has_second_factor=True)
    assert rules.owed(officer, demo=False) is Owed.CODE
    officer = replace(officer, second_factor_at=NOON)
    assert rules.owed(officer, demo=False) is Owed.PASSWORD
    officer = replace(officer, must_change=False)
    assert rules.owed(officer, demo=False) is None
    officer = replace(officer, has_second_factor=False, second_factor_at=None)
    assert rules.owed(officer, demo=False) is Owed.ENROLMENT
    assert rules.owed(officer, demo=True) is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEACHER}))
def test_everybody_who_sees_others_needs_a_second_factor(role: Role) -> None:
    assert rules.owed(replace(PERSON, roles=frozenset({role, Role.TEACHER})), demo=False) is Owed.ENROLMENT


@pytest.mark.parametrize(
    ("role", "school", "held"),
    [
        (Role.SYSADMIN, None, {Role.DISTRICT_HR: None}),
        (Role.DISTRICT_HR, None, {Role.SYSADMIN: None}),
        (Role.AUDITOR, None, {Role.SYSADMIN: None}),
        (Role.LEADER, None, {Role.AUDITOR: None, Role.TEACHER: None}),
        (Role.PRINCIPAL, None, {}),
        (Role.CLERK, None, {}),
        (Role.CLERK, 2, {Role.PRINCIPAL: 1}),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    role: Role, school: int | None, held: dict[Role, int | None]
) -> None:
    with pytest.raises(Invalid):
        rules.fitting_role(RoleDraft(role, school), held)


def test_a_school_is_kept_only_where_the_role_has_one() -> None:
    assert rules.fitting_role(RoleDraft(Role.LEADER, 3), {}).school_id is None
    assert rules.fitting_role(RoleDraft(Role.CLERK, 3), {Role.PRINCIPAL: 3}).school_id == 3
    assert rules.fitting_role(RoleDraft(Role.PRINCIPAL, 4), {Role.PRINCIPAL: 3}).school_id == 4
    assert rules.fitting_role(RoleDraft(Role.SYSADMIN), {Role.TEACHER: None}).role is Role.SYSADMIN


def test_one_waits_until_the_failure_that_fills_the_allowance_is_past() -> None:
    five = Allowance(5, timedelta(minutes=15))
    assert throttle.seconds_left(None, five, NOON) == 0
    assert throttle.seconds_left(NOON, five, NOON) == 15 * 60
    assert throttle.seconds_left(NOON, five, NOON + timedelta(minutes=14, seconds=59.5)) == 1
    assert throttle.seconds_left(NOON, five, NOON + timedelta(minutes=15)) == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("nonsense", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_is_counted_as_what_its_owner_cannot_change(address: str | None, counted: str) -> None:
    assert throttle.network_of(address) == counted


def test_a_code_is_right_for_its_step_and_the_ones_beside_it() -> None:
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(int(NOON.timestamp()))
    step = int(NOON.timestamp()) // LIMITS.code_seconds
    drift = timedelta(seconds=LIMITS.code_seconds)
    for at in (NOON - drift, NOON, NOON + drift):
        assert second_factor.step_of(secret, f"{code[:3]} {code[3:]}", at=at) == step
    assert second_factor.step_of(secret, code, at=NOON + 3 * drift) is None


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 400, "\N{GRINNING FACE}"])
def test_anything_else_is_no_code(code: str) -> None:
    assert second_factor.step_of(KEY, code, at=NOON) is None


def test_a_recovery_code_may_be_typed_in_any_way() -> None:
    code = second_factor.new_recovery_code()
    assert second_factor.plain_recovery_code(code.upper().replace("-", " ")) == code.replace("-", "")


def test_the_picture_holds_no_address_to_follow_and_can_be_read_in_the_dark() -> None:
    text = second_factor.address(KEY, "310031", "Junheng 云岭区")
    assert text.startswith("otpauth" + "://totp/")
    svg = second_factor.picture(text).decode()
    assert "<script" not in svg
    assert 'fill="#fff"' in svg


def test_the_mark_of_a_device_is_for_one_account_and_cannot_be_made_up() -> None:
    key = "k" * 64
    mark = tokens.device_mark("a secret", key)
    assert tokens.device_of("a secret", mark, key)
    assert not tokens.device_of("another secret", mark, key)
    assert not tokens.device_of("a secret", mark, "o" * 64)
    assert not tokens.device_of("a secret", mark + "x", key)
    assert not tokens.device_of("a secret", None, key)


def test_tokens_are_long_and_never_alike() -> None:
    made = {tokens.fresh() for _ in range(500)}
    assert len(made) == 500
    assert min(map(len, made)) >= 43


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/130 Mobile MicroMessenger/8", "WeChat on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
        ("curl/8", "a browser that does not say its name"),
        ("", "a browser that does not say its name"),
        ("Firefox", "Firefox"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent: str, words: str) -> None:
    assert str(device_words(user_agent)) == words

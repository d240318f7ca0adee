"""Passwords: what is good enough, how they are hashed, and how they are issued."""

import threading
import time

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from accounts import passwords, strength, well_known
from accounts.limits import LIMITS
from core.errors import Invalid, TooMany

GOOD = (
    "correct horse battery",
    "蓝色电车越过山冈去看海呀",
    "x7!kq-92mv@tr-zz4w",
    "the river under our window",
    "Tbh9-vkwm-4qda-xx7p",
    "我家的猫不喜欢下雨天和星期一",
)
GUESSABLE = (
    "password12345",
    "P@ssw0rd1234!",
    "qwertyuiop123",
    "1qaz2wsx3edc",
    "123456789012",
    "987654321098",
    "aaaaaaaaaaaa",
    "abcdefghijklmn",
    "woaini1314520",
    "woaizhongguo520",
    "jiaoyuju2026",
    "laoshi20260901",
    "admin@admin123",
    "iloveyou5201314",
    "asdfghjkl;123",
    "q1w2e3r4t5y6",
    "111222333444",
    "beijing20081234",
)


@pytest.mark.parametrize("password", GOOD)
def test_what_nobody_else_would_think_of_is_good(password: str) -> None:
    assert strength.weakness(password, staff_no="310031", name="周文澜") is None


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_tried_first_is_refused(password: str) -> None:
    fault = strength.weakness(password)
    assert fault is not None
    assert "pattern" in fault.template


@pytest.mark.parametrize(
    "password",
    [
        "310031 and some words",
        "zhouwenlan is my name",
        "WenLanZhou forever",
        "my name is 周文澜, hello",
        "call me 13800138000 now",
        "110101199001011234 is me",
    ],
)
def test_what_a_stranger_knows_of_the_person_is_refused(password: str) -> None:
    assert strength.weakness(password, staff_no="310031", name="周文澜") is not None


def test_length_is_counted_in_characters_and_nothing_is_cut_off() -> None:
    assert strength.weakness("x7!kq-92mv@") is not None
    assert strength.weakness("x7!kq-92mv@t") is None
    longest = ("seven green boats. " * 10)[: LIMITS.longest_password]
    assert strength.weakness(longest) is None
    assert strength.weakness(longest + "!") is not None
    assert LIMITS.longest_password >= 64


def test_a_refusal_says_why_and_what_would_do() -> None:
    with pytest.raises(Invalid) as caught:
        strength.require_strong("password12345")
    assert caught.value.field == "new"
    assert caught.value.cure is not None


def test_issued_passwords_are_good_and_never_alike() -> None:
    issued = {passwords.issued() for _ in range(200)}
    assert len(issued) == 200
    assert not any(strength.weakness(password, staff_no="310031", name="李山") for password in issued)
    assert not set("".join(issued)) & set("il1o0")


def test_the_list_of_words_is_our_own_and_large_enough() -> None:
    assert 300 <= len(well_known.WORDS) <= 2000
    assert len(set(well_known.WORDS)) == len(well_known.WORDS)


def test_hashes_cost_what_the_limits_say() -> None:
    found = extract_parameters(passwords.hashed("correct horse battery"))
    assert found.type is Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * 1024, 2, 1)
    assert not passwords.is_outdated(passwords.hashed("correct horse battery"))


def test_a_password_matches_its_hash_to_the_last_character_and_nothing_else() -> None:
    long = "seven green boats, " * 6
    kept = passwords.hashed(long)
    assert passwords.matches(long, kept)
    assert not passwords.matches(long[:-1], kept)
    assert not passwords.matches(long, None)
    assert not passwords.matches(long, "not a hash")
    assert not passwords.matches("", kept)


def test_the_same_characters_match_however_a_keyboard_composes_them() -> None:
    assert passwords.matches("cafe\u0301 ｏｐｅｎ ten", passwords.hashed("café open ten"))


def test_only_so_many_hashes_are_computed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()

    class Slow:
        """A hasher that shows how many work at once."""

        def hash(self, password: str) -> str:
            """Take a while."""
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with lock:
                running -= 1
            return password

    monkeypatch.setattr(passwords, "_hasher", Slow())
    threads = [threading.Thread(target=passwords.hashed, args=("x",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == LIMITS.hashes_at_once


def test_a_queue_that_does_not_move_ends_in_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.BoundedSemaphore(1)
    gate.acquire()
    monkeypatch.setattr(passwords, "_gate", gate)
    monkeypatch.setattr(passwords, "LIMITS", type(LIMITS)(hash_patience_seconds=0))
    with pytest.raises(TooMany):
        passwords.hashed("x")

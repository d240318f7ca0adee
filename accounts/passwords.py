"""Passwords: hashed with argon2id at a stated cost, few at a time, and issued at random where a person needs one."""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.limits import LIMITS
from core.errors import TooMany
from policy.messages import say

ISSUED_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""

_GROUPS, _LETTERS = 4, 4
_ISSUED = re.compile("-".join([f"[{ISSUED_ALPHABET}]{{{_LETTERS}}}"] * _GROUPS))

_hasher = PasswordHasher(
    time_cost=LIMITS.hash_rounds,
    memory_cost=LIMITS.hash_memory_kib,
    parallelism=LIMITS.hash_lanes,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)
_gate = threading.BoundedSemaphore(LIMITS.hashes_at_once)


def hashed(password: str) -> str:
    """Return the hash to keep."""
    with _at_the_gate():
        return _hasher.hash(_normal(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether this is the password; without a hash the same work is done for nothing, so that no clock tells."""
    with _at_the_gate():
        try:
            _hasher.verify(password_hash or _nobodys(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None and len(password) <= LIMITS.longest_password


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(password_hash)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A random password with its hash, made before the transaction that issues it."""

    password: str = field(repr=False)
    password_hash: str = field(repr=False)


def fresh() -> Fresh:
    """Return a random password, hashed."""
    password = issued()
    return Fresh(password, hashed(password))


def issued() -> str:
    """Return a random password a person can type from paper."""
    groups = ("".join(secrets.choice(ISSUED_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    """Return one form for the same characters typed on different keyboards; nothing is cut off.

    What is built like an issued password means the same in capitals, as phones begin words.
    """
    plain = unicodedata.normalize("NFKC", password)
    small = plain.strip().lower()
    return small if _ISSUED.fullmatch(small) else plain


@contextmanager
def _at_the_gate() -> Iterator[None]:
    """Let only so many hashes be computed at once: each takes much memory, on purpose.

    Raises `TooMany` where the queue does not move.
    """
    if not _gate.acquire(timeout=LIMITS.hash_patience_seconds):
        raise TooMany(say("Too many people are signing in at this moment."), wait_seconds=LIMITS.hash_patience_seconds)
    try:
        yield
    finally:
        _gate.release()

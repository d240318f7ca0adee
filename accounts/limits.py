"""The numbers of signing in, on one page: how long sessions last, how often one may try, what a password must be."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many failures within a stretch of time; after that one waits until the oldest of them is past."""

    times: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What the sign-in layer goes by.

    The allowance of an address is wide because a whole school sits behind one; the one of all accounts together stops
    a slow search through every account from everywhere.
    """

    idle: timedelta = timedelta(minutes=30)
    longest_session: timedelta = timedelta(hours=12)
    unfinished_sign_in: timedelta = timedelta(minutes=15)
    seen_every: timedelta = timedelta(minutes=1)

    per_account: Allowance = Allowance(5, timedelta(minutes=15))
    per_address: Allowance = Allowance(100, timedelta(minutes=15))
    altogether: Allowance = Allowance(1000, timedelta(minutes=5))
    attempts_kept: timedelta = timedelta(days=2)

    shortest_password: int = 12
    longest_password: int = 128
    least_beyond_patterns: int = 6
    issued_password_valid: timedelta = timedelta(hours=72)

    hash_memory_kib: int = 19 * 1024
    hash_rounds: int = 2
    hash_lanes: int = 1
    hashes_at_once: int = 2
    hash_patience_seconds: int = 10

    code_seconds: int = 30
    code_drift_steps: int = 1
    recovery_codes: int = 10
    people_on_a_sheet: int = 200
    device_remembered: timedelta = timedelta(days=180)


LIMITS = Limits()

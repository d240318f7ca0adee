"""Tries at the door are counted in the database, alike for every worker; who fails often waits, none is locked out.

A try is written down before the password is looked at and deleted when it was right. So a hundred tries at the same
instant are a hundred tries, and a crash in between counts as a failure.
"""

import ipaddress
import math
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, true
from sqlalchemy.orm import Session

from accounts.limits import LIMITS, Allowance
from accounts.models import SignInAttempt
from core.crypto import keyring
from core.errors import TooMany
from policy.messages import say

NETWORK_BITS = 64
"""An IPv6 customer owns at least this much of the address and changes the rest at will."""


def key_of(account: str) -> str:
    """Return what an account is counted under; what was typed is never kept in clear."""
    return keyring().index(account.strip().casefold(), "sign_in_attempt.account")


def network_of(address: str | None) -> str:
    """Return what an address is counted under: itself, or its network for IPv6."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, NETWORK_BITS), strict=False).network_address)


def begin(tx: Session, account_key: str, address: str, *, at: datetime) -> int:
    """Write a try down; it is a failure until `forgive` says otherwise. Old ones are thrown away."""
    tx.execute(delete(SignInAttempt).where(SignInAttempt.at < at - LIMITS.attempts_kept))
    attempt = SignInAttempt(at=at, account_key=account_key, address=address)
    tx.add(attempt)
    tx.flush()
    return attempt.id


def withdraw(tx: Session, attempt: int) -> None:
    """Take a try back that was never looked at: waiting is not failing."""
    tx.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt))


def forgive(tx: Session, account_key: str) -> None:
    """Forget the failures of an account that was opened rightly."""
    tx.execute(delete(SignInAttempt).where(SignInAttempt.account_key == account_key))


def wait_for(tx: Session, account_key: str, address: str, *, at: datetime, besides: int | None = None) -> int:
    """Return for how many seconds the next try must wait; zero where it may go ahead."""
    rules: list[tuple[Allowance, ColumnElement[bool]]] = [
        (LIMITS.per_account, SignInAttempt.account_key == account_key),
        (LIMITS.altogether, true()),
    ]
    if address:
        rules.append((LIMITS.per_address, SignInAttempt.address == address))
    return max(_wait(tx, allowance, mine, at, besides) for allowance, mine in rules)


def refuse(seconds: int) -> TooMany:
    """Return the refusal of a try that came too early."""
    minutes = math.ceil(seconds / 60)
    return TooMany(
        say("Too many failed tries. Please try again in {minutes} minutes.", minutes=minutes), wait_seconds=seconds
    )


def seconds_left(oldest_counted: datetime | None, allowance: Allowance, at: datetime) -> int:
    """Return when the allowance has room again: once the oldest failure that fills it is past."""
    if oldest_counted is None:
        return 0
    return max(0, math.ceil((oldest_counted + allowance.within - at).total_seconds()))


def _wait(tx: Session, allowance: Allowance, mine: ColumnElement[bool], at: datetime, besides: int | None) -> int:
    filling = (
        select(SignInAttempt.at)
        .where(mine, SignInAttempt.at > at - allowance.within, SignInAttempt.id != (besides or 0))
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .offset(allowance.times - 1)
        .limit(1)
    )
    return seconds_left(tx.execute(filling).scalar_one_or_none(), allowance, at)

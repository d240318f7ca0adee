"""One try at a door: counted first, judged outside any transaction, and then written down with its end."""

import logging

from accounts import passwords, queries, sessions, throttle
from accounts.views.frame import visit
from core.clock import instant
from core.db import reading, transaction
from core.errors import Invalid
from policy.messages import say

log = logging.getLogger("junheng.security")


def begin_try(account_key: str) -> None:
    """Count a try at a door.

    Raises `TooMany` where the person has to wait; what is refused like this was not looked at and does not count.
    """
    address, at = throttle.network_of(sessions.place().address), instant()
    with transaction() as tx:
        attempt = throttle.begin(tx, account_key, address, at=at)
    seconds = throttle.wait_for(reading(), account_key, address, at=at, besides=attempt)
    reading().rollback()  # hashing takes long: nobody should wait for this look meanwhile
    if seconds:
        with transaction() as tx:
            throttle.withdraw(tx, attempt)
        log.warning("throttled", extra={"address": address, "wait_seconds": seconds})
        raise throttle.refuse(seconds)


def prove(password: str) -> None:
    """Ask again who this is, before something that matters.

    Raises `Invalid` for a wrong password, `TooMany` after too many.
    """
    who = visit().identity
    key = throttle.key_of(f"proof\n{who.user_id}")
    begin_try(key)
    seen = queries.user(reading(), who.user_id).password_hash
    reading().rollback()
    if not passwords.matches(password, seen):
        raise Invalid(say("This is not your present password."), field="present")
    with transaction() as tx:
        throttle.forgive(tx, key)

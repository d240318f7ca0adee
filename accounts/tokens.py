"""Session tokens and the mark of a known device: random, and in the database only as a hash."""

import hashlib
import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer

from accounts.limits import LIMITS

TOKEN_BYTES = 32
_LONGEST = 100


def fresh() -> str:
    """Return a new token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token[:_LONGEST].encode()).hexdigest()


def device_mark(secret: str, account_key: str) -> str:
    """Return a mark for a browser on which an account was rightly opened."""
    return str(_serializer(secret).dumps([account_key[:16], secrets.token_hex(8)]))


def device_of(secret: str, mark: str | None, account_key: str) -> str:
    """Return the nonce of a browser that belongs to this account, or nothing.

    Failures of a known browser are counted apart from those of strangers: so a stranger who keeps failing on purpose
    makes strangers wait, not the person.
    """
    try:
        account, nonce = _serializer(secret).loads(mark or "", max_age=int(LIMITS.device_remembered.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(nonce) if account == account_key[:16] else ""


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="junheng.device")

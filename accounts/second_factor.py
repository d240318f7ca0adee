"""Codes of an authenticator app: the secret, the picture to scan, and which step of time a code belongs to."""

import hmac
import io
import secrets
import unicodedata
from datetime import datetime

import pyotp
import segno

from accounts.limits import LIMITS
from accounts.passwords import ISSUED_ALPHABET

_GROUP = 4
_RECOVERY_GROUPS = 3


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base32."""
    return pyotp.random_base32()


def readable(secret: str) -> str:
    """Return a secret in groups, for those who type it."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))


def address(secret: str, staff_no: str, issuer: str) -> str:
    """Return what the picture says: the address an authenticator app understands."""
    return pyotp.TOTP(secret, interval=LIMITS.code_seconds).provisioning_uri(name=staff_no, issuer_name=issuer)


def picture(text: str) -> bytes:
    """Return a QR code as SVG, with black on white of its own so that it can be scanned in the dark theme too."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=5, border=4, light="white", xmldecl=True)
    return out.getvalue()


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the step of time a code is right for, None where it is wrong; clocks may differ by a step."""
    digits = "".join(unicodedata.normalize("NFKC", code).split())
    totp = pyotp.TOTP(secret, interval=LIMITS.code_seconds)
    now = int(at.timestamp()) // LIMITS.code_seconds
    steps = range(now - LIMITS.code_drift_steps, now + LIMITS.code_drift_steps + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode())]
    return right[0] if right else None


def new_recovery_code() -> str:
    """Return a random code to keep on paper."""
    groups = ("".join(secrets.choice(ISSUED_ALPHABET) for _ in range(_GROUP)) for _ in range(_RECOVERY_GROUPS))
    return "-".join(groups)


def plain_recovery_code(typed: str) -> str:
    """Return a recovery code as it is hashed, however it was typed."""
    return "".join(character for character in typed.lower() if character.isalnum())

"""Bytes at rest: an uploaded file and its preview are full of personal numbers, so neither is kept in clear."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto import NONCE_BYTES, keyring
from core.errors import Misconfigured


def sealed(data: bytes, place: str) -> bytes:
    """Encrypt bytes for one place (`table.column.uid`): key id, a zero byte, nonce, ciphertext."""
    ring = keyring()
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = AESGCM(ring.keys[ring.current]).encrypt(nonce, data, place.encode())
    return ring.current.encode() + b"\0" + nonce + body


def opened(data: bytes, place: str) -> bytes:
    """Decrypt the bytes of one place.

    Raises `Misconfigured` when key or place do not fit.
    """
    name, _, rest = data.partition(b"\0")
    key = keyring().keys.get(name.decode())
    if key is None:
        raise Misconfigured(f"the key {name.decode()} of a sealed file is not in the key file")
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode())
    except InvalidTag as error:
        raise Misconfigured(f"the sealed file at {place.rpartition('.')[0]} does not open with its key") from error

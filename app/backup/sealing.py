"""The sealed container: AES-256-GCM over chunks in order, its key made from a passphrase by scrypt.

A chunk's nonce carries its number and whether it is the last, so chunks cannot be dropped, swapped or cut off unseen;
the head of the file is bound into every chunk.
"""

import io
import json
import secrets
from base64 import b64decode, b64encode
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.errors import Invalid
from policy.messages import say

MAGIC = b"JUNHENG-BACKUP-1\n"
CHUNK = 1024 * 1024
TAG = 16
SHORTEST = 12
COST, MOST_COST = 2**17, 2**20
_LONGEST_HEAD = 1024


def checked(passphrase: str) -> str:
    """Return a passphrase that is long enough.

    Raises `Invalid`.
    """
    if len(passphrase) < SHORTEST:
        raise Invalid(
            say("The passphrase has {length} characters; it needs {least}.", length=len(passphrase), least=SHORTEST),
            say("Take several words, or make a key file: junheng backup key FILE."),
        )
    return passphrase


class SealedWriter(io.RawIOBase):
    """Writes a sealed file; without `close` after the last byte it does not open again."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt, self._prefix = secrets.token_bytes(16), secrets.token_bytes(7)
        head = {"kdf": "scrypt", "n": COST, "salt": b64encode(salt).decode(), "nonce": b64encode(self._prefix).decode()}
        self._head = MAGIC + json.dumps(head).encode("ascii") + b"\n"
        self._cipher = AESGCM(_key(checked(passphrase), salt, COST))
        self._out, self._number, self._waiting = out, 0, bytearray()
        out.write(self._head)

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: object) -> int:
        """Take bytes in, write full chunks out."""
        given = bytes(data)  # type: ignore[call-overload]
        self._waiting += given
        while len(self._waiting) > CHUNK:  # the last chunk waits for `close`, which marks it as such
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(given)

    def close(self) -> None:
        """Write the last chunk."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            super().close()

    def abandon(self) -> None:
        """Leave the file as the fragment it is: nobody shall be able to open it."""
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), chunk, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file; every byte given out was proven.

    Raises `Invalid` for a wrong passphrase and for a file that is damaged or cut off.
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._source = source
        self._head, facts = _read_head(source)
        salt, self._prefix = b64decode(facts["salt"]), b64decode(facts["nonce"])
        self._cipher = AESGCM(_key(passphrase, salt, int(facts["n"])))
        self._number, self._ready, self._ended = 0, b"", False
        self._next = source.read(CHUNK + TAG)
        self._advance()

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes, all that are left where no size is given."""
        wanted = float("inf") if size is None or size < 0 else size
        pieces: list[bytes] = []
        while wanted > 0 and (self._ready or not self._ended):
            if not self._ready:
                self._advance()
                continue
            piece = self._ready[: int(min(wanted, len(self._ready)))]
            self._ready = self._ready[len(piece) :]
            wanted -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _advance(self) -> None:
        """Open the next chunk; what follows it tells whether it must be the last."""
        following = self._source.read(CHUNK + TAG)
        last = not following
        try:
            nonce = _nonce(self._prefix, self._number, last)
            self._ready = self._cipher.decrypt(nonce, self._next, self._head)
        except (InvalidTag, ValueError) as error:
            raise _unopened(self._number) from error
        self._number, self._next, self._ended = self._number + 1, following, last


def _read_head(source: IO[bytes]) -> tuple[bytes, dict[str, str]]:
    magic = source.read(len(MAGIC))
    line = source.readline(_LONGEST_HEAD)
    try:
        facts = json.loads(line)
        known = magic == MAGIC and facts["kdf"] == "scrypt" and COST <= int(facts["n"]) <= MOST_COST
        b64decode(facts["salt"]), b64decode(facts["nonce"])
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise Invalid(
            say("This is no backup of Junheng, or its beginning is damaged."), say("Take another copy of the file.")
        )
    return magic + line, facts


def _unopened(number: int) -> Invalid:
    if number == 0:
        return Invalid(
            say("The backup does not open: the passphrase is wrong, or the file is damaged."),
            say("Try the passphrase of the day the backup was made; then another copy of the file."),
        )
    return Invalid(
        say("The backup is damaged or cut off after {megabytes} MB.", megabytes=number),
        say("Nothing was restored. Take another copy, or an older backup."),
    )


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])

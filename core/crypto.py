"""Personal numbers at rest: sealed with AES-256-GCM, found again by a keyed hash, shown masked.

A sealed value is `key id . nonce . ciphertext` in URL-safe base64; table, column and the row's own uid are bound in, so
that a ciphertext copied to another row does not open. Keys live in a file outside the database (`Keyring.load`).
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import Misconfigured

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of an installation: seal with the newest, open with any; one key for blind indexes."""

    current: str
    keys: dict[str, bytes]
    index_key: bytes

    @classmethod
    def make(cls) -> "Keyring":
        """Return a fresh keyring."""
        return cls("k1", {"k1": secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read the keyring of an installation; a missing or damaged one is refused, never replaced.

        Raises `Misconfigured`.
        """
        try:
            data = json.loads(path.read_text(encoding="ascii"))
            keys = {name: base64.b64decode(key) for name, key in data["keys"].items()}
            ring = cls(data["current"], keys, base64.b64decode(data["index"]))
        except FileNotFoundError as error:
            raise Misconfigured(f"the key file {path} is missing: restore it, or run `junheng setup`") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Misconfigured(f"the key file {path} is damaged: restore it from your safe copy") from error
        sound = ring.current in ring.keys and all(len(key) == KEY_BYTES for key in (*keys.values(), ring.index_key))
        if not sound:
            raise Misconfigured(f"the key file {path} holds keys of a wrong size")
        return ring

    def save(self, path: Path) -> None:
        """Write the keyring so that only the service's own user can read it; an existing file is left alone."""
        data = {
            "current": self.current,
            "keys": {name: base64.b64encode(key).decode() for name, key in self.keys.items()},
            "index": base64.b64encode(self.index_key).decode(),
        }
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())

    def seal(self, value: str, place: str) -> str:
        """Encrypt a value for one place (`table.column.uid`)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = AESGCM(self.keys[self.current]).encrypt(nonce, value.encode(), place.encode())
        return ".".join((self.current, _b64(nonce), _b64(body)))

    def open(self, sealed: str, place: str) -> str:
        """Decrypt a value of one place.

        Raises `Misconfigured` when key or place do not fit: a value is never given out unproven.
        """
        name, nonce, body = sealed.split(".")
        key = self.keys.get(name)
        if key is None:
            raise Misconfigured(f"the key {name} of a sealed value is not in the key file")
        try:
            return AESGCM(key).decrypt(_unb64(nonce), _unb64(body), place.encode()).decode()
        except InvalidTag as error:
            raise Misconfigured(f"the sealed value at {place.rsplit('.', 1)[0]} does not open with its key") from error

    def index(self, value: str, column: str) -> str:
        """Return the keyed hash by which an equal value of a column is found."""
        return hmac.new(self.index_key, f"{column}:{value}".encode(), hashlib.sha256).hexdigest()


_ring: list[Keyring] = []


def use(ring: Keyring) -> None:
    """Make a keyring the process's own (app factory and tests)."""
    _ring[:] = [ring]


def keyring() -> Keyring:
    """Return the process's keyring.

    Raises `Misconfigured` before `use` was called.
    """
    if not _ring:
        raise Misconfigured("no keys are loaded")
    return _ring[0]


class Sealing:
    """A row with sealed columns; its `uid` binds them to it."""

    uid: Mapped[str] = mapped_column(String(32), unique=True, nullable=False)

    def __init__(self, **values: Any) -> None:
        values.setdefault("uid", uuid.uuid4().hex)
        self.uid = values.pop("uid")
        super().__init__(**values)


class Sealed:
    """A descriptor over the columns `<name>_sealed` and, where there is one, `<name>_index`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self._table = getattr(owner, "__tablename__", owner.__name__)

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: Sealing, owner: type) -> str: ...
    def __get__(self, row: Sealing | None, owner: type) -> "Sealed | str":
        if row is None:
            return self
        sealed = getattr(row, f"{self._name}_sealed")
        return keyring().open(sealed, self._place(row)) if sealed else ""

    def __set__(self, row: Sealing, value: str) -> None:
        ring = keyring()
        setattr(row, f"{self._name}_sealed", ring.seal(value, self._place(row)) if value else None)
        if hasattr(type(row), f"{self._name}_index"):
            setattr(row, f"{self._name}_index", ring.index(value, self._column) if value else None)

    @property
    def _column(self) -> str:
        return f"{self._table}.{self._name}"

    def _place(self, row: Sealing) -> str:
        return f"{self._column}.{row.uid}"


def mask_id_number(value: str) -> str:
    """Return an ID number with all but its first six and last four characters hidden."""
    return _masked(value, 6, 4)


def mask_phone(value: str) -> str:
    """Return a phone number with all but its first three and last four digits hidden."""
    return _masked(value, 3, 4)


def _masked(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

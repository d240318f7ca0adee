"""The installation's settings: one frozen record, read from the environment once; nothing else reads `os.environ`."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.crypto import Keyring
from core.errors import Misconfigured
from core.paths import ROOT
from core.sheets.reader import Limits

MIN_SECRET = 32
DEMO_MARK = "demo.json"
"""The file the demo leaves in an instance it filled: the staff numbers that may be signed in with one click."""


@dataclass(frozen=True)
class Config:
    """How this installation runs.

    `instance` holds what belongs to the district alone: database, keys, logs. `demo` switches on the demonstration
    banner and one-click roles, and off the second factor; it is only true for a database the demo has filled. `reading`
    bounds what reading one uploaded file may take.
    """

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    district_name: str = ""
    demo: bool = False
    demo_accounts: tuple[str, ...] = ()
    tls: bool = False
    trusted_proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    testing: bool = False
    inline_jobs: bool = False
    reading: Limits = field(default_factory=Limits)

    @property
    def keys_file(self) -> Path:
        """Where the keys of sealed columns are kept."""
        return self.instance / "keys.json"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a local file."""
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path:
        """The SQLite file of the installation."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read the settings; `JUNHENG_INSTANCE`, `JUNHENG_DATABASE_URL` and the rest are in `.env.example`.

        Raises `Misconfigured` for what would be unsafe or cannot work.
        """
        env = os.environ if environ is None else environ
        instance = Path(env.get("JUNHENG_INSTANCE") or ROOT / "instance").resolve()
        url = env.get("JUNHENG_DATABASE_URL") or f"sqlite:///{instance / 'junheng.db'}"
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise Misconfigured("JUNHENG_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        mark = _demo_mark(instance / DEMO_MARK)
        return cls(
            instance=instance,
            database_url=url,
            secret_key=_secret(instance, env),
            district_name=env.get("JUNHENG_DISTRICT") or str(mark.get("district", "")),
            demo=bool(mark),
            demo_accounts=tuple(mark.get("accounts", ())),
            tls=env.get("JUNHENG_TLS", "") == "yes",
            trusted_proxies=int(env.get("JUNHENG_TRUSTED_PROXIES", "0")),
            trusted_hosts=tuple(filter(None, env.get("JUNHENG_TRUSTED_HOSTS", "").split(","))),
        )


def prepare_instance(instance: Path) -> None:
    """Make the instance folder with its keys and secret on the first run; what exists is left alone."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (instance / "keys.json").exists():
        Keyring.make().save(instance / "keys.json")
    secret = instance / "secret"
    if not secret.exists():
        handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(MIN_SECRET * 2))


def _demo_mark(file: Path) -> Mapping[str, Any]:
    """Return what a demonstration left: its bureau and its one-click accounts; nothing elsewhere."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _secret(instance: Path, env: Mapping[str, str]) -> str:
    """Return the secret that signs forms, from the environment or the instance folder."""
    given = env.get("JUNHENG_SECRET", "")
    file = instance / "secret"
    secret = given or (file.read_text(encoding="ascii").strip() if file.exists() else "")
    if not secret:
        raise Misconfigured(f"{instance} has not been set up: run `junheng setup` (or `make demo`)")
    if len(secret) < MIN_SECRET:
        raise Misconfigured("JUNHENG_SECRET is too short to be a secret")
    return secret

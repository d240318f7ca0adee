"""What a backup says of itself: versions, rows of each table, fingerprints of its parts, head of the audit trail."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import Invalid
from policy.messages import say

NAME = "manifest.json"
FORMAT = 1
SQLITE_MEMBER = "junheng.db"
POSTGRES_MEMBER = "junheng.dump"
HEADS_MEMBER = "audit-heads.log"
MEMBERS = frozenset({SQLITE_MEMBER, POSTGRES_MEMBER, HEADS_MEMBER})


@dataclass(frozen=True)
class Manifest:
    """The first member of every backup."""

    made_at: str
    database: str
    revision: str
    rows: Mapping[str, int]
    members: Mapping[str, str]
    audit_seq: int
    audit_digest: str
    product: str = "junheng"
    format: int = FORMAT
    python: str = platform.python_version()

    def to_json(self) -> bytes:
        """Return it as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Read it.

        Raises `Invalid` for a backup of a newer program.
        """
        facts = json.loads(data)
        if facts.get("format") != FORMAT or not set(facts["members"]) <= MEMBERS:
            raise Invalid(
                say("This backup was made by a newer version of the program."), say("Restore it with that version.")
            )
        return cls(**facts)

    @property
    def total_rows(self) -> int:
        """How many rows all tables have together."""
        return sum(self.rows.values())


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

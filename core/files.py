"""Evidence files: stored in the database beside what they prove, and given out only as what they were taken for.

Access follows the record a file belongs to: the package that owns the record loads the file and calls `response`.
"""

import hashlib
import logging
import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Protocol
from urllib.parse import quote

from flask import Response
from sqlalchemy import Index, LargeBinary, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from core.audit import Actor, Subject, record
from core.clock import instant
from core.db import Base
from core.errors import Conflict
from core.uploads.kinds import FIELD, Media, Unfit, media_of
from core.uploads.papers import looked_through
from core.uploads.pictures import made_anew
from policy.messages import say

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
MOST_AT_ONCE = 5
"""As many files of the largest size as one form hands in."""

QUOTA = 200 * MEBIBYTE
EVIDENCE = frozenset(Media)
_LOG = logging.getLogger("junheng.files")
_SANDBOX = "sandbox; default-src 'none'"
_UNSAFE = re.compile(r"[\\/:*?\"<>|%;\x00-\x1f]+")


class Upload(Protocol):
    """What a form field holds after an upload."""

    @property
    def filename(self) -> str | None:
        """The name the sender gave."""

    @property
    def stream(self) -> IO[bytes]:
        """The bytes."""


class StoredFile(Base):
    """One file and whose it is; `token` names it in addresses, `sha256` proves that it is still what was taken."""

    __tablename__ = "stored_file"
    __table_args__ = (
        Index("ix_stored_file_owner", "owner_kind", "owner_key"),
        Index("ix_stored_file_creator", "created_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_key: Mapped[str] = mapped_column(String(60))
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        """Whether the file can be shown as a picture."""
        return Media(self.media_type).is_picture


class Damaged(Conflict):
    """The stored bytes are no longer what was uploaded; they are withheld."""

    def __init__(self) -> None:
        super().__init__(
            say("This file is no longer what was uploaded; it is withheld."),
            say("Tell the system administrator; the file can be restored from a backup, or uploaded again."),
        )


def store(
    tx: Session, upload: Upload, owner: Subject, *, by: Actor, allow: frozenset[Media] = EVIDENCE, field: str = FIELD
) -> StoredFile:
    """Take an upload for a record: judged by content, pictures made anew, PDFs looked through, within the quota.

    Raises `Unfit` (an `Invalid` for the field) with the file's name, what is wrong and what to do.
    """
    try:
        name, media, data = _taken(upload, allow)
        _within_quota(tx, by, len(data))
    except Unfit as refusal:
        refusal.field = field
        raise
    file = StoredFile(
        token=secrets.token_urlsafe(24),
        name=name,
        media_type=media.value,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        owner_kind=owner.kind,
        owner_key=owner.key,
        created_by=by.user_id,
        created_at=instant(),
    )
    tx.add(file)
    tx.flush()
    record(tx, "file.stored", owner, by=by, facts={"file": name, "size": file.size, "sha256": file.sha256})
    return file


def remove(tx: Session, file: StoredFile, *, by: Actor) -> None:
    """Delete a file; the act and the file's hash stay on record."""
    owner = Subject(file.owner_kind, file.owner_key)
    record(tx, "file.removed", owner, by=by, facts={"file": file.name, "size": file.size, "sha256": file.sha256})
    tx.delete(file)


def was_sent(upload: Upload | None) -> bool:
    """Whether a file field was filled at all: browsers send an empty part for an empty field."""
    return upload is not None and bool(upload.filename)


def files_of(owner_kind: str) -> Select[StoredFile]:
    """Return the selection of the files of one kind of record, without their bytes."""
    return select(StoredFile).where(StoredFile.owner_kind == owner_kind).order_by(StoredFile.id)


def files_by_owner(tx: Session, owner_kind: str, keys: Sequence[object]) -> dict[str, list[StoredFile]]:
    """Return the files of several records of one kind by the records' keys."""
    wanted = [str(key) for key in keys]
    found: dict[str, list[StoredFile]] = {key: [] for key in wanted}
    for file in tx.execute(files_of(owner_kind).where(StoredFile.owner_key.in_(wanted))).scalars():
        found[file.owner_key].append(file)
    return found


def response(file: StoredFile) -> Response:
    """Give a file out as a download: never opened inside the site, never guessed to be something else.

    Raises `Damaged` where the bytes are not those that were taken.
    """
    return _answer(file, "attachment")


def preview(file: StoredFile) -> Response:
    """Give out a picture for looking at inside a page; anything else as a download.

    Raises `Damaged`, as `response` does.
    """
    return _answer(file, "inline" if file.is_picture else "attachment")


def _taken(upload: Upload, allow: frozenset[Media]) -> tuple[str, Media, bytes]:
    name = _shown_name(upload.filename or "")
    data = upload.stream.read(LARGEST + 1)
    if not data:
        raise Unfit(say("“{name}” is empty.", name=name), say("Choose the file again."))
    if len(data) > LARGEST:
        raise Unfit(
            say("“{name}” is larger than {limit} MB.", name=name, limit=LARGEST // MEBIBYTE),
            say("Photograph it with a lower resolution, or split the document."),
        )
    media = media_of(data, name)
    if media not in allow:
        raise Unfit(say("“{name}” cannot be used here.", name=name), say("Photograph the document."))
    if media.is_picture:
        media, data = made_anew(data, media, name)
    else:
        data = looked_through(data, name)
    return _stored_name(name, media), media, data


def _within_quota(tx: Session, by: Actor, size: int) -> None:
    used = tx.execute(
        select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.created_by == by.user_id)
    ).scalar_one()
    if used + size > QUOTA:
        raise Unfit(
            say("Your files would take more than {limit} MB together.", limit=QUOTA // MEBIBYTE),
            say("Delete evidence of drafts you no longer need, or ask the system administrator."),
        )


def _shown_name(name: str) -> str:
    """Return the sender's file name without folders and without characters that mean something elsewhere."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(mark for mark in unicodedata.normalize("NFC", last) if unicodedata.category(mark)[0] != "C")
    return (_UNSAFE.sub(" ", seen).strip(" .") or "file")[:100]


def _stored_name(name: str, media: Media) -> str:
    """Return the name with the ending of what the file really is: no second ending survives."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace(".", " ").split()) + media.extension


def _answer(file: StoredFile, disposition: str) -> Response:
    data = file.data
    if hashlib.sha256(data).hexdigest() != file.sha256:
        _LOG.critical("stored file %s does not match its hash", file.id)
        raise Damaged
    answer = Response(data, mimetype=file.media_type)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
    answer.headers["Content-Disposition"] = f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

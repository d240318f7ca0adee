"""The staging table: an uploaded file, what its dry run found, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core.crypto import Sealing
from core.db import Base, Versioned, enum_column
from core.enums import LabelledEnum
from core.sheets.preview import Preview
from core.sheets.sealing import opened, sealed
from policy.messages import say


class ImportState(LabelledEnum):
    """Where an uploaded file is on its way."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    APPLIED = "applied"
    DISCARDED = "discarded"
    FAILED = "failed"


ImportState.words(
    {
        ImportState.UPLOADED: (say("uploaded, not checked yet"), "run"),
        ImportState.CHECKED: (say("checked, not written yet"), "warn"),
        ImportState.APPLIED: (say("written"), "ok"),
        ImportState.DISCARDED: (say("discarded"), "none"),
        ImportState.FAILED: (say("cannot be read"), "bad"),
    }
)
_OPEN = frozenset({ImportState.CHECKED, ImportState.DISCARDED, ImportState.FAILED})
ImportState.moves(
    {
        ImportState.UPLOADED: _OPEN,
        ImportState.CHECKED: _OPEN | {ImportState.APPLIED},
        ImportState.FAILED: _OPEN,
    }
)


class ImportBatch(Sealing, Versioned, Base):
    """One uploaded file; its bytes, cells and preview are sealed, and loaded only when asked for."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_kind_sha256", "kind", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState), default=ImportState.UPLOADED)
    digest: Mapped[str] = mapped_column(String(64), default="")
    total_rows: Mapped[int] = mapped_column(default=0)
    new_rows: Mapped[int] = mapped_column(default=0)
    changed_rows: Mapped[int] = mapped_column(default=0)
    same_rows: Mapped[int] = mapped_column(default=0)
    error_rows: Mapped[int] = mapped_column(default=0)
    written_rows: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    cells_sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    preview_sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    @property
    def content(self) -> bytes:
        """The file as it was uploaded; empty once it was forgotten."""
        return opened(self.content_sealed, self._place("content")) if self.content_sealed else b""

    @content.setter
    def content(self, data: bytes) -> None:
        """Seal the file's bytes."""
        self.content_sealed = sealed(data, self._place("content")) if data else None

    @property
    def cells(self) -> bytes:
        """The cells of the file as a dry run read them, packed; empty before one, and once they were forgotten."""
        return opened(self.cells_sealed, self._place("cells")) if self.cells_sealed else b""

    @cells.setter
    def cells(self, packed: bytes) -> None:
        """Seal the cells."""
        self.cells_sealed = sealed(packed, self._place("cells")) if packed else None

    @property
    def preview(self) -> Preview:
        """What the last dry run found."""
        kept = self.preview_sealed
        return Preview(opened(kept, self._place("preview")) if kept else b"")

    def keep_preview(self, packed: bytes) -> None:
        """Keep what a dry run found."""
        self.preview_sealed = sealed(packed, self._place("preview"))

    @property
    def writable_rows(self) -> int:
        """How many rows would be written."""
        return self.new_rows + self.changed_rows

    def _place(self, column: str) -> str:
        return f"{self.__tablename__}.{column}.{self.uid}"

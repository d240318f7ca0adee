"""The files behind a record: what is replaced or removed is not kept."""

from sqlalchemy.orm import Session

from core import files
from core.audit import Actor


def forget_file(tx: Session, file_id: int | None, *, by: Actor) -> None:
    """Delete the file a row no longer names; the trail keeps its name and hash."""
    tx.flush()  # the row must have let go of the file
    file = None if file_id is None else tx.get(files.StoredFile, file_id)
    if file is not None:
        files.remove(tx, file, by=by)

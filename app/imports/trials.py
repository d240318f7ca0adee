"""An upload tried for its page: the file read in a process of its own, then compared, while others go on writing."""

from collections.abc import Collection

from flask import current_app

from accounts.identity import Identity
from app.imports.kinds import Kind
from core.db import glancing, reading
from core.i18n import Language
from core.sheets import staging
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import Importer
from core.sheets.reader import Reader
from core.sheets.trial import Trial, tried, try_read, upload_of


def try_out(kind: Kind, batch_id: int, importer: Importer, states: Collection[ImportState], *, by: Identity) -> Trial:
    """Read and compare an upload that is in one of some states; nothing is written.

    Raises `Conflict` where it was decided about already, `Busy` where too many files are being read.
    """
    tx = reading()
    batch = staging.batch_of(tx, batch_id, kind.name, by=by)
    tx.refresh(batch, attribute_names=["state", "version", "content_sealed", "cells_sealed"])  # all of one instant
    staging.expect_state(batch, states)
    upload = upload_of(batch)
    tx.rollback()  # reading takes seconds: an open look at the database would keep writers waiting
    found = try_read(upload, kind.sheet, reader().grid_of)
    with glancing() as tx:
        return tried(tx, upload, importer, found)


def marked(kind: Kind, batch: ImportBatch, language: Language) -> bytes:
    """Return an upload as a workbook with its faults marked.

    Raises `Busy`, and `Refused` where marking takes more than a file may.
    """
    name, content, faults = batch.file_name, batch.content, batch.preview.faults()
    reading().rollback()
    return reader().error_workbook(kind.sheet, name, content, faults, language)


def reader() -> Reader:
    """Return the reader of this site."""
    found: Reader = current_app.extensions["junheng.reader"]
    return found

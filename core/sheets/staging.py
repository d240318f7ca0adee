"""From upload to the register: stage the file, try it, and write exactly what was shown, in one transaction."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from pathlib import PureWindowsPath

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import Actor, Subject, record
from core.clock import instant
from core.db import expect_version, one
from core.errors import Conflict, Invalid
from core.sheets.archive import MAX_PACKED_BYTES, MEGABYTE
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import Importer, Plan, PlannedRow, RowState
from core.sheets.trial import Trial, prepared, tried, try_read, upload_of
from core.text import clean
from policy.messages import say

SUBJECT = "import"
UNDECIDED = frozenset({ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED})
WRITABLE = frozenset({ImportState.CHECKED})


class Mode(StrEnum):
    """What to do when some rows are wrong."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS_ONLY = "good_rows_only"


def stage(tx: Session, kind: str, file_name: str, data: bytes, *, by: Actor) -> ImportBatch:
    """Keep an uploaded file until it was tried and decided about.

    Raises `Invalid` where it is empty or too large to be looked at.
    """
    if not data:
        raise Invalid(say("The file is empty."), say("Choose the file again."), field="file")
    if len(data) > MAX_PACKED_BYTES:
        limit = MAX_PACKED_BYTES // MEGABYTE
        cure = say("Copy the filled rows alone into a fresh template, without pictures.")
        raise Invalid(say("The file is larger than {limit} MB.", limit=limit), cure, field="file")
    batch = ImportBatch(
        kind=kind,
        file_name=clean(PureWindowsPath(file_name).name, field="file")[-200:] or kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        state=ImportState.UPLOADED,
        created_by=by.user_id,
        created_at=instant(),
    )
    batch.content = data
    tx.add(batch)
    tx.flush()
    _on_record(tx, "import.staged", batch, by=by)
    return batch


def dry_run(
    tx: Session, batch: ImportBatch, importer: Importer, *, by: Actor, trial: Trial | None = None
) -> Plan | None:
    """Keep what trying a file found; None where the file cannot be taken at all (its faults are kept).

    `trial` was made and prepared before the transaction; without one a table of our own is tried here.
    Raises `Conflict` where the batch was tried or decided about meanwhile.
    """
    _expect(tx, batch, UNDECIDED)
    trial = _fitting(batch, trial) or prepared(_tried_here(tx, batch, importer))
    expect_version(batch, trial.version)
    batch.checked_at, batch.cells, batch.digest = instant(), trial.cells, trial.digest
    batch.keep_preview(trial.preview)
    if trial.plan is None:
        batch.state = ImportState.FAILED
        _keep_counts(batch, dict.fromkeys(RowState, 0))
        _on_record(tx, "import.failed", batch, by=by)
    else:
        batch.state = ImportState.CHECKED
        _keep_counts(batch, trial.plan.counts)
    tx.flush()
    return trial.plan


def apply(
    tx: Session,
    batch: ImportBatch,
    importer: Importer,
    *,
    mode: Mode = Mode.ALL_OR_NOTHING,
    skip: Collection[int] = (),
    by: Actor,
    on: date,
    trial: Trial | None = None,
) -> int:
    """Write what the dry run showed, without the rows of `skip`; returns how many rows were written.

    The plan of `trial`, made before the transaction, is taken where nothing was written since; else it is made anew.
    Raises `Conflict` where the batch is not open any more or the register has changed since the dry run, and `Invalid`
    where rows are wrong and all were asked for.
    """
    _expect(tx, batch, WRITABLE)
    plan = (_fitting(batch, trial) or _tried_here(tx, batch, importer)).plan_now(tx, importer)
    if plan.digest != batch.digest:
        raise Conflict(
            say("The register has changed since this file was checked; nothing was written."),
            say("Check the file again and look at what it would do now."),
        )
    wrong = plan.counts[RowState.ERROR]
    if mode is Mode.ALL_OR_NOTHING and wrong:
        raise Invalid(
            say("{count} rows have faults; nothing was written.", count=wrong),
            say("Mend them in the file and hand it in again, or write the good rows only."),
        )
    rows = _chosen(plan, frozenset(skip))
    importer.apply(tx, rows, by=by, on=on)
    batch.state, batch.written_rows, batch.finished_at = ImportState.APPLIED, len(rows), instant()
    batch.cells_sealed = batch.preview_sealed = None
    _on_record(tx, "import.applied", batch, by=by, skipped=plan.total - plan.counts[RowState.SAME] - len(rows))
    tx.flush()
    return len(rows)


def discard(tx: Session, batch: ImportBatch, *, by: Actor) -> None:
    """Give a staged file up; its contents are forgotten at once.

    Raises `Conflict` where it was decided about already.
    """
    _expect(tx, batch, UNDECIDED)
    batch.state, batch.finished_at = ImportState.DISCARDED, instant()
    batch.content_sealed = batch.cells_sealed = batch.preview_sealed = None
    _on_record(tx, "import.discarded", batch, by=by)
    tx.flush()


def batch_of(tx: Session, batch_id: int, kind: str, *, by: Actor) -> ImportBatch:
    """Return a person's own upload; what others staged does not exist for them.

    Raises `NotFound`.
    """
    own = select(ImportBatch).where(
        ImportBatch.id == batch_id, ImportBatch.kind == kind, ImportBatch.created_by == by.user_id
    )
    batch: ImportBatch = one(tx, own)
    return batch


def batches_of(tx: Session, *, by: Actor, limit: int = 50) -> list[ImportBatch]:
    """Return a person's own uploads, newest first."""
    own = select(ImportBatch).where(ImportBatch.created_by == by.user_id).order_by(ImportBatch.id.desc()).limit(limit)
    return list(tx.execute(own).scalars())


def written_before(tx: Session, batch: ImportBatch) -> ImportBatch | None:
    """Return the last upload of the very same file that was written, if there is one: a hint, no obstacle."""
    same = select(ImportBatch).where(
        ImportBatch.kind == batch.kind,
        ImportBatch.sha256 == batch.sha256,
        ImportBatch.state == ImportState.APPLIED,
        ImportBatch.id != batch.id,
    )
    return tx.execute(same.order_by(ImportBatch.id.desc()).limit(1)).scalar_one_or_none()


def forget_files(tx: Session, before: datetime) -> None:
    """Drop the contents of uploads older than an instant; who imported what, and when, stays."""
    old = update(ImportBatch).where(ImportBatch.created_at < before, ImportBatch.content_sealed.is_not(None))
    forgotten = {"content_sealed": None, "cells_sealed": None, "preview_sealed": None}
    tx.execute(old.values(**forgotten, version=ImportBatch.version + 1))


def _tried_here(tx: Session, batch: ImportBatch, importer: Importer) -> Trial:
    """Read and compare a batch within the transaction: for tables of our own, such as the demonstration's."""
    upload = upload_of(batch)
    return tried(tx, upload, importer, try_read(upload, importer.sheet))


def expect_state(batch: ImportBatch, states: Collection[ImportState]) -> None:
    """Make sure that a batch is in one of some states.

    Raises `Conflict`.
    """
    if batch.state not in states:
        raise Conflict(
            say("This upload was decided about already: {state}.", state=batch.state.label),
            say("Look at the register, or hand the file in again."),
        )


def _fitting(batch: ImportBatch, trial: Trial | None) -> Trial | None:
    """Return a trial of the bytes that are stored; one of other bytes is a defect of ours."""
    if trial is not None and trial.sha256 != batch.sha256:
        raise ValueError("this is the trial of another upload")
    return trial


def _chosen(plan: Plan, skip: frozenset[int]) -> list[PlannedRow]:
    """Return the rows to write."""
    return [row for row in plan.rows if row.state in {RowState.NEW, RowState.CHANGED} and row.number not in skip]


def _expect(tx: Session, batch: ImportBatch, states: Collection[ImportState]) -> None:
    """Lock the batch and make sure that it is still open; the second of two clicks is told what the first did."""
    tx.refresh(batch, attribute_names=["state", "version", "digest"], with_for_update=True)
    expect_state(batch, states)


def _keep_counts(batch: ImportBatch, counts: dict[RowState, int]) -> None:
    """Keep how many rows are in each state."""
    batch.new_rows, batch.changed_rows = counts[RowState.NEW], counts[RowState.CHANGED]
    batch.same_rows, batch.error_rows = counts[RowState.SAME], counts[RowState.ERROR]
    batch.total_rows = sum(counts.values())


def _on_record(tx: Session, event: str, batch: ImportBatch, *, by: Actor, skipped: int = 0) -> None:
    """Put an act on record with what the file was."""
    facts = {
        "kind": batch.kind,
        "file": batch.file_name,
        "sha256": batch.sha256,
        "rows": batch.total_rows,
        "written": batch.written_rows,
        "skipped": skipped,
    }
    record(tx, event, Subject.of(SUBJECT, batch.id), by=by, facts=facts)

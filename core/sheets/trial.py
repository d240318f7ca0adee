"""A staged file tried apart from any transaction: read, compared, packed; what is left is to keep or to write it.

Reading and comparing a large file take seconds, and nobody is kept from writing meanwhile. So what was found holds only
as long as the audit trail has not grown: nothing of the register changes without an entry.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from core.audit import head
from core.sheets import wire
from core.sheets.columns import Sheet
from core.sheets.faults import Fault, Refused
from core.sheets.grid import Grid
from core.sheets.models import ImportBatch
from core.sheets.plan import Importer, Plan, make_plan
from core.sheets.preview import packed, packed_faults
from core.sheets.reading import Reading, grid_of, understood
from policy.messages import say

GridOf = Callable[[Sheet, str, bytes], Grid]


@dataclass(frozen=True, slots=True)
class Upload:
    """A staged file apart from the database; `version` is the batch's, `cells` what an earlier dry run read."""

    version: int
    file_name: str
    sha256: str
    content: bytes
    cells: bytes


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying an upload gave: a plan with its digest, or the refusal of the whole file.

    `entry` is the last one of the audit trail when comparing began; `cells` and `preview` are there once `prepared`.
    """

    version: int
    sha256: str
    importer: Importer
    entry: int
    reading: Reading | Refused
    plan: Plan | None = None
    digest: str = ""
    cells: bytes = b""
    preview: bytes = b""

    def plan_now(self, tx: Session, importer: Importer) -> Plan:
        """Return what the upload would do as the register is now: the plan at hand where nothing was written since.

        Raises `Refused` where the file cannot be taken.
        """
        if isinstance(self.reading, Refused):
            raise self.reading
        if self.plan is not None and importer is self.importer and head(tx)[0] == self.entry:
            return self.plan
        return make_plan(tx, self.reading, importer)


def upload_of(batch: ImportBatch) -> Upload:
    """Return what there is to read of a batch; then the database can be let go."""
    cells = batch.cells
    return Upload(batch.version, batch.file_name, batch.sha256, b"" if cells else batch.content, cells)


def try_read(upload: Upload, sheet: Sheet, read: GridOf = grid_of) -> Reading | Refused:
    """Read an upload, or take the cells that are kept of it; where it cannot be taken, return the refusal.

    What a person sent is read within limits, by a `Reader`; `grid_of` is for tables of our own.
    """
    try:
        if upload.cells:
            return understood(sheet, wire.grid_in(*wire.parted(zlib.decompress(upload.cells))))
        if not upload.content:
            raise Refused(say("The file is no longer kept."), say("Hand it in again."))
        return understood(sheet, read(sheet, upload.file_name, upload.content))
    except Refused as refusal:
        return refusal


def tried(tx: Session, upload: Upload, importer: Importer, reading: Reading | Refused) -> Trial:
    """Compare what was read with the register; writes nothing and needs no transaction (`core.db.glancing`)."""
    trial = Trial(upload.version, upload.sha256, importer, head(tx)[0], reading)
    if isinstance(reading, Refused):
        return trial
    plan = make_plan(tx, reading, importer)
    return replace(trial, plan=plan, digest=plan.digest)


def prepared(trial: Trial) -> Trial:
    """Return the trial with all that is kept of it packed: it takes a while, so it comes before the transaction."""
    if isinstance(trial.reading, Refused):
        refusal = trial.reading
        return replace(trial, preview=packed_faults([Fault("", 0, "", "", "", refusal.message, refusal.remedy)]))
    if trial.plan is None:
        return trial
    packer = zlib.compressobj(1)
    cells = [packer.compress(line) for line in wire.grid_out(trial.reading.grid)]
    return replace(trial, cells=b"".join([*cells, packer.flush()]), preview=packed(trial.plan))

"""A district of twenty thousand people goes in quickly: dry run and import, measured in the processor's own time."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.i18n import Language
from core.sheets.models import ImportBatch
from core.sheets.reader import Reader
from core.sheets.staging import apply, dry_run, stage
from core.sheets.writing import export
from tests.integration.sheets.register import Clerk, PeopleImporter, people, trial, writing
from tests.integration.sheets.test_staging import TODAY
from tests.unit.core.sheets.samples import WANG

MANY = 20_000
DRY_RUN_SECONDS, IMPORT_SECONDS, HELD_SECONDS = 15.0, 20.0, 1.0
CLERK = Clerk()


def test_twenty_thousand_people_go_in_quickly_and_out_and_in_again(engine: Engine) -> None:
    rows = [
        {**WANG, "staff_no": f"T{number:06d}", "name": f"教师{number}", "hours": number % 40} for number in range(MANY)
    ]
    data = export(sheet := PeopleImporter().sheet, rows, Language.CHINESE, masked=False)
    importer = PeopleImporter()
    with writing(engine) as tx:
        batch = stage(tx, sheet.name, "名册.xlsx", data, by=CLERK)
    start = spent()
    first = trial(engine, batch.id, importer, Reader().grid_of)
    with held() as trying, writing(engine) as tx:
        dry_run(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK, trial=first)
    tested = spent()
    second = trial(engine, batch.id, importer)
    with held() as keeping, writing(engine) as tx:
        count = apply(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK, on=TODAY, trial=second)
    done = spent()
    assert count == people(engine) == MANY
    assert tested - start <= DRY_RUN_SECONDS
    assert done - tested <= IMPORT_SECONDS
    assert trying[0] <= HELD_SECONDS, "trying a file must not keep others from writing"
    assert importer.looked_up <= 2 * MANY // 500
    with Session(engine) as tx:
        assert tx.get_one(ImportBatch, batch.id).new_rows == MANY
    print(  # noqa: T201 - seen with -s
        f"dry run {tested - start:.1f} s, held {trying[0]:.2f} s; import {done - tested:.1f} s, held {keeping[0]:.1f} s"
    )


def spent() -> float:
    """The processor's time of this process and of the children it has waited for."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


@contextmanager
def held() -> Iterator[list[float]]:
    """Measure what happens within a transaction, in this process's own time."""
    seconds: list[float] = []
    start = time.process_time()
    yield seconds
    seconds.append(time.process_time() - start)

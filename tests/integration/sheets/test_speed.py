"""A district of twenty thousand people goes in quickly: dry run and import, measured in the processor's own time."""

import time

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.i18n import Language
from core.sheets.models import ImportBatch
from core.sheets.staging import apply, dry_run, stage, try_read
from core.sheets.writing import export
from tests.integration.sheets.register import Clerk, PeopleImporter, people, writing
from tests.integration.sheets.test_staging import TODAY
from tests.unit.core.sheets.samples import WANG

MANY = 20_000
DRY_RUN_SECONDS, IMPORT_SECONDS = 15.0, 20.0
CLERK = Clerk()


def test_twenty_thousand_people_go_in_quickly_and_out_and_in_again(engine: Engine) -> None:
    rows = [
        {**WANG, "staff_no": f"T{number:06d}", "name": f"教师{number}", "hours": number % 40} for number in range(MANY)
    ]
    data = export(sheet := PeopleImporter().sheet, rows, Language.CHINESE, masked=False)
    importer = PeopleImporter()
    with writing(engine) as tx:
        batch = stage(tx, sheet.name, "名册.xlsx", data, by=CLERK)
    start = time.process_time()
    reading = try_read(batch, importer)
    with writing(engine) as tx:
        dry_run(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK, reading=reading)
    tried = time.process_time()
    reading = try_read(batch, importer)
    with writing(engine) as tx:
        count = apply(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK, on=TODAY, reading=reading)
    done = time.process_time()
    assert count == people(engine) == MANY
    assert tried - start <= DRY_RUN_SECONDS
    assert done - tried <= IMPORT_SECONDS
    assert importer.looked_up <= 2 * MANY // 500
    with Session(engine) as tx:
        assert tx.get_one(ImportBatch, batch.id).new_rows == MANY
    print(f"dry run {tried - start:.1f} s, import {done - tried:.1f} s")  # noqa: T201 - seen with -s

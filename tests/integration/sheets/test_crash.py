"""A machine that dies in the middle of an import leaves all of it or nothing, and the upload can be written again."""

import multiprocessing
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from core import crypto
from core.audit import Actor, broken_links
from core.crypto import Keyring
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import PlannedRow
from core.sheets.staging import apply
from tests.integration.sheets.conftest import prepare
from tests.integration.sheets.register import Clerk, PeopleImporter, people, writing
from tests.integration.sheets.test_staging import HEAD, TODAY, uploaded

ROWS, KILLS = 1_500, 4


class SlowImporter(PeopleImporter):
    """Writes everything, says so, and never comes to the end."""

    def __init__(self, reached: Event) -> None:
        super().__init__()
        self.reached = reached

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write, flush, and wait to be killed."""
        super().apply(tx, rows, by=by, on=on)
        tx.flush()
        self.reached.set()
        time.sleep(60)


def write(url: str, keys: Path, number: int, reached: Event | None = None) -> None:
    """What the process does that is killed."""
    crypto.use(Keyring.load(keys))
    importer = SlowImporter(reached) if reached else PeopleImporter()
    with writing(create_engine(url)) as tx:
        apply(tx, tx.get_one(ImportBatch, number), importer, by=Clerk(), on=TODAY)


def test_a_killed_import_is_whole_or_nothing(tmp_path: Path) -> None:
    Keyring.make().save(tmp_path / "keys")
    crypto.use(Keyring.load(tmp_path / "keys"))
    url = f"sqlite:///{tmp_path / 'register.db'}"
    engine = create_engine(url)
    prepare(engine)
    number = uploaded(engine, [HEAD, *([f"T{each:05d}", f"教师{each}", None] for each in range(ROWS))])
    processes = multiprocessing.get_context("spawn")
    for _ in range(KILLS):
        reached = processes.Event()
        child = processes.Process(target=write, args=(url, tmp_path / "keys", number, reached))
        child.start()
        assert reached.wait(60)
        child.kill()
        child.join()
        with Session(engine) as tx:
            assert tx.get_one(ImportBatch, number).state is ImportState.CHECKED
            assert not list(broken_links(tx))
        assert people(engine) == 0
    write(url, tmp_path / "keys", number)
    assert people(engine) == ROWS
    engine.dispose()

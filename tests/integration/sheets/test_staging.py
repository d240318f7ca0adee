"""From the upload to the register: what was shown is what is written, once, in one transaction, or not at all."""

import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from core.audit import AuditEntry, broken_links
from core.clock import instant
from core.errors import Conflict, Invalid, NotFound
from core.sheets.faults import Refused
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import RowState
from core.sheets.staging import (
    Mode,
    apply,
    batch_of,
    batches_of,
    discard,
    dry_run,
    forget_files,
    stage,
    written_before,
)
from tests.integration.sheets.register import PERSON, Clerk, Crash, PeopleImporter, people, trial, writing
from tests.unit.core.sheets.hostile import CASES
from tests.unit.core.sheets.samples import xlsx

CLERK, OTHER = Clerk(), Clerk(2, "C2")
TODAY = date(2026, 9, 1)
HEAD = ["工号", "姓名", "身份证号"]
ID = "11010519491231002X"
GOOD: list[list[Any]] = [HEAD, ["T1", "王芳", ID], ["T2", "李娜", None], ["T3", "张三", None]]
FAULTY: list[list[Any]] = [*GOOD, ["T4", "Nobody", None]]


def uploaded(engine: Engine, rows: list[list[Any]] | bytes, name: str = "名册.xlsx") -> int:
    """Upload and try a file; returns the batch's number. A book made twice differs by its time: hand in its bytes."""
    importer, data = PeopleImporter(), rows if isinstance(rows, bytes) else xlsx(rows)
    with writing(engine) as tx:
        batch = stage(tx, "people", name, data, by=CLERK)
    with writing(engine) as tx:
        dry_run(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK)
    return batch.id


def written(engine: Engine, number: int, **options: Any) -> int:
    """Write a batch."""
    with writing(engine) as tx:
        batch = tx.get_one(ImportBatch, number)
        importer = options.pop("importer", PeopleImporter())
        return apply(tx, batch, importer, by=CLERK, on=TODAY, **options)


def batch_in(engine: Engine, number: int) -> ImportBatch:
    with Session(engine) as tx:
        return tx.get_one(ImportBatch, number)


def test_upload_dry_run_and_write(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    batch = batch_in(engine, number)
    assert (batch.state, batch.total_rows, batch.new_rows) == (ImportState.CHECKED, 3, 3)
    assert people(engine) == 0
    assert written(engine, number) == 3
    batch = batch_in(engine, number)
    assert (batch.state, batch.written_rows) == (ImportState.APPLIED, 3)
    assert batch.finished_at is not None
    assert people(engine) == 3
    with Session(engine) as tx:
        events = Counter(tx.execute(select(AuditEntry.event)).scalars())
        assert events == {"import.staged": 1, "import.applied": 1, "person.new": 3}
        assert not list(broken_links(tx))


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    book = xlsx(GOOD)
    written(engine, uploaded(engine, book))
    second = uploaded(engine, book)
    with Session(engine) as tx:
        batch = tx.get_one(ImportBatch, second)
        assert (batch.same_rows, batch.writable_rows) == (3, 0)
        earlier = written_before(tx, batch)
        assert earlier is not None
        assert earlier.id < second
    assert written(engine, second) == 0
    assert people(engine) == 3


def test_one_bad_row_stops_everything_unless_good_rows_are_asked_for(engine: Engine) -> None:
    number = uploaded(engine, FAULTY)
    assert batch_in(engine, number).error_rows == 1
    with pytest.raises(Invalid, match="have faults"):
        written(engine, number)
    assert people(engine) == 0
    assert written(engine, number, mode=Mode.GOOD_ROWS_ONLY) == 3
    assert people(engine) == 3


def test_rows_can_be_left_out(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    assert written(engine, number, skip={3}) == 2
    with Session(engine) as tx:
        assert set(tx.execute(select(PERSON.c.staff_no)).scalars()) == {"T1", "T3"}


def test_a_second_click_is_told_so(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    written(engine, number)
    with pytest.raises(Conflict, match="decided about already"):
        written(engine, number)
    with pytest.raises(Conflict), writing(engine) as tx:
        discard(tx, tx.get_one(ImportBatch, number), by=CLERK)
    assert people(engine) == 3


def test_a_register_that_changed_since_is_not_overwritten(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    with engine.begin() as connection:
        connection.execute(insert(PERSON).values(staff_no="T2", data={"name": "李 娜"}))
    with pytest.raises(Conflict, match="changed since"):
        written(engine, number)
    assert people(engine) == 1
    with writing(engine) as tx:
        plan = dry_run(tx, tx.get_one(ImportBatch, number), PeopleImporter(), by=CLERK)
        assert plan is not None
        assert plan.counts[RowState.CHANGED] == 1
    assert written(engine, number) == 3


def test_a_change_that_does_not_touch_the_file_is_no_obstacle(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    with engine.begin() as connection:
        connection.execute(insert(PERSON).values(staff_no="T99", data={"name": "别人"}))
    assert written(engine, number) == 3


def test_what_breaks_half_way_leaves_nothing(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    with pytest.raises(Crash):
        written(engine, number, importer=PeopleImporter(breaks=True))
    assert people(engine) == 0
    assert batch_in(engine, number).state is ImportState.CHECKED
    with Session(engine) as tx:
        assert "import.applied" not in set(tx.execute(select(AuditEntry.event)).scalars())


def test_of_many_who_write_one_upload_at_once_one_wins(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def click() -> None:
        start.wait()
        try:
            outcomes.append(f"wrote {written(engine, number)}")
        except Conflict:
            outcomes.append("told")

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(outcomes) == {"wrote 3": 1, "told": 5}
    assert people(engine) == 3


def test_neither_file_nor_preview_lies_in_clear(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    with Session(engine) as tx:
        row = tx.execute(text("SELECT * FROM import_batch")).one()
        assert ID.encode() not in b"".join(bytes(each) for each in row if isinstance(each, bytes))
        assert ID not in str([each for each in row if isinstance(each, str)])
        batch = tx.get_one(ImportBatch, number)
        assert batch.content == xlsx(GOOD) or batch.content.startswith(b"PK")
        [first, *_] = batch.preview.rows(RowState.NEW)
        assert ID not in str(first)


def test_another_batchs_bytes_do_not_open(engine: Engine) -> None:
    first, second = uploaded(engine, GOOD), uploaded(engine, FAULTY)
    with engine.begin() as connection:
        other = connection.execute(text("SELECT content_sealed FROM import_batch WHERE id = :id"), {"id": second})
        swapped = {"other": other.scalar_one(), "id": first}
        connection.execute(text("UPDATE import_batch SET content_sealed = :other WHERE id = :id"), swapped)
    with Session(engine) as tx, pytest.raises(Exception, match="does not open"):
        _ = tx.get_one(ImportBatch, first).content


def test_uploads_of_others_do_not_exist(engine: Engine) -> None:
    number = uploaded(engine, GOOD)
    with Session(engine) as tx:
        assert batch_of(tx, number, "people", by=CLERK).id == number
        assert [batch.id for batch in batches_of(tx, by=CLERK)] == [number]
        assert batches_of(tx, by=OTHER) == []
        for kind, clerk in (("people", OTHER), ("schools", CLERK)):
            with pytest.raises(NotFound):
                batch_of(tx, number, kind, by=clerk)


def test_a_discarded_or_old_file_is_forgotten(engine: Engine) -> None:
    first, second = uploaded(engine, GOOD), uploaded(engine, FAULTY)
    with writing(engine) as tx:
        discard(tx, tx.get_one(ImportBatch, first), by=CLERK)
    assert batch_in(engine, first).state is ImportState.DISCARDED
    with writing(engine) as tx:
        forget_files(tx, instant() + timedelta(days=1))
    with Session(engine) as tx:
        assert tx.get_one(ImportBatch, first).content == b""
        assert tx.get_one(ImportBatch, second).content == b""
    with pytest.raises(Invalid, match="no longer kept"):
        written(engine, second)


def test_a_trial_of_other_bytes_is_not_believed(engine: Engine) -> None:
    first, second = uploaded(engine, GOOD), uploaded(engine, FAULTY)
    foreign = trial(engine, second, PeopleImporter())
    with pytest.raises(ValueError, match="another upload"):
        written(engine, first, trial=foreign)
    assert people(engine) == 0


@pytest.mark.parametrize(
    ("name", "said"), [("../../名册.xlsx", "名册.xlsx"), ("C:\\x\\名册.xlsx", "名册.xlsx"), ("", "people")]
)
def test_a_file_name_is_a_name_only(engine: Engine, name: str, said: str) -> None:
    assert batch_in(engine, uploaded(engine, GOOD, name)).file_name == said


@pytest.mark.parametrize("data", [b"", b"x" * (21 * 1024 * 1024)])
def test_nothing_and_too_much_are_not_even_kept(engine: Engine, data: bytes) -> None:
    with pytest.raises(Invalid), writing(engine) as tx:
        stage(tx, "people", "x.xlsx", data, by=CLERK)
    with Session(engine) as tx:
        assert batches_of(tx, by=CLERK) == []


def test_hostile_files_end_as_failed_uploads_and_change_nothing(engine: Engine) -> None:
    importer = PeopleImporter()
    for name, make in CASES.items():
        file_name, data = make()
        if not data or len(data) > 20 * 1024 * 1024:
            continue
        with writing(engine) as tx:
            batch = stage(tx, "people", file_name, data, by=CLERK)
        found = trial(engine, batch.id, importer)
        assert isinstance(found.reading, Refused), name
        with writing(engine) as tx:
            batch = tx.get_one(ImportBatch, batch.id)
            assert dry_run(tx, batch, importer, by=CLERK, trial=found) is None, name
            assert batch.state is ImportState.FAILED
            [fault] = batch.preview.faults()
            assert str(fault.message)
            assert str(fault.cure)
        with pytest.raises(Conflict), writing(engine) as tx:
            apply(tx, tx.get_one(ImportBatch, batch.id), importer, by=CLERK, on=TODAY)
    assert people(engine) == 0

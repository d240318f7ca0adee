"""Uploads that mean harm or take long, through the site itself: refused politely, while everybody else works on."""

import io
import resource
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.config import Config
from app.imports import kinds
from core.audit import AuditEntry, Subject, System, record
from core.db import reading, transaction
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import Key, Values
from core.sheets.reader import Limits, Reader
from policy.vocabulary import Title
from teachers.models import Teacher
from teachers.sheets import TeacherImporter
from tests.integration.sheets.at_work import SLOW, child_at_work, children
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.pressing import Pressing
from tests.integration.teachers.test_importing import last_batch, rows_for, upload, workbook
from tests.support.site import count
from tests.unit.core.sheets.corpus import SHEET
from tests.unit.core.sheets.hostile import CASES
from tests.unit.core.sheets.samples import replaced

SEE_OTHER, CONFLICT, TOO_LARGE, UNPROCESSABLE, BUSY = 303, 409, 413, 422, 503
MOST_SECONDS, MOST_KILOBYTES = 5.0, 256 * 1024
NO_TIME, NO_ROOM = "耗时超过", "正在读取多份文件"


@pytest.fixture
def limits(request: pytest.FixtureRequest) -> Limits:
    """What reading may take on the site of a test."""
    given: Limits = getattr(request, "param", Limits())
    return given


@pytest.fixture
def config(config: Config, limits: Limits) -> Config:
    """The settings of a site with these limits."""
    return replace(config, reading=limits)


@dataclass
class Pause:
    """Where an import waits after it has looked at the register, the first `times` it does so."""

    times: int = 1
    looks: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def importer(self, on: date) -> TeacherImporter:
        """Return an importer that waits."""
        pause = self

        class Waiting(TeacherImporter):
            """Looks people up, and waits."""

            def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
                found = super().existing(tx, keys)
                pause.looks += 1
                if pause.looks <= pause.times:
                    pause.reached.set()
                    assert pause.go.wait(60)
                return found

        return Waiting(on)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Pause:
    """Imports of teachers wait where they are told to."""
    made = Pause()
    waiting = replace(kinds.KINDS["teachers"], importer=lambda _, on: made.importer(on))
    monkeypatch.setattr(kinds, "KINDS", {**kinds.KINDS, "teachers": waiting})
    return made


def write_meanwhile(place: Place) -> None:
    """Change something of the register, with its trace, as any page does."""
    with transaction() as tx:
        tx.get_one(Teacher, place.foreign.id).team = "第七组"
        record(tx, "teacher.changed", Subject.of("teacher", place.foreign.id), by=System())


def look_around(browser: FlaskClient) -> None:
    """Open a page; the test's own look at the database ends with it, as on a real site."""
    assert browser.get("/teachers").status_code == 200
    reading().rollback()


@contextmanager
def nothing_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No temporary file stays behind."""
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert not list(folder.iterdir())


def test_hostile_files_bounce_off_the_site(
    client_as: Browser, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_as(place.hr)
    before = count(reading(), "teacher")
    with nothing_left(tmp_path / "rubbish", monkeypatch):
        for name, make in CASES.items():
            file_name, data = make()
            kilobytes, seconds = high_water(), children_seconds()
            answer = browser.post("/imports/teachers", data={"file": (io.BytesIO(data), file_name)})
            answer.request.environ["wsgi.input"].close()
            assert children_seconds() - seconds <= MOST_SECONDS, name
            assert high_water() - kilobytes <= MOST_KILOBYTES, name
            if answer.status_code not in {UNPROCESSABLE, TOO_LARGE}:
                assert answer.status_code == SEE_OTHER, name
                assert browser.get(answer.headers["Location"]).status_code == 200, name
                judge_refused(last_batch(), name)
    assert count(reading(), "teacher") == before
    assert browser.get("/teachers").status_code == 200


def judge_refused(batch: ImportBatch, name: str) -> None:
    """Nothing of the file could be written, and there is a sentence that says why and one that says how to mend it."""
    assert batch.writable_rows == 0, name
    assert batch.state is ImportState.FAILED or batch.error_rows == batch.total_rows, name
    assert batch.preview.fault_count, name
    for fault in batch.preview.faults(0, 3):
        assert fault.message.text(), name
        assert fault.cure.text(), name


def high_water() -> int:
    """The most memory this process has had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def children_seconds() -> float:
    """The processor's time of all processes this one has waited for."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def test_a_false_dimension_hides_nobody_and_every_row_is_accounted_for(client_as: Browser, place: Place) -> None:
    code = place.here.code
    rows = [(f"32{number:04d}", f"教师{number}", "", code, "小学", "数学", "", "") for number in range(498)]
    same = ("310001", "曾令仪", "", code, "小学", "语文", "2015-09", "高级")
    data = workbook(*rows, same, ("329999", "甲", 110105194912310021.0, code, "小学", "数学", "", ""))
    data = replaced(data, SHEET, rb"<dimension[^>]*>", b'<dimension ref="A1:B2"/>')
    upload(client_as(place.hr), "teachers", data)
    batch = last_batch()
    found = (batch.new_rows, batch.changed_rows, batch.same_rows, batch.error_rows)
    assert (batch.total_rows, sum(found), batch.new_rows, batch.error_rows) == (500, 500, 498, 1)
    assert [fault.cell for fault in batch.preview.faults()] == ["C501"]


@pytest.mark.parametrize("limits", [Limits(seconds=1.5)], indirect=True)
def test_a_file_that_takes_too_long_is_refused_while_the_site_answers(client_as: Browser, place: Place) -> None:
    slow = Pressing(client_as(place.hr), "/imports/teachers", SLOW)
    child_at_work()
    look_around(client_as(place.principal))
    assert slow.status == SEE_OTHER
    batch = last_batch()
    assert (batch.state, batch.total_rows) == (ImportState.FAILED, 0)
    assert NO_TIME in client_as(place.hr).get(f"/imports/teachers/{batch.id}").text
    found = select(AuditEntry.event).where(AuditEntry.subject_kind == "import")
    assert list(reading().execute(found.order_by(AuditEntry.seq)).scalars()) == ["import.staged", "import.failed"]
    assert not children()


@pytest.mark.parametrize("limits", [Limits(memory_mb=20)], indirect=True)
def test_a_file_that_takes_too_much_memory_is_refused_and_may_be_tried_again(
    app: Flask, client_as: Browser, place: Place
) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    assert last_batch().state is ImportState.FAILED
    app.extensions["junheng.reader"] = Reader()
    assert browser.post(f"{address}/check", data={}).status_code == SEE_OTHER
    assert last_batch().state is ImportState.CHECKED
    app.extensions["junheng.reader"] = Reader(Limits(memory_mb=20))
    assert browser.get(f"{address}/errors").status_code == UNPROCESSABLE
    assert browser.post(f"{address}/apply", data={"mode": "good"}).status_code == SEE_OTHER
    assert last_batch().state is ImportState.APPLIED, "what was read once is not read again"


@pytest.mark.parametrize("limits", [Limits(at_once=1, waiting=0, patience=0.1)], indirect=True)
def test_whoever_comes_while_others_are_read_is_told_and_the_file_is_kept(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    wrong, written = (upload(browser, "teachers", workbook(*rows_for(place))) for _ in range(2))
    assert browser.post(f"{written}/apply", data={"mode": "good"}).status_code == SEE_OTHER
    slow = Pressing(client_as(place.hr), "/imports/teachers", SLOW)
    child_at_work()
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    page = browser.get(address).text
    marked = browser.get(f"{wrong}/errors")
    assert browser.post(f"{written}/apply", data={"mode": "good"}).status_code == CONFLICT, "no file is read for that"
    assert browser.post(f"{written}/check", data={}).status_code == CONFLICT
    reading().rollback()
    assert slow.status == SEE_OTHER
    assert NO_ROOM in page
    assert last_batch().state is ImportState.UPLOADED
    assert (marked.status_code, int(marked.headers["Retry-After"]) > 0) == (BUSY, True)
    assert browser.post(f"{address}/check", data={}).status_code == SEE_OTHER
    assert last_batch().state is ImportState.CHECKED


def test_while_a_file_is_read_others_write(client_as: Browser, place: Place) -> None:
    slow = Pressing(client_as(place.hr), "/imports/teachers", SLOW)
    child = child_at_work()
    write_meanwhile(place)
    assert child in children(), "the writer waited until the file was read"
    assert slow.status == SEE_OTHER


def test_while_a_file_is_compared_others_write(client_as: Browser, place: Place, pause: Pause) -> None:
    trying = Pressing(client_as(place.hr), "/imports/teachers", workbook(*rows_for(place)))
    assert pause.reached.wait(60)
    write_meanwhile(place)
    look_around(client_as(place.principal))
    assert trying.is_alive()
    pause.go.set()
    assert trying.status == SEE_OTHER
    assert (last_batch().state, last_batch().total_rows) == (ImportState.CHECKED, 4)


def test_a_file_given_up_while_it_is_compared_stays_given_up(client_as: Browser, place: Place, pause: Pause) -> None:
    pause.times = 0
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    pause.times = pause.looks + 1
    trying = Pressing(client_as(place.hr), f"{address}/check")
    assert pause.reached.wait(60)
    assert browser.post(f"{address}/discard", data={}).status_code == SEE_OTHER
    pause.go.set()
    assert trying.status == CONFLICT
    batch = last_batch()
    assert batch.state is ImportState.DISCARDED
    assert (batch.content_sealed, batch.cells_sealed, batch.preview_sealed) == (None, None, None)


def test_of_two_who_check_at_once_the_slower_is_told(client_as: Browser, place: Place, pause: Pause) -> None:
    pause.times = 0
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    pause.times = pause.looks + 1
    slower = Pressing(client_as(place.hr), f"{address}/check")
    assert pause.reached.wait(60)
    assert browser.post(f"{address}/check", data={}).status_code == SEE_OTHER
    version = last_batch().version
    pause.go.set()
    assert slower.status == CONFLICT
    assert (last_batch().state, last_batch().version) == (ImportState.CHECKED, version)


def test_a_register_nobody_touched_is_not_compared_twice(client_as: Browser, place: Place, pause: Pause) -> None:
    pause.times = 0
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(rows_for(place)[0]))
    before = pause.looks
    assert browser.post(f"{address}/apply", data={}).status_code == SEE_OTHER
    assert pause.looks == before + 1
    assert last_batch().state is ImportState.APPLIED
    assert (last_batch().cells_sealed, last_batch().preview_sealed) == (None, None)


def test_a_change_elsewhere_between_comparing_and_writing_is_no_obstacle(
    client_as: Browser, place: Place, pause: Pause
) -> None:
    pause.times = 0
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(rows_for(place)[0]))
    before = pause.times = pause.looks
    pause.times += 1
    writing = Pressing(client_as(place.hr), f"{address}/apply")
    assert pause.reached.wait(60)
    write_meanwhile(place)
    pause.go.set()
    assert writing.status == SEE_OTHER
    assert pause.looks == before + 2, "after somebody's change it is compared again, within the transaction"
    assert last_batch().state is ImportState.APPLIED


def test_a_change_of_the_row_between_comparing_and_writing_is_not_overwritten(
    client_as: Browser, place: Place, pause: Pause
) -> None:
    pause.times = 0
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(rows_for(place)[0]))
    pause.times = pause.looks + 1
    writing = Pressing(client_as(place.hr), f"{address}/apply")
    assert pause.reached.wait(60)
    with transaction() as tx:
        tx.get_one(Teacher, place.teacher.id).title = Title.FIRST
        record(tx, "teacher.changed", Subject.of("teacher", place.teacher.id), by=System())
    pause.go.set()
    assert writing.status == CONFLICT
    assert last_batch().state is ImportState.CHECKED
    assert reading().get_one(Teacher, place.teacher.id, populate_existing=True).title is Title.FIRST


def test_a_flood_of_uploads_is_answered_one_way_or_the_other(client_as: Browser, place: Place) -> None:
    crowd = [Pressing(client_as(place.hr), "/imports/teachers", workbook(*rows_for(place))) for _ in range(12)]
    assert {each.status for each in crowd} == {SEE_OTHER}
    reading().expire_all()
    kept = dict(reading().execute(select(ImportBatch.state, func.count()).group_by(ImportBatch.state)).all())
    assert sum(kept.values()) == len(crowd)
    assert set(kept) <= {ImportState.CHECKED, ImportState.UPLOADED}

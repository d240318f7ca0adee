"""The power goes while 5,000 rows are being written: nothing is half done, the site starts again, the file goes in."""

import csv
import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload

from teachers.sheets import TEACHERS
from tests.e2e.conftest import Visit
from tests.e2e.places import HR, Rows
from tests.e2e.visitor import Visitor
from tests.support.instances import READY
from tests.support.live import Live, serving

ROWS = 5_000
JOURNALS = ("junheng.db-journal", "junheng.db-wal")
ENOUGH_BYTES = 64 * 1024
WRITING_MS = 60_000
TEACHER_COUNT = "SELECT count(*) FROM teacher"


def test_kill_while_rows_are_written(stages: Path, tmp_path: Path, visit: Visit) -> None:
    instance = tmp_path / "instance"
    shutil.copytree(stages / READY, instance)
    before = Rows(instance).one(TEACHER_COUNT)
    with serving(instance, "--no-worker") as live:
        officer = visit(live, HR)
        batch = checked(officer, rows_of(officer, instance))
        officer.button("Write {count} rows", count=f"{ROWS:,}").click(no_wait_after=True)
        wait_until(lambda: any(is_big(instance / name) for name in JOURNALS))
        live.process.kill()
        live.process.wait()
        officer.said.clear()

    assert Rows(instance).one(TEACHER_COUNT) == before
    with serving(instance, "--no-worker") as live:
        assert counted(live, visit, batch) == before + ROWS
    assert Rows(instance).one("SELECT count(*) FROM import_batch WHERE written_rows = ?", ROWS) == 1


def rows_of(officer: Visitor, instance: Path) -> bytes:
    """Return a table of new teachers, all at one school."""
    school = Rows(instance).text("SELECT code FROM school ORDER BY id")
    keys = ("staff_no", "name", "school", "stage", "subject", "joined_school")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([officer.words(str(TEACHERS.by_key[key].header)) for key in keys])
    for number in range(ROWS):
        writer.writerow([f"7{number:05d}", f"测试{number}", school, "primary", "语文", "2026-09"])
    return text.getvalue().encode()


def checked(officer: Visitor, table: bytes) -> str:
    """Hand a table in; returns the address of its dry run."""
    officer.open("/imports/teachers")
    file = FilePayload(name="five-thousand.csv", mimeType="text/csv", buffer=table)
    officer.page.locator("input[type=file]").set_input_files(file)
    officer.button("Check the file").click()
    officer.page.locator(".jh-figs").first.wait_for(timeout=WRITING_MS)
    return officer.page.url.removeprefix(officer.live.url)


def counted(live: Live, visit: Visit, batch: str) -> int:
    """Write the same upload after the restart; returns how many teachers there are then."""
    officer = visit(live, HR)
    officer.open(batch)
    button = officer.button("Write {count} rows", count=f"{ROWS:,}")
    button.click()
    button.wait_for(state="detached", timeout=WRITING_MS)
    return Rows(live.instance).one(TEACHER_COUNT)


def is_big(file: Path) -> bool:
    """Whether a journal holds more than the first pages of a transaction."""
    try:
        return file.stat().st_size > ENOUGH_BYTES
    except FileNotFoundError:
        return False


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something that comes within a minute, looking often."""
    ends = time.monotonic() + WRITING_MS / 1000
    while not true():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.002)

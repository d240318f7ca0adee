"""Files read in a process of its own: limits that hold, a site that lives on, and nothing that stays behind."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Busy
from core.i18n import Language
from core.sheets.faults import Refused
from core.sheets.reader import Limits, Reader
from core.sheets.reading import grid_of, read, understood
from core.sheets.words import in_language
from tests.integration.sheets.at_work import LARGE, SLOW, Reading, child_at_work, children
from tests.unit.core.sheets.corpus import HEAD, MAIN, STRINGS, XML, sheet_of
from tests.unit.core.sheets.samples import HEADERS, PEOPLE, edited, xlsx

GOOD = xlsx([HEADERS, ["1", "A"], ["2", "B"]])
TIME, MEMORY, TEXT, BROKE = "more time", "more memory", "more text", "broke off"


@pytest.fixture(autouse=True)
def rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever happens in these tests, no file stays behind and no process lives on."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert not list(tmp_path.iterdir())
    assert not children()


def refusal(limits: Limits, data: bytes, name: str = "x.xlsx") -> str:
    """What a person is told of a file that is not read."""
    with pytest.raises(Refused) as refused:
        Reader(limits).grid_of(PEOPLE, name, data)
    for sentence in (refused.value.message, refused.value.remedy):
        assert in_language(sentence, Language.CHINESE) != in_language(sentence, Language.ENGLISH)
    return refused.value.message.text()


def test_what_comes_back_is_what_this_process_would_have_read() -> None:
    name, data = "x.xlsx", xlsx([["名册"], HEADERS, ["1", "A", 110105194912310021.0, None, "2019-13"], ["2", "Ghost"]])
    here, there = read(PEOPLE, name, data), Reader().grid_of(PEOPLE, name, data)
    assert there == grid_of(PEOPLE, name, data)
    found = understood(PEOPLE, there)
    assert (found.rows, found.faults, found.notes) == (here.rows, here.faults, here.notes)
    assert {fault.cell for fault in found.faults} == {"C3", "E3", "B4"}


def test_a_file_that_cannot_be_taken_is_refused_in_the_same_words() -> None:
    for name, data in (("x.xlsx", b"<html>"), ("x.csv", "工号\n1".encode("utf-16")), ("x.xlsx", SLOW[:500])):
        with pytest.raises(Refused) as here:
            grid_of(PEOPLE, name, data)
        assert refusal(Limits(), data, name) == here.value.message.text()


def test_the_clock_ends_a_file_that_takes_too_long() -> None:
    start = time.monotonic()
    assert TIME in refusal(Limits(seconds=0.7), SLOW)
    assert time.monotonic() - start < 15


def test_the_processors_time_is_bounded() -> None:
    assert TIME in refusal(Limits(cpu_seconds=1), SLOW)


def test_memory_is_bounded() -> None:
    assert MEMORY in refusal(Limits(memory_mb=60), LARGE, "x.csv")


def test_a_text_repeated_beyond_measure_harms_nobody() -> None:
    strings = XML + b"<sst " + MAIN + b"><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(2, 5_000))
    bomb = edited(sheet_of(HEAD + cells), lambda name, old: strings if name == STRINGS else old)
    assert len(bomb) < 100_000
    assert TEXT in refusal(Limits(answer_mb=8), bomb)
    assert MEMORY in refusal(Limits(memory_mb=128), bomb)


def test_a_process_that_dies_is_no_failure_of_the_site() -> None:
    reader = Reader()
    reading = Reading(reader, SLOW)
    os.kill(child_at_work(), signal.SIGSEGV)
    reading.join()
    assert BROKE in reading.outcome
    assert reader.grid_of(PEOPLE, "x.xlsx", GOOD).rows


def test_the_process_knows_nothing_of_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUNHENG_SECRET", "a secret nobody else may have")
    handle = os.open(tmp_path / "open-in-the-site", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(handle, True)
    (tmp_path / "open-in-the-site").unlink()
    reading = Reading(Reader(Limits(seconds=3)), SLOW)
    child = child_at_work()
    environment = Path(f"/proc/{child}/environ").read_bytes()
    opened = [str(each.readlink()) for each in Path(f"/proc/{child}/fd").iterdir()]
    group = os.getpgid(child)
    reading.join()
    os.close(handle)
    assert b"JUNHENG" not in environment
    assert str(tmp_path).encode() in environment, "temporary files have a place of their own"
    assert sum(name.startswith("pipe:") for name in opened) == 2
    assert not [name for name in opened if "open-in-the-site" in name or name.startswith("socket:")]
    assert group == child


def test_a_marked_file_comes_from_a_process_too() -> None:
    data = xlsx([HEADERS, ["1", "Ghost"]])
    faults = read(PEOPLE, "x.xlsx", data).faults
    book = Reader().error_workbook(PEOPLE, "x.xlsx", data, faults, Language.CHINESE)
    assert book.startswith(b"PK")
    assert read(PEOPLE, "x.xlsx", book).total == 1


def test_marking_that_takes_too_much_is_refused_and_leaves_nothing() -> None:
    faults = read(PEOPLE, "x.csv", LARGE).faults
    assert faults == []
    for limits, told in ((Limits(memory_mb=60), MEMORY), (Limits(seconds=1), TIME), (Limits(answer_mb=0), TEXT)):
        with pytest.raises(Refused) as refused:
            Reader(limits).error_workbook(PEOPLE, "x.csv", LARGE, faults, Language.CHINESE)
        assert told in refused.value.message.text()


def test_whoever_comes_when_all_places_are_taken_is_told_to_come_again() -> None:
    reader = Reader(Limits(at_once=1, waiting=1, patience=0.1))
    first = Reading(reader, SLOW)
    child_at_work()
    with pytest.raises(Busy) as busy:
        reader.grid_of(PEOPLE, "x.xlsx", GOOD)
    assert busy.value.wait_seconds > 0
    first.join()
    assert first.outcome == "read"
    assert reader.grid_of(PEOPLE, "x.xlsx", GOOD).rows


def test_a_flood_starts_no_more_processes_than_there_are_places() -> None:
    reader = Reader(Limits(at_once=2, waiting=3, patience=30, seconds=30))
    crowd = [Reading(reader, GOOD) for _ in range(30)]
    most = 0
    while any(each.is_alive() for each in crowd):
        most = max(most, len(children()))
        time.sleep(0.005)
    outcomes = Counter(each.outcome.split()[0] for each in crowd)
    assert 1 <= most <= 2
    assert set(outcomes) == {"read", "Busy"}
    assert outcomes["read"] >= 5


def test_every_refusal_of_the_reader_is_on_the_log(caplog: pytest.LogCaptureFixture) -> None:
    refusal(Limits(seconds=0.7), SLOW)
    [line] = [each for each in caplog.records if each.name == "junheng.sheets"]
    assert (line.__dict__["outcome"], line.__dict__["table"], line.__dict__["bytes"]) == ("time", "people", len(SLOW))

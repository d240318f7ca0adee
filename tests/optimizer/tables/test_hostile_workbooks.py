"""A workbook made to break the reader, or broken on its way, is a fault told within a moment, not a crash."""

import io
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from optimizer.tables.archive import MAX_ENTRIES, MAX_PACKED_BYTES, MAX_UNPACKED_BYTES
from tests.optimizer.tables.sound_district import sound_tables, write_workbook

BROKEN = "The file is not a workbook that can be read, or it is damaged."


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    return write_workbook(sound_tables(), tmp_path / "sound.xlsx").read_bytes()


def message_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "d.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputFaults) as refusal:
        read(path)
    (fault,) = refusal.value.faults
    assert fault.file.startswith("d.xlsx")
    assert str(fault.cure)
    return str(fault.message)


def rebuilt(data: bytes, replace: dict[str, bytes]) -> bytes:
    """The workbook with some parts put in or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace.get(name, old.read(name)))
        for name in replace.keys() - set(old.namelist()):
            new.writestr(name, replace[name])
    return target.getvalue()


def sheet(cells: str) -> dict[str, bytes]:
    """The first sheet with other cells."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    }


@pytest.mark.parametrize("data", [b"", b"school,name\nS1,x\n", b"PK\x03\x04", b"\x00" * 100])
def test_file_that_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    assert message_of(data, tmp_path) == BROKEN


def test_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert message_of(target.getvalue(), tmp_path) == BROKEN


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook_is_refused(sound: bytes, share: float, tmp_path: Path) -> None:
    assert message_of(sound[: int(len(sound) * share)], tmp_path) == BROKEN


def test_workbook_with_a_flipped_byte_in_its_data_is_refused(sound: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    assert message_of(sound[:start] + bytes([sound[start] ^ 0xFF]) + sound[start + 1 :], tmp_path) == BROKEN


def test_protected_or_old_workbook_is_named_as_such(tmp_path: Path) -> None:
    message = message_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, tmp_path)
    assert message == "The workbook is protected by a password, or is an old .xls file."


def test_archive_that_unpacks_beyond_the_limit_is_refused(sound: bytes, tmp_path: Path) -> None:
    bomb = rebuilt(sound, {"xl/media/image1.png": b"\x00" * (MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < 1_000_000
    assert message_of(bomb, tmp_path) == "The workbook unpacks to more than 200 MB."


def test_entry_that_lies_about_its_size_is_not_inflated(sound: bytes, tmp_path: Path) -> None:
    lying = {"xl/sharedStrings.xml": b" " * (MAX_UNPACKED_BYTES // 2)}
    data = bytearray(rebuilt(sound, lying))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true_size = archive.getinfo("xl/sharedStrings.xml").file_size
    for position in _positions(bytes(data), true_size.to_bytes(4, "little")):
        data[position - 8 : position + 4] = _sizes(bytes(data[position - 4 : position]), b" ")
    path = tmp_path / "d.xlsx"
    path.write_bytes(data)
    tracemalloc.start()
    try:
        with pytest.raises(InputFaults):
            read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MAX_UNPACKED_BYTES // 10


def _positions(data: bytes, wanted: bytes) -> list[int]:
    return [position for position in range(len(data)) if data[position : position + 4] == wanted]


def _sizes(packed: bytes, content: bytes) -> bytes:
    """Checksum, packed size and size as an archive's headers hold them, for a content of another length."""
    return zlib.crc32(content).to_bytes(4, "little") + packed + len(content).to_bytes(4, "little")


def test_two_parts_of_one_name_are_refused(sound: bytes, tmp_path: Path) -> None:
    assert message_of(rebuilt(sound, {"XL/workbook.xml": b"<workbook/>"}), tmp_path) == BROKEN


def test_archive_of_too_many_parts_is_refused(sound: bytes, tmp_path: Path) -> None:
    data = rebuilt(sound, {f"junk/{number}": b"" for number in range(MAX_ENTRIES)})
    assert message_of(data, tmp_path) == "The workbook consists of more than 1000 parts."


def test_file_beyond_the_packed_limit_is_refused(sound: bytes, tmp_path: Path) -> None:
    assert message_of(sound + b"\x00" * MAX_PACKED_BYTES, tmp_path) == "The file is larger than 20 MB."


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="200001"><c><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 101 + "</row>",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="CV100000"><v>1</v></c></row>',
    ],
    ids=["far corner", "row without cell references", "cells without references", "rectangle too large"],
)
def test_sheet_that_reaches_too_far_is_refused_before_it_is_laid_out(sound: bytes, cells: str, tmp_path: Path) -> None:
    message = message_of(rebuilt(sound, sheet(cells)), tmp_path)
    assert message == "A sheet reaches beyond 200000 rows, 100 columns or 5000000 cells."


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A999999992"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="ABCDE1"><v>1</v></c></row>',
        '<row r="-1"><c><v>1</v></c></row>',
        '<row r="1048576"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c><v>1</v></c></row>',
    ],
    ids=["row too long", "row zero", "column too long", "negative row", "other row", "some without references"],
)
def test_cell_that_could_be_read_in_two_places_is_refused(sound: bytes, cells: str, tmp_path: Path) -> None:
    assert message_of(rebuilt(sound, sheet(cells)), tmp_path) == BROKEN


def test_entities_are_not_expanded(sound: bytes, tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert message_of(rebuilt(sound, {"xl/worksheets/sheet1.xml": bomb}), tmp_path) == BROKEN


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]
)
def test_part_that_is_no_xml_is_refused(sound: bytes, part: str, tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    path.write_bytes(rebuilt(sound, {part: b"\xff\xfe<not xml"}))
    with pytest.raises(InputFaults) as refusal:
        read(path)
    assert {str(fault.message) for fault in refusal.value.faults} >= {BROKEN}


def test_sheet_in_an_encoding_nobody_knows_is_refused(sound: bytes, tmp_path: Path) -> None:
    strange = b'<?xml version="1.0" encoding="U-F-8"?><worksheet/>'
    assert message_of(rebuilt(sound, {"xl/worksheets/sheet1.xml": strange}), tmp_path) == BROKEN


def test_shared_text_that_does_not_exist_is_refused(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    path.write_bytes(rebuilt(sound, sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')))
    with pytest.raises(InputFaults):
        read(path)

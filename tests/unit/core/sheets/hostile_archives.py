"""Archives that mean harm: bombs, links, names that climb, sizes that lie."""

import io
import struct
import zipfile

from tests.unit.core.sheets.corpus import GOOD, HEAD, MB, ROW, SHEET, case, part, sheet_of, with_entry


@case
def an_empty_file() -> bytes:
    return b""


@case
def one_byte() -> bytes:
    return b"P"


@case
def the_mark_alone() -> bytes:
    return b"PK\x03\x04"


@case
def a_truncated_archive() -> bytes:
    return GOOD[: len(GOOD) // 2]


@case
def an_archive_without_its_beginning() -> bytes:
    return b"PK" + GOOD[len(GOOD) // 2 :]


@case
def a_flipped_byte_in_a_part() -> bytes:
    place = zipfile.ZipFile(io.BytesIO(GOOD)).getinfo(SHEET).header_offset + 120
    return GOOD[:place] + bytes([GOOD[place] ^ 0xFF]) + GOOD[place + 1 :]


@case
def an_empty_archive() -> bytes:
    return b"PK\x05\x06" + b"\0" * 18


@case
def an_archive_of_something_else() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return target.getvalue()


@case
def a_bomb_of_one_part() -> bytes:
    return part("xl/media/bomb.bin", b"\0" * (250 * MB))


@case
def a_bomb_in_the_sheet() -> bytes:
    return sheet_of(HEAD + ROW + b" " * (150 * MB))


@case
def a_bomb_of_many_parts() -> bytes:
    target = io.BytesIO(GOOD)
    block = b"\0" * (10 * MB)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"xl/media/{number}.bin", block)
    return target.getvalue()


@case
def a_size_that_lies() -> bytes:
    data = part("xl/theme/theme1.xml", b"\0" * (2 * MB))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET)
    honest = struct.pack("<LL", info.compress_size, info.file_size)
    return data.replace(honest, struct.pack("<LL", info.compress_size, 10))


@case
def a_size_beyond_everything() -> bytes:
    info = zipfile.ZipFile(io.BytesIO(GOOD)).getinfo(SHEET)
    honest = struct.pack("<LL", info.compress_size, info.file_size)
    return GOOD.replace(honest, struct.pack("<LL", info.compress_size, 0xFFFFFFF0))


@case
def entries_that_overlap() -> bytes:
    """Many names for one run of bytes: each unpacks the same block."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * MB)
    data = target.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : start + 46]
    names = [f"{number:02d}".encode() for number in range(90)]
    directory = b"".join(entry[:28] + struct.pack("<H", 2) + entry[30:] + name for name in names)
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), start, 0)
    return data[:start] + directory + tail


@case
def twenty_thousand_entries() -> bytes:
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/x{number}", b"")
    return target.getvalue()


@case
def a_thousand_and_some_entries() -> bytes:
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(1_100):
            archive.writestr(f"xl/x{number}", b"")
    return target.getvalue()


@case
def a_symbolic_link() -> bytes:
    return with_entry("xl/link.xml", b"/etc/passwd", 0o120777)


@case
def a_device() -> bytes:
    return with_entry("xl/device.xml", b"", 0o020666)


@case
def a_name_that_climbs() -> bytes:
    return with_entry("../../etc/cron.d/evil")


@case
def a_name_that_climbs_inside() -> bytes:
    return with_entry("xl/../../evil.xml")


@case
def an_absolute_name() -> bytes:
    return with_entry("/etc/evil")


@case
def a_name_with_a_drive() -> bytes:
    return with_entry("C:evil")


@case
def a_name_with_backslashes() -> bytes:
    return with_entry("..\\evil.xml")


@case
def two_parts_of_one_name() -> bytes:
    return with_entry(SHEET.upper(), b"<worksheet/>")


@case
def an_unusual_packing() -> bytes:
    return with_entry("xl/packed.xml", b"<a/>", packing=zipfile.ZIP_LZMA)


@case
def an_encrypted_entry() -> bytes:
    data = bytearray(GOOD)
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    return bytes(data)


@case
def twenty_one_megabytes() -> bytes:
    return part("xl/media/large.bin", b"") + b"\0" * (21 * MB)

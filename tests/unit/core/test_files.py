import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from core import files
from core.errors import Invalid
from core.files import EVIDENCE, LARGEST
from core.uploads import papers
from core.uploads.kinds import Media
from core.uploads.pictures import LONGEST_SIDE

HTML = b"<html><script>alert(1)</script></html>"


def taken(data: bytes, name: str = "证书.jpg") -> tuple[str, Media, bytes]:
    return files._taken(FileStorage(io.BytesIO(data), filename=name), EVIDENCE)


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def zipped(name: str = "x.html", data: bytes = HTML) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def paper(extra: bytes = b"", tail: bytes = b"%%EOF\n", head: bytes = b"%PDF-1.7\n") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b" >>\nendobj\n"
    pages = b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return head + body + pages + b"trailer << /Root 1 0 R >>\nstartxref\n9\n" + tail


def packed(content: bytes, entries: bytes = b"/Filter /FlateDecode", raw: bytes | None = None) -> bytes:
    data = zlib.compress(content) if raw is None else raw
    stream = b"3 0 obj\n<< /Type /ObjStm " + entries + b" /Length %d >>\nstream\n" % len(data)
    return b"%PDF-1.7\n" + stream + data + b"\nendstream\nendobj\ntrailer << >>\n%%EOF"


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int, rows: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def png_text_bomb() -> bytes:
    text = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"A" * 80_000_000, 9))
    whole = picture("PNG")
    return whole[:33] + text + whole[33:]


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(picture())
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


REFUSED: dict[str, Callable[[], tuple[bytes, str]]] = {
    "empty": lambda: (b"", "a.jpg"),
    "html named as a photo": lambda: (HTML, "a.jpg"),
    "svg with a script": lambda: (b"<svg xmlns='s' onload='alert(1)'/>", "a.svg"),
    "script": lambda: (b"#!/bin/sh\nrm -rf /\n", "a.pdf"),
    "windows program": lambda: (b"MZ" + bytes(200), "a.png"),
    "linux program": lambda: (b"\x7fELF" + bytes(200), "a.jpg"),
    "office document": lambda: (zipped("word/document.xml"), "a.docx"),
    "archive named as pdf": lambda: (zipped(), "a.pdf"),
    "old office document": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"),
    "gif with code": lambda: (b"GIF89a/*" + bytes(20) + b"*/=alert(1)", "a.gif"),
    "bitmap": lambda: (picture("BMP"), "a.bmp"),
    "tiff": lambda: (picture("TIFF"), "a.tif"),
    "heic photo": lambda: (b"\x00\x00\x00\x18ftypheic" + bytes(100), "IMG_1.HEIC"),
    "postscript": lambda: (b"%!PS-Adobe-3.0\n", "a.pdf"),
    "pixel flood png": lambda: (png_claiming(30_000, 30_000), "a.png"),
    "pixel flood png just above": lambda: (png_claiming(8_000, 5_001), "a.png"),
    "pixel flood jpeg": lambda: (jpeg_claiming(60_000, 60_000), "a.jpg"),
    "png without pixels": lambda: (png_claiming(100, 100), "a.png"),
    "png of no width": lambda: (png_claiming(0, 10), "a.png"),
    "png text bomb": lambda: (png_text_bomb(), "a.png"),
    "cut jpeg": lambda: (picture(size=(400, 400))[:500], "a.jpg"),
    "only a jpeg's first bytes": lambda: (b"\xff\xd8\xff" + HTML, "a.jpg"),
    "only a png's first bytes": lambda: (b"\x89PNG\r\n\x1a\n" + HTML, "a.png"),
    "only a webp's first bytes": lambda: (b"RIFF\x00\x00\x00\x00WEBP" + HTML, "a.webp"),
    "psd named as jpeg": lambda: (b"8BPS" + bytes(100), "a.jpg"),
    "too large": lambda: (b"\xff\xd8\xff" + bytes(LARGEST), "a.jpg"),
    "pdf not at the start": lambda: (HTML + paper(), "a.pdf"),
    "pdf without an end": lambda: (paper(tail=b""), "a.pdf"),
    "pdf with an archive behind": lambda: (paper() + zipped(), "a.pdf"),
    "pdf with a page behind": lambda: (paper() + HTML, "a.pdf"),
    "pdf with a script": lambda: (paper(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf"),
    "pdf with an escaped script": lambda: (paper(b"/OpenAction << /S /J#61va#53cript >>"), "a.pdf"),
    "pdf with a short script": lambda: (paper(b"/AA << /O << /JS (x) >> >>"), "a.pdf"),
    "pdf that starts a program": lambda: (paper(b"/OpenAction << /S /Launch /F (cmd) >>"), "a.pdf"),
    "pdf with an attachment": lambda: (paper(b"/Names << /EmbeddedFiles 5 0 R >>"), "a.pdf"),
    "pdf that sends a form": lambda: (paper(b"/AA << /O << /S /SubmitForm >> >>"), "a.pdf"),
    "pdf with a film": lambda: (paper(b"/Subtype /RichMedia"), "a.pdf"),
    "pdf with a password": lambda: (paper(b"/Encrypt 9 0 R"), "a.pdf"),
    "pdf with a packed script": lambda: (packed(b"<< /S /JavaScript >>"), "a.pdf"),
    "pdf with an oddly packed part": lambda: (packed(b"x", b"/Filter [/ASCIIHexDecode /FlateDecode]"), "a.pdf"),
    "pdf with a predicted part": lambda: (packed(b"x", b"/Filter /FlateDecode /DecodeParms << >>"), "a.pdf"),
    "pdf with a broken part": lambda: (packed(b"", raw=b"not deflated"), "a.pdf"),
    "pdf bomb": lambda: (packed(b"\x00" * (papers.MOST_INFLATED + 1)), "a.pdf"),
    "pdf with a decoy stream": lambda: (
        packed(b"<< /S /Launch >>").replace(b"3 0 obj\n<<", b"3 0 obj\n%stream\n<<"),
        "a.pdf",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_uploads_are_refused_with_a_cure(case: str) -> None:
    data, name = REFUSED[case]()
    with pytest.raises(Invalid) as refusal:
        taken(data, name)
    assert refusal.value.field == "files"
    assert str(refusal.value.message)
    assert refusal.value.cure is not None


def test_there_are_enough_hostile_cases() -> None:
    assert len(REFUSED) >= 30


@pytest.mark.parametrize("tail", [HTML, zipped(), b"<?php system($_GET[0]); ?>", b"%PDF-1.7\n%%EOF"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_rides_on_a_picture_is_left_behind(kind: str, tail: bytes) -> None:
    _, media, kept = taken(picture(kind) + tail)
    assert tail not in kept
    assert kept.startswith(b"\xff\xd8\xff" if media is Media.JPEG else b"\x89PNG")


def test_place_and_device_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a phone"
    exif.get_ifd(0x8825)[1] = "N"
    _, _, kept = taken(picture(size=(80, 60), exif=exif.tobytes(), comment=b"<script>"))
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (60, 80)
        assert not image.getexif()
    assert b"a phone" not in kept
    assert b"<script>" not in kept


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_pictures_of_every_mode_are_taken(mode: str) -> None:
    name, media, kept = taken(picture("PNG", mode=mode), "扫描.png")
    assert (name, media) == ("扫描.png", Media.PNG)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.mode in {"L", "RGB"}


def test_colours_of_printers_become_those_of_screens() -> None:
    _, _, kept = taken(picture(mode="CMYK"))
    with Image.open(io.BytesIO(kept)) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (9000, 10)])
def test_large_photos_are_made_smaller(size: tuple[int, int]) -> None:
    _, _, kept = taken(picture(size=size))
    with Image.open(io.BytesIO(kept)) as image:
        assert max(image.size) == LONGEST_SIDE


def test_webp_becomes_a_jpeg_and_its_name_says_so() -> None:
    name, media, _ = taken(picture("WEBP"), "结业.webp")
    assert (name, media) == ("结业.jpg", Media.JPEG)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/证书.jpg", "证书.jpg"),
        ("C:\\photos\\a.php.jpg", "a php.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ('x"; filename=evil.html', "x filename=evil.jpg"),
        ("...", "file.jpg"),
        ("长" * 300 + ".jpg", "长" * 100 + ".jpg"),
    ],
)
def test_names_lose_folders_tricks_and_second_endings(sent: str, kept: str) -> None:
    name, _, _ = taken(picture(), sent)
    assert name == kept
    assert PurePath(name).name == name


def test_plain_pdfs_pass_unchanged() -> None:
    for data in (
        paper(),
        paper(b"/OpenAction [2 0 R /Fit]"),
        packed(b"<< /Type /Pages >>"),
        paper(tail=b"%%EOF\r\n\x00"),
    ):
        name, media, kept = taken(data, "证书.pdf")
        assert (name, media, kept) == ("证书.pdf", Media.PDF, data)


def test_a_random_file_with_a_magic_word_in_its_pictures_is_not_refused() -> None:
    noise = bytes(range(256)) * 400
    body = b"4 0 obj\n<< /Subtype /Image /Length %d >>\nstream\n" % len(noise) + noise + b"\nendstream\nendobj\n"
    taken(paper().replace(b"trailer", body + b"trailer"), "a.pdf")

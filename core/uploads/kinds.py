"""What a file is by its first bytes, whatever its name says, and the words of a refusal."""

from enum import StrEnum

from core.errors import Invalid
from policy.messages import Message, say

FIELD = "files"


class Media(StrEnum):
    """The kinds of file that are taken; the values are media types."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def is_picture(self) -> bool:
        """Whether the file can be shown as a picture."""
        return self is not Media.PDF

    @property
    def extension(self) -> str:
        """The ending a file of this kind gets, whatever it came with."""
        return {Media.JPEG: ".jpg", Media.PNG: ".png", Media.WEBP: ".webp", Media.PDF: ".pdf"}[self]


_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_OTHERS = (
    ((b"GIF87a", b"GIF89a"), say("a moving picture (GIF)")),
    ((b"PK\x03\x04", b"PK\x05\x06"), say("an Office document or an archive")),
    ((b"\xd0\xcf\x11\xe0",), say("an old Office document")),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), say("an archive")),
    ((b"MZ", b"\x7fELF", b"#!"), say("a program")),
    ((b"II*\x00", b"MM\x00*"), say("a TIFF picture")),
    ((b"BM",), say("a bitmap (BMP)")),
)


class Unfit(Invalid):
    """The file cannot be taken: the message names the file, the cure says what to do instead."""

    def __init__(self, message: Message, cure: Message) -> None:
        super().__init__(message, cure, field=FIELD)


def media_of(data: bytes, name: str) -> Media:
    """Return what a file is.

    Raises `Unfit` for everything that is not taken, with what it seems to be and what to do instead.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Media.WEBP
    if data.startswith(b"%PDF-"):
        return Media.PDF
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise Unfit(
            say("“{name}” is a photo in the HEIC format, which not every computer here can open.", name=name),
            say("Set the phone's camera to “most compatible”, or send a screenshot of the photo."),
        )
    raise Unfit(
        say("“{name}” is {what}; JPEG, PNG and WebP photos and PDF files are taken.", name=name, what=_what(data)),
        say("Photograph the document, or save it as PDF."),
    )


def _what(data: bytes) -> Message:
    for starts, words in _OTHERS:
        if data.startswith(starts):
            return words
    return say("neither a photo nor a PDF")

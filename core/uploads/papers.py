"""PDF files looked through: whole, unlocked, with nothing that acts, and nothing hidden behind the last page.

A PDF cannot be made anew without losing what it proves, so it is refused where it could do anything but be read.
"""

import re
import zlib
from collections.abc import Iterator

from core.uploads.kinds import Unfit
from policy.messages import Message, say

MOST_INFLATED = 32 * 1024 * 1024
_HEAD = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLACES = re.compile(rb"\bobj\b|(?<!end)stream\r?\n")
_ACTS = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Rendition|GoToE|XFA|JS(?=\s*[(<\d]))(?![A-Za-z])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z])")
_ONLY_FLATE = re.compile(rb"/Filter\s*(/FlateDecode|\[\s*/FlateDecode\s*\])(?![A-Za-z])")


def looked_through(data: bytes, name: str) -> bytes:
    """Return a PDF that only shows pages.

    Raises `Unfit` where it is cut off, locked, packed beyond reason, or holds a script, an attachment or a form that
    sends; also where something follows its end.
    """
    _whole(data, name)
    plain = _unescaped(data)
    if _LOCKED.search(plain):
        raise Unfit(
            say("“{name}” is protected by a password.", name=name),
            say("Save it without a password, or photograph the document."),
        )
    for part in (plain, *_packed(data, name)):
        found = _ACTS.search(part)
        if found:
            raise _refused(
                say("“{name}” holds more than pages: {what}.", name=name, what=found[1].decode("ascii")),
            )
    return data


def _whole(data: bytes, name: str) -> None:
    end = data.rfind(b"%%EOF")
    if not _HEAD.match(data) or end < 0 or b"obj" not in data:
        raise _refused(say("“{name}” is not a whole PDF file.", name=name))
    if data[end + len(b"%%EOF") :].strip(b"\r\n\t \x00"):
        raise _refused(say("In “{name}” something follows behind the last page.", name=name))


def _unescaped(data: bytes) -> bytes:
    """Return the file with escaped characters of names written out: `/J#61vaScript` is a script too."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _packed(data: bytes, name: str) -> Iterator[bytes]:
    """Yield the objects that stand compressed inside streams."""
    left, opened = MOST_INFLATED, 0
    for place in _PLACES.finditer(data):
        head, opened = data[opened : place.start()], place.end()
        if place[0] == b"obj" or not _PACKED.search(head := _unescaped(head)) or b"/Filter" not in head:
            continue
        if not _ONLY_FLATE.search(head) or b"/DecodeParms" in head:
            raise _refused(say("“{name}” is packed in a way that cannot be looked through.", name=name))
        inflated = _inflated(data[place.end() :], left, name)
        left -= len(inflated)
        yield _unescaped(inflated)


def _inflated(data: bytes, limit: int, name: str) -> bytes:
    machine = zlib.decompressobj()
    try:
        inflated = machine.decompress(data, max(1, limit))
    except zlib.error as error:
        raise _refused(say("“{name}” is not a whole PDF file.", name=name)) from error
    if machine.unconsumed_tail and not machine.eof:
        raise _refused(say("“{name}” unpacks to far more than it seems to hold.", name=name))
    return inflated


def _refused(message: Message) -> Unfit:
    return Unfit(message, say("Print it to a new PDF, or photograph the document."))

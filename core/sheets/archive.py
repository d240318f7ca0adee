"""Whether a workbook is safe to open: judged on the archive itself, before anything of it is unpacked or believed.

In the spirit of `optimizer.tables.archive`, written again here because only `app` may lean on the planner: the entries
are checked as a list, then its XML runs once through a parser that keeps nothing, and what a reader gets in the end is
a new archive of exactly the parts that passed.
"""

import io
import stat
import zipfile
from collections.abc import Callable, Iterable
from struct import error as struct_error
from typing import Any
from xml.parsers import expat
from zlib import error as zlib_error

from core.sheets.faults import Refused
from policy.messages import say

MEGABYTE = 1024 * 1024
MAX_PACKED_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_RATIO = 100
MAX_ENTRIES = 1_000
_RATIO_FROM = 10 * MEGABYTE  # below, a high ratio harms nobody: empty formatted rows pack very well
_CHUNK = MEGABYTE
_LONGEST_TOKEN = 2 * MEGABYTE  # a tag or attribute beyond this makes the parser start over with every chunk
_DEEPEST = 64
_NO_MEMORY = 1  # expat's own code
_ENTRY_MARK = b"PK\x01\x02"
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
SAVE_AGAIN = say("Open it in a spreadsheet program and save it again as .xlsx.")


def broken() -> Refused:
    """Return the refusal for what is no workbook, or a damaged one."""
    return Refused(say("The file is not a workbook that can be read, or it is damaged."), SAVE_AGAIN)


def too_large() -> Refused:
    """Return the refusal for a workbook that would take too much memory."""
    return Refused(
        say(
            "The workbook unpacks to more than {limit} MB, or to more than {ratio} times its size.",
            limit=MAX_UNPACKED_BYTES // MEGABYTE,
            ratio=MAX_RATIO,
        ),
        say("Copy the filled rows alone into a fresh template."),
    )


class Package:
    """An archive whose list of entries is sound; its parts are found by name, whatever their case."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY_MARK) > 2 * MAX_ENTRIES:  # before the library lists them all
            raise _too_many()
        self._packed = len(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct_error) as error:
            raise broken() from error
        _judge(entries, data)
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise broken()

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in lower case."""
        return frozenset(self._entries)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._entries

    def true_name(self, name: str) -> str:
        """Return a part's name as the archive writes it; the name itself where there is no such part."""
        entry = self._entries.get(name.lower())
        return entry.filename if entry else name

    def read(self, name: str) -> bytes:
        """Return one part, unpacked."""
        pieces: list[bytes] = []
        self._stream(name, pieces.append)
        return b"".join(pieces)

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Run through one part's XML; document types, deep nesting and endless tokens are refused."""
        parser = _parser(start, end, text)
        fed = 0

        def feed(chunk: bytes) -> None:
            nonlocal fed
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise broken()

        try:
            self._stream(name, feed)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            if isinstance(error, expat.ExpatError) and error.code == _NO_MEMORY:
                raise MemoryError from error
            raise broken() from error

    def repacked(self, names: Iterable[str]) -> bytes:
        """Return a new archive of the named parts: what is read later is what was checked."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in names:
                entry = self._entries[name.lower()]
                with archive.open(entry.filename, "w") as part:
                    self._stream(name, part.write)
        return target.getvalue()

    def _stream(self, name: str, take: Callable[[bytes], Any]) -> None:
        """Unpack one part in chunks; it never yields more than the size it declared."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise broken()
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    take(chunk)
        except (zipfile.BadZipFile, zlib_error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise broken() from error


def _judge(entries: list[zipfile.ZipInfo], data: bytes) -> None:
    """Refuse what no spreadsheet program writes, and what would unpack to too much."""
    if len(entries) > MAX_ENTRIES:
        raise _too_many()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise protected()
    if any(map(_is_odd, entries)) or _overlap(entries, data):
        raise broken()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)):
        raise too_large()


def protected() -> Refused:
    """Return the refusal for what opens with a password only."""
    return Refused(
        say("The workbook is protected by a password, or is an old .xls file."),
        say("Remove the password and save it as .xlsx."),
    )


def _too_many() -> Refused:
    return Refused(
        say("The workbook consists of more than {limit} parts.", limit=MAX_ENTRIES),
        say("Copy the filled rows alone into a fresh template."),
    )


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a link, points outside, or is packed in an unusual way."""
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        kind not in {0, stat.S_IFREG, stat.S_IFDIR}
        or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        or name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ":" in name
        or ".." in name.split("/")
    )


def _overlap(entries: list[zipfile.ZipInfo], data: bytes) -> bool:
    """Whether two entries share bytes of the file: how a small bomb unpacks the same bytes a thousand times."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        if start < free or data[start : start + 4] != b"PK\x03\x04":
            return True
        header = data[start : start + _LOCAL_HEADER]
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        free = start + _LOCAL_HEADER + names + entry.compress_size
    return free > len(data)


def _parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None,
    text: Callable[[str], None] | None,
) -> expat.XMLParserType:
    """Make a parser that hands local names on and stops at what only an attack contains."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise broken()
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(":")[2])

    def doctype(*_: object) -> None:
        raise broken()

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    return parser

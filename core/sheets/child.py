"""The process that reads one file, answers and ends: `python -m core.sheets.child read|mark <megabytes> <seconds>`.

It has no settings, no keys and no database, and its limits stand before it looks at the first byte of the file. Nothing
but what reading needs is imported here: everybody who hands a file in waits for it.
"""

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from core.i18n import Language
from core.paths import ROOT
from core.sheets import wire
from core.sheets.archive import MEGABYTE
from core.sheets.faults import Refused
from core.sheets.marking import error_workbook
from core.sheets.reading import grid_of
from core.sheets.wire import Ending, Head

if sys.platform != "win32":
    import resource

MOST_DISK = 256 * MEGABYTE


def main(arguments: Sequence[str]) -> int:
    """Answer what stands on standard input; the exit code says whether there is an answer."""
    action, megabytes, seconds = arguments
    limit(int(megabytes), int(seconds))
    try:
        head, data = wire.parted(sys.stdin.buffer.read())
        for piece in ACTIONS[action](head, data):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except MemoryError:
        return Ending.OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - the edge of foreign bytes: the site says that reading broke off
        sys.stdout.buffer.write(wire.failure_out(place_of(error)))
        return Ending.FAILED
    return Ending.ANSWERED


def read(head: Head, data: bytes) -> Iterator[bytes]:
    """Yield the cells of a file, or why it cannot be taken."""
    try:
        grid = grid_of(wire.sheet_of(head["sheet"]), head["file"], data)
    except Refused as refusal:
        yield wire.packed(wire.refusal_out(refusal))
        return
    yield from wire.grid_out(grid)


def mark(head: Head, data: bytes) -> Iterator[bytes]:
    """Yield the file as a workbook with its faults marked, or why it cannot be taken."""
    faults, language = wire.faults_in(head["faults"]), Language(head["language"])
    try:
        book = error_workbook(wire.sheet_of(head["sheet"]), head["file"], data, faults, language)
    except Refused as refusal:
        yield wire.packed(wire.refusal_out(refusal))
        return
    yield wire.book_out(book)


ACTIONS: Mapping[str, Callable[[Head, bytes], Iterator[bytes]]] = {wire.READ: read, wire.MARK: mark}


def limit(megabytes: int, seconds: int) -> None:
    """Bound this process for good: memory, processor time, files on the disk; a crash leaves no image of the file.

    Windows has no such limits; there the clock of the parent is the only one.
    """
    if sys.platform == "win32":
        return
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: MOST_DISK,
        resource.RLIMIT_AS: megabytes * MEGABYTE,
        resource.RLIMIT_CPU: seconds,
    }
    for kind, most in wanted.items():
        try:
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
        except (ValueError, OSError):  # stricter limits stand already, or the system knows no such limit
            continue


def place_of(error: Exception) -> str:
    """Return kind and place of an error for the log; its own words could quote the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    file = Path(last.filename)
    place = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name
    return f"{type(error).__name__} at {place}:{last.lineno}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

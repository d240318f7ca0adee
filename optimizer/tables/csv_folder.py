"""A folder of CSV files as raw tables: UTF-8 with or without BOM, comma separated, one file per table."""

import codecs
import csv
import io
from pathlib import Path

from optimizer.tables.columns import TableForm
from optimizer.tables.findings import Findings, Place
from optimizer.tables.source import (
    MAX_FILE_BYTES,
    RawTable,
    Source,
    Unreadable,
    cut,
    forms_by_label,
    name_of,
    read_bytes,
)
from policy.messages import Message, say

MAX_ROWS = 3_000_000  # a travel row for every pair of 10,000 teachers and 300 schools
_RAGGED_CURE = say("Check the row for a missing or surplus comma; put a field that contains a comma in double quotes.")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_SEPARATORS = {
    "\t": say("tab"),
    ";": say("semicolon"),
    "；": say("full-width semicolon"),
    "，": say("full-width comma"),
}


def read_folder(folder: Path, findings: Findings) -> Source:
    """Read every table of the folder; what cannot be read is noted in `findings` and left out."""
    paths = {name_of(path): path for path in _entries(folder, findings) if path.suffix.casefold() == ".csv"}
    labels = [(name, path.stem) for name, path in paths.items()]
    forms = forms_by_label(labels, findings, {name: name for name in paths})
    tables: dict[str, RawTable] = {}
    files: dict[str, bytes] = {}
    unreadable: set[str] = set()
    for name, form in forms.items():
        try:
            files[name] = read_bytes(paths[name], MAX_FILE_BYTES, findings)
            tables[form.name] = read_csv(form, name, files[name], findings)
        except Unreadable:
            unreadable.add(form.name)
    return Source(tables, files, frozenset(unreadable), ("", ".csv"))


def _entries(folder: Path, findings: Findings) -> list[Path]:
    """List the folder; raise Unreadable (fault noted) where that is not allowed."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        findings.fault(
            Place(name_of(folder)),
            say("The folder cannot be listed: {reason}.", reason=error.strerror or type(error).__name__),
            say("Check that you may read it."),
        )
        raise Unreadable from error


def read_csv(form: TableForm, file: str, data: bytes, findings: Findings) -> RawTable:
    """Cut one CSV file into rows; raise Unreadable (fault noted) where that is impossible."""
    text = decode(file, data, findings)
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, record in enumerate(reader, 1):
            if any(map(str.strip, record)):
                records.append((number, record))
            if number > MAX_ROWS:
                findings.fault(
                    Place(file),
                    say("The table has more than {limit} rows.", limit=MAX_ROWS),
                    say("Delete the rows that are not needed."),
                )
                raise Unreadable
    except csv.Error as error:
        findings.fault(
            Place(file, reader.line_num),
            say("The line cannot be cut into fields."),
            say("Check its double quotes: a quoted field ends with a quote, and a quote inside it is doubled."),
        )
        raise Unreadable from error
    _refuse_other_separator(file, records, findings)
    return RawTable(form, file, *cut(form, file, records, findings, _RAGGED_CURE))


def decode(file: str, data: bytes, findings: Findings) -> str:
    """Decode UTF-8 without NUL; raise Unreadable with the place and the likely encoding noted."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        findings.fault(
            Place(file, row),
            say(
                "The file is not UTF-8 (byte {offset}); its encoding is probably {encoding}.",
                offset=error.start + 1,
                encoding=_likely_encoding(data),
            ),
            say("Save the file as UTF-8; in a spreadsheet choose “CSV UTF-8” when saving."),
        )
        raise Unreadable from error
    nul = text.find("\0")
    if nul >= 0:
        findings.fault(
            Place(file, text.count("\n", 0, nul) + 1),
            say("The file contains a NUL character; it is not a text file, or its encoding is UTF-16."),
            say("Save the file as UTF-8; in a spreadsheet choose “CSV UTF-8” when saving."),
        )
        raise Unreadable
    return text


def _likely_encoding(data: bytes) -> str | Message:
    """Guess what a file that is not UTF-8 was written in."""
    if data.startswith(_UTF16_MARKS):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return say("unknown")
    return "GB18030"


def _refuse_other_separator(file: str, records: list[tuple[int, list[str]]], findings: Findings) -> None:
    """Fault a file whose header is one field held together by another separator."""
    if not records or len(records[0][1]) != 1:
        return
    header = records[0][1][0]
    for separator, name in _OTHER_SEPARATORS.items():
        if separator in header:
            findings.fault(
                Place(file, 1),
                say("The fields are separated by another character than a comma: {separator}.", separator=name),
                say("Save the file with commas between the fields."),
            )
            raise Unreadable

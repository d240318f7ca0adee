"""Whatever lies in a file, reading ends in rows or in a refusal: never in an error nobody foresaw."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.i18n import Language
from core.sheets.faults import Refused
from core.sheets.marking import error_workbook
from core.sheets.reading import read
from core.sheets.values import Oddity, parse
from core.sheets.writing import export
from tests.unit.core.sheets.corpus import RELATIONS, SHEET, STRINGS, WORKBOOK
from tests.unit.core.sheets.samples import HEADERS, PEOPLE, WANG, csv_file, edited, xlsx

SOUND = [
    xlsx(
        [HEADERS, ["1", "A", None, date(2019, 9, 1), "2019-09", 12, 0.5, "red", True, "语文", "blue", "=1"], ["1", "B"]]
    ),
    export(PEOPLE, [WANG], Language.CHINESE),
]
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=60),
    st.text("0123456789.-/年月日eE+*'=；;, ", max_size=25),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(Oddity),
)
Edits = list[tuple[float, bytes]]
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6
)
WORDS = st.sampled_from(
    [
        b'r="A9"',
        b't="e"',
        b"<f/>",
        b"<v></v>",
        b'hidden="1"',
        b"<c>",
        b"</row>",
        b'r="XFD1"',
        b"&lt;",
        b"<is><t>x</t></is>",
    ]
)


def edit(data: bytes, edits: Edits) -> bytes:
    """The bytes with pieces of them overwritten."""
    changed = bytearray(data)
    for where, piece in edits:
        start = int(where * len(changed))
        changed[start : start + len(piece)] = piece
    return bytes(changed)


def insert(data: bytes, where: float, piece: bytes) -> bytes:
    """The bytes with a piece put between."""
    start = int(where * len(data))
    return data[:start] + piece + data[start:]


def ends_well(name: str, data: bytes) -> None:
    """Read, and where rows come of it, mark their faults."""
    try:
        reading = read(PEOPLE, name, data)
    except Refused as refusal:
        _ = refusal.message.text() + refusal.remedy.text()
        return
    assert reading.total
    assert zipfile.is_zipfile(io.BytesIO(error_workbook(PEOPLE, name, data, reading.faults, Language.CHINESE)))


@given(st.sampled_from(PEOPLE.columns), CELLS)
@settings(max_examples=2_000)
def test_any_cell_of_any_column_is_a_value_or_a_refusal(column: Any, cell: Any) -> None:
    parse(column, cell)


@given(st.sampled_from(SOUND), EDITS)
@settings(max_examples=300)
def test_a_damaged_archive_ends_well(data: bytes, edits: Edits) -> None:
    ends_well("x.xlsx", edit(data, edits))


@given(st.sampled_from(SOUND), st.sampled_from([SHEET, STRINGS, WORKBOOK, RELATIONS, "docProps/custom.xml"]), EDITS)
@settings(max_examples=300)
def test_a_damaged_part_ends_well(data: bytes, part: str, edits: Edits) -> None:
    ends_well("x.xlsx", edited(data, lambda name, content: edit(content, edits) if name == part else content))


@given(st.sampled_from(SOUND), st.floats(0, 1), WORDS)
@settings(max_examples=300)
def test_a_sheet_with_words_in_wrong_places_ends_well(data: bytes, where: float, piece: bytes) -> None:
    ends_well("x.xlsx", edited(data, lambda name, content: insert(content, where, piece) if name == SHEET else content))


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6), EDITS | st.just([]))
@settings(max_examples=300)
def test_any_csv_ends_well(rows: list[list[str]], edits: Edits) -> None:
    head = csv_file([["工号", "姓名", "出生日期"]])
    body = "\r\n".join(",".join(cells) for cells in rows).encode("utf-8", "ignore")
    ends_well("x.csv", head + b"\r\n" + (edit(body, edits) if body else b""))


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_end_well(data: bytes) -> None:
    for name in ("x.xlsx", "x.csv"):
        ends_well(name, data)


def test_typed_cells_of_every_kind_are_met() -> None:
    for cell in (datetime.combine(date(2019, 9, 1), time(8)), time(8), timedelta(days=1)):
        for column in PEOPLE.columns:
            parse(column, cell)

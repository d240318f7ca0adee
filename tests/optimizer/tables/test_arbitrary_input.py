"""Whatever stands in a file, reading ends in a problem or in InputFaults, never in another error."""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.faults import Fault, InputFaults
from optimizer.tables import read
from optimizer.tables.columns import FORMS, Column
from optimizer.tables.values import Refusal
from tests.optimizer.tables.sound_district import edited, put, sound_tables, write_folder, write_workbook

TABLE_NAMES = sorted(sound_tables())
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["S1", "T1", "0", "-1", "1e5", "９", "2015-09", "primary", "语文", "yes", "#N/A", '"', "a,b", "\n"]
    ),
    st.floats().map(str),
    st.integers().map(str),
)
COLUMNS = [column for form in FORMS for column in form.columns]


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def read_or_refuse(source: Path) -> None:
    """Read; whatever is told must be in sentences that can be shown."""
    for fault in _told(source):
        assert str(fault.message)
        assert str(fault.cure)
        assert (fault.file + fault.column + fault.value).encode()


def _told(source: Path) -> tuple[Fault, ...]:
    try:
        return read(source).warnings
    except InputFaults as refusal:
        return refusal.faults + refusal.warnings


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TABLE_NAMES), st.binary(max_size=200))
def test_any_bytes_in_a_table_are_read_or_refused(name: str, content: bytes) -> None:
    with scratch() as folder:
        write_folder(sound_tables(), folder)
        (folder / f"{name}.csv").write_bytes(content)
        read_or_refuse(folder)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TABLE_NAMES), st.lists(st.lists(CELLS, max_size=8), max_size=6))
def test_any_text_below_a_sound_header_is_read_or_refused(name: str, rows: list[list[str]]) -> None:
    with scratch() as folder:
        tables = sound_tables()
        tables[name] = [tables[name][0], *rows]
        read_or_refuse(write_folder(tables, folder))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_text_in_one_cell_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(TABLE_NAMES))
    tables = sound_tables()
    row = data.draw(st.integers(2, len(tables[name])))
    column = data.draw(st.sampled_from(tables[name][0]))
    with scratch() as folder:
        read_or_refuse(write_folder(edited(put(name, row, column, data.draw(CELLS))), folder))


@settings(max_examples=40, deadline=None)
@given(st.integers(0), st.integers(0, 255), st.sampled_from(["whole", "sheet", "book"]))
def test_workbook_with_any_byte_changed_is_read_or_refused(position: int, byte: int, where: str) -> None:
    with scratch() as folder:
        path = write_workbook(sound_tables(), folder / "d.xlsx")
        data = path.read_bytes()
        part = {"sheet": "xl/worksheets/sheet5.xml", "book": "xl/workbook.xml"}.get(where)
        path.write_bytes(_changed(data, position, byte) if part is None else _repacked(data, part, position, byte))
        read_or_refuse(path)


def _changed(data: bytes, position: int, byte: int) -> bytes:
    position %= len(data)
    return data[:position] + bytes([byte]) + data[position + 1 :]


def _repacked(data: bytes, part: str, position: int, byte: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _changed(content, position, byte) if name == part else content)
    return target.getvalue()


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: str(column.name))
@settings(max_examples=30, deadline=None)
@given(text=st.one_of(st.text(min_size=1), st.from_regex(r"[-+]?[0-9.,eE０-９]{1,40}", fullmatch=True)))
def test_every_parser_answers_any_text_with_a_value_or_a_refusal(column: Column[object], text: str) -> None:
    answer = column.parse(text)
    if isinstance(answer, Refusal):
        assert str(answer.message)
        assert str(answer.cure)

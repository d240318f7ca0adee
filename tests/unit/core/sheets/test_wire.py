"""What passes between the site and the process that reads: everything arrives as it was, nonsense as nonsense."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets import wire
from core.sheets.faults import Refused
from core.sheets.grid import Grid, hidden_rows_note
from core.sheets.headers import find_header
from core.sheets.values import Cell, Oddity
from core.sheets.wire import Garbled
from core.sheets.workbook import read_xlsx
from policy.messages import say
from tests.unit.core.sheets.samples import HEADERS, PEOPLE, xlsx

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=())),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(Oddity),
)


def sent(grid: Grid) -> bytes:
    return b"".join(wire.grid_out(grid))


def arrived(data: bytes) -> Grid:
    return wire.grid_in(*wire.parted(data))


@given(st.text(max_size=20), st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_cells_of_every_kind_arrive_as_they_were(name: str, rows: list[list[Any]]) -> None:
    grid = arrived(sent(Grid(name, rows, [hidden_rows_note(3)])))
    assert (grid.name, grid.rows) == (name, rows)
    assert [list(map(type, row)) for row in grid.rows] == [list(map(type, row)) for row in rows]
    assert [str(what.text()) for what, _ in grid.notes] == [hidden_rows_note(3)[0].text()]


def test_a_day_is_no_instant() -> None:
    day = date(2019, 9, 1)
    row: list[Cell] = [day, datetime.combine(day, time(8)), time(8), timedelta(days=1, microseconds=1)]
    assert arrived(sent(Grid("x", [row]))).rows == [row]


def test_an_outline_finds_the_table_as_the_table_itself_does() -> None:
    outlined = wire.sheet_of(json.loads(json.dumps(wire.outline(PEOPLE))))
    data = xlsx([["名册"], HEADERS, ["1", "A"]], title="名册")
    grid = read_xlsx(outlined, data)
    assert grid.name == read_xlsx(PEOPLE, data).name == "名册"
    assert find_header(outlined, grid) == find_header(PEOPLE, grid)
    assert str(outlined.title.text()) == str(PEOPLE.title.text())


def test_a_refusal_arrives_with_its_facts() -> None:
    refusal = Refused(say("“{part}” is not one of the values of this column.", part="红"), say("Shorten it."))
    back = wire.refusal_in(wire.parted(wire.packed(wire.refusal_out(refusal)))[0])
    assert back is not None
    assert (back.message.text(), back.remedy.text()) == (refusal.message.text(), refusal.remedy.text())
    assert wire.refusal_in({"name": "x"}) is None


WHOLE = sent(Grid("x", [["1", 2], ["3"]]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"not JSON",
        b"\xff\xfe",
        WHOLE[:-5],
        WHOLE + b"[1]\n",
        WHOLE.replace(b'["3"]', b'{"3": 1}'),
        WHOLE.replace(b'["3"]', b'[["3"]]'),
        WHOLE.replace(b'["3"]', b'[{"odd": "NONE"}]'),
        WHOLE.replace(b'["3"]', b'[{"day": 1}]'),
        WHOLE.replace(b'["3"]', b'[{"ticks": 1e99}]'),
        WHOLE.replace(b'["3"]', b"[" * 100_000),
        WHOLE.replace(b'["3"]', b"[" + b"1," * 100 + b"1]"),
        WHOLE.replace(b'"notes": []', b'"notes": [1]'),
        WHOLE.replace(b'"rows": 2', b'"rows": "2"'),
    ],
)
def test_an_answer_that_is_none_is_not_believed(data: bytes) -> None:
    with pytest.raises(Garbled):
        arrived(data)


@pytest.mark.parametrize(
    "refused",
    [1, [], ["x"], [1, 2], [{}, {}], [{"say": 1, "facts": 2}, "x"], [{"say": 1, "facts": {}}] * 2],
)
def test_a_refusal_that_is_none_is_not_believed(refused: Any) -> None:
    with pytest.raises(Garbled):
        wire.refusal_in({"refused": refused})


def test_a_workbook_that_was_cut_off_is_not_believed() -> None:
    head, body = wire.parted(wire.book_out(b"a book"))
    assert wire.book_in(head, body) == b"a book"
    with pytest.raises(Garbled):
        wire.book_in(head, body[:-1])

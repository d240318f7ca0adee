"""The sparse matrix of integers against the same numbers in a table."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from optimizer.model.rows import UNBOUNDED, Matrix, RowBook, compress

Ints = NDArray[np.int64]
ROWS, COLUMNS = 4, 6

entries = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1), st.integers(-3, 3)), max_size=40)
prices = st.lists(st.integers(-(1 << 40), 1 << 40), min_size=ROWS, max_size=ROWS)


def written(triples: list[tuple[int, int, int]]) -> tuple[Matrix, Ints]:
    """Write entries into a book, and add them up in a table."""
    book, table = RowBook(), np.zeros((ROWS, COLUMNS), dtype=np.int64)
    book.open("rule", [""] * ROWS, [0] * ROWS, [UNBOUNDED] * ROWS)
    for row, column, value in triples:
        book.enter(np.array([row]), np.array([column]), value)
        table[row, column] += value
    return compress(book, COLUMNS), table


@given(entries, prices)
def test_times_rows_is_the_product_with_the_table(triples: list[tuple[int, int, int]], duals: list[int]) -> None:
    matrix, table = written(triples)
    weights = np.array(duals, dtype=np.int64)
    assert matrix.times_rows(weights).tolist() == (weights @ table).tolist()


@given(entries, st.lists(st.integers(0, COLUMNS - 1), max_size=8))
def test_entries_of_columns_are_those_of_the_table(triples: list[tuple[int, int, int]], columns: list[int]) -> None:
    matrix, table = written(triples)
    position, row, value = matrix.entries_of(np.array(columns, dtype=np.int64))
    found = np.zeros((ROWS, len(columns)), dtype=np.int64)
    np.add.at(found, (row, position), value)
    assert found.tolist() == table[:, columns].tolist()
    assert (value != 0).all()


def test_entries_that_cancel_out_are_left_out() -> None:
    matrix, _ = written([(1, 2, 3), (1, 2, -3), (0, 5, 1)])
    assert matrix.row.tolist() == [0]
    assert matrix.columns == COLUMNS


def test_row_that_is_not_there_takes_no_entry() -> None:
    book = RowBook()
    book.open("rule", ["A", "B"], [0, 0], [1, 1])
    book.enter(np.array([-1, 1, 0]), np.array([0, 1, 2]), np.array([5, 6, 0]))
    matrix = compress(book, 3)
    assert (matrix.row.tolist(), matrix.value.tolist(), matrix.start.tolist()) == ([1], [6], [0, 0, 1, 1])


def test_book_without_entries_has_empty_columns() -> None:
    matrix = compress(RowBook(), 3)
    assert matrix.times_rows(np.zeros(0, dtype=np.int64)).tolist() == [0, 0, 0]


def test_open_returns_the_number_of_the_first_row() -> None:
    book = RowBook()
    assert book.open("one", ["", ""], [0, 0], [1, 1]) == 0
    assert book.open("two", ["A"], [0], [1]) == 2
    assert [label.rule for label in book.labels] == ["one", "one", "two"]
